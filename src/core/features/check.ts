import { limits } from '../domain/limits.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { BuiltInEvent } from './built-in-event.ts';
import type { Checking, Context } from './check/context.ts';
import { checkExpression } from './check/expression.ts';
import { createFaults, type Faults } from './check/faults.ts';
import { createInputs, type Inputs } from './check/inputs.ts';
import { FAULT } from './check/literals.ts';
import { warnOfNearNames } from './check/near-names.ts';
import { orderFeatures } from './check/order.ts';
import { collectScopes, type DeclaredFeature, type EventScope, type Part } from './check/scope.ts';
import { sizeOf } from './check/size.ts';
import { checkKnown, checkToStripe } from './check/to-stripe.ts';
import { printExpression } from './print.ts';
import type { SeenTypes } from './seen-types.ts';
import type { CheckedEvent, CheckedFeature, CheckedProgram, Term } from './term.ts';

/** What texts are checked against. */
export interface ScowlCheckOptions {
  readonly builtIn: readonly BuiltInEvent[];
  /** Types of inputs as earlier events showed them: what an undeclared input is whose use does not tell. */
  readonly seen?: SeenTypes;
}

/**
 * Checks all texts of a policy together: names, types, the order in which features depend on each other. Where nothing
 * is an error, there is a program. What is wrong is reported at its place, up to `limits.maxScowlFaults` a text. Never
 * throws.
 */
export function checkProgram(
  parts: readonly Part[],
  { builtIn, seen = new Map() }: ScowlCheckOptions,
): { program: CheckedProgram | null; diagnostics: Diagnostic[] } {
  const inputs = createInputs();
  const { checking, order } = checkSeen(checkRounds(parts, builtIn, inputs), seen, parts, builtIn, inputs);
  warnOfNearNames(checking.scopes, inputs, checking.faults);
  if (!hasError(checking.faults)) {
    for (const feature of order) {
      const term = checking.terms.get(feature);
      if (term && checking.scopes.get(feature.event)?.builtIn) checkKnown(feature, term, checking.faults);
    }
  }
  const program = hasError(checking.faults) ? null : programOf(checking, order);
  return { program, diagnostics: checking.faults.diagnostics() };
}

function hasError(faults: Faults): boolean {
  return faults.diagnostics().some(({ severity }) => severity === 'error');
}

/** An input's type is learnt from its use; what it is used with may be of unknown type, too, until that is learnt. */
function checkRounds(parts: readonly Part[], builtIn: readonly BuiltInEvent[], inputs: Inputs): Round {
  let round = checkRound(parts, builtIn, inputs);
  for (let rounds = 2; inputs.hasLearnt(); rounds++) {
    if (rounds >= limits.maxInferenceRounds) inputs.freeze();
    round = checkRound(parts, builtIn, inputs);
  }
  return round;
}

/**
 * Once more, with what earlier events showed. That never makes a fault: a policy that was sound when it was written is
 * so whatever was sent meanwhile.
 */
function checkSeen(
  round: Round,
  seen: SeenTypes,
  parts: readonly Part[],
  builtIn: readonly BuiltInEvent[],
  inputs: Inputs,
): Round {
  inputs.freeze();
  if (hasError(round.checking.faults) || !inputs.settleSeen(seen)) return round;
  const informed = checkRound(parts, builtIn, inputs);
  if (!hasError(informed.checking.faults)) return informed;
  inputs.forgetSeen();
  return round;
}

interface Round {
  readonly checking: Checking;
  readonly order: readonly DeclaredFeature[];
}

/** Checks everything by what is known of the inputs so far. */
function checkRound(parts: readonly Part[], builtIn: readonly BuiltInEvent[], inputs: Inputs): Round {
  const faults = createFaults(parts.map(({ source }) => source));
  const scopes = collectScopes(parts, builtIn, faults);
  const order = orderFeatures(scopes, faults);
  const checking: Checking = { scopes, faults, inputs, terms: new Map(), sizes: new Map(), asked: new Set() };
  for (const feature of order) {
    const scope = scopes.get(feature.event);
    if (scope) checkFeature(feature, scope, checking);
  }
  return { checking, order };
}

function checkFeature(feature: DeclaredFeature, scope: EventScope, checking: Checking): void {
  const { source, declaration } = feature;
  const { faults, terms } = checking;
  const report = faults.of(source);
  // Nothing that is found would be told.
  if (report.isFull()) return;
  const context: Context = { checking, scope, source, report, within: null, check: checkExpression };
  const term = bounded(checkExpression(declaration.expression, context), feature, context);
  terms.set(feature, term);
  checkToStripe(feature, term, faults);
}

/** The term, unless its value would be too large. */
function bounded(term: Term, feature: DeclaredFeature, { checking, scope, report }: Context): Term {
  const size = sizeOf(term, scope, checking);
  checking.sizes.set(feature, size);
  if (size <= limits.maxValueParts) return term;
  const { name, nameSpan } = feature.declaration;
  report.error(nameSpan, `${name} has ${size} values in it, ${limits.maxValueParts} is the most`, 'leave some out');
  return FAULT;
}

function programOf({ scopes, inputs, terms }: Checking, order: readonly DeclaredFeature[]): CheckedProgram {
  const features = new Map<string, CheckedFeature[]>([...scopes.keys()].map((name) => [name, []]));
  for (const feature of order) {
    const term = terms.get(feature);
    if (term) features.get(feature.event)?.push(checkedFeature(feature, term));
  }
  const events = [...scopes.values()].map((scope): CheckedEvent => {
    const { name, builtIn } = scope;
    return { name, isBuiltIn: builtIn !== null, inputs: inputs.of(scope), features: features.get(name) ?? [] };
  });
  return { events: new Map(events.map((event) => [event.name, event])) };
}

function checkedFeature({ event, declaration, source }: DeclaredFeature, term: Term): CheckedFeature {
  const { name, nameSpan, expression } = declaration;
  return { name, event, term, span: nameSpan, path: source.path, text: printExpression(expression) };
}
