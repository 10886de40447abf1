import { nearest } from '../../language/nearest.ts';
import type { Source } from '../../language/source.ts';
import type { BuiltInEvent } from '../built-in-event.ts';
import type { Declaration, EventBlock, FeatureDeclaration, Program } from '../syntax.ts';
import type { CheckedInput } from '../term.ts';
import { declaredInput } from './declared-input.ts';
import { type Faults, type Place, placeText } from './faults.ts';
import { isSlip } from './slips.ts';

/** What can be named in one event. */
export interface EventScope {
  readonly name: string;
  readonly builtIn: BuiltInEvent | null;
  readonly inputs: Map<string, CheckedInput>;
  readonly features: Map<string, DeclaredFeature>;
}

/** A feature as it was written. */
export interface DeclaredFeature {
  readonly event: string;
  readonly declaration: FeatureDeclaration;
  readonly source: Source;
}

/** One text, read. */
export interface Part {
  readonly source: Source;
  readonly program: Program;
}

/**
 * All events, also those built-in ones of which no text says anything, with what is declared in any of their blocks. A
 * name that is declared again is reported, and the first declaration stands.
 */
export function collectScopes(
  parts: readonly Part[],
  builtIn: readonly BuiltInEvent[],
  faults: Faults,
): Map<string, EventScope> {
  const scopes = new Map<string, EventScope>();
  const places = new Map<EventScope, Map<string, Place>>();
  for (const { source, program } of parts) {
    for (const block of program.events) {
      const known = builtIn.find((event) => event.name === block.name) ?? null;
      const scope = scopes.get(block.name) ?? emptyScope(block.name, known);
      if (!scope.builtIn && !scopes.has(block.name)) warnOfNearEvent(block, builtIn, faults.of(source));
      scopes.set(block.name, scope);
      const declared = places.get(scope) ?? new Map<string, Place>();
      places.set(scope, declared);
      for (const declaration of block.declarations) declare(declaration, scope, { source, declared, faults });
    }
  }
  for (const event of builtIn) {
    if (!scopes.has(event.name)) scopes.set(event.name, emptyScope(event.name, event));
  }
  return scopes;
}

function emptyScope(name: string, builtIn: BuiltInEvent | null): EventScope {
  return { name, builtIn, inputs: new Map(), features: new Map() };
}

function warnOfNearEvent({ name, nameSpan }: EventBlock, builtIn: readonly BuiltInEvent[], report: ReporterOf): void {
  const near = builtIn.find((event) => isSlip(name, event.name));
  if (near) report.warn(nameSpan, `${name} is an event of your own, not ${near.name}`, `did you mean ${near.name}?`);
}

type ReporterOf = ReturnType<Faults['of']>;

interface Declaring {
  readonly source: Source;
  /** Where the names of the event stand that were declared so far. */
  readonly declared: Map<string, Place>;
  readonly faults: Faults;
}

function declare(declaration: Declaration, scope: EventScope, { source, declared, faults }: Declaring): void {
  const { name, nameSpan } = declaration;
  const report = faults.of(source);
  const first = declared.get(name);
  if (first) {
    // Telling a place costs a walk through the text.
    if (report.isFull()) return;
    report.error(
      nameSpan,
      `${scope.name} has ${name} already, at ${placeText(first)}`,
      'give one of them another name',
    );
    return;
  }
  declared.set(name, { source, span: nameSpan });
  if (scope.builtIn && isTaken(declaration, scope.builtIn, report)) return;
  if (declaration.kind === 'input') {
    scope.inputs.set(name, declaredInput(declaration, report));
    return;
  }
  if (declaration.isEquals) {
    report.warn(nameSpan, `${name} is declared with =, which compares`, `write ${name} := …`);
  }
  scope.features.set(name, { event: scope.name, declaration, source });
}

/** Whether a built-in event has something of that name, which is reported. That it knows no such input is, too. */
function isTaken({ kind, name, nameSpan }: Declaration, event: BuiltInEvent, report: ReporterOf): boolean {
  const another = 'give the feature another name';
  if (event.inputs.some((input) => input.name === name)) {
    const hint = kind === 'input' ? 'leave the declaration out: it can be read as it is' : another;
    report.error(nameSpan, `${event.name} has an input ${name}`, hint);
    return true;
  }
  if (event.outcomes.has(name)) {
    report.error(nameSpan, `${name} says what became of an earlier ${event.name}`, another);
    return true;
  }
  if (kind === 'feature') return false;
  const near = nearest(
    name,
    event.inputs.map((input) => input.name),
  );
  const map = event.inputs.find((input) => input.type.kind === 'map');
  const hint = near ? `did you mean ${near}?` : map && `what you add yourself is read as ${map.name}["${name}"]`;
  report.error(nameSpan, `the inputs of ${event.name} are known, ${name} is none of them`, hint);
  // It stands all the same, or each use of it were another fault.
  return false;
}
