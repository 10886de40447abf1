import { limits } from '../domain/limits.ts';
import { inWords } from '../features/check/type-rules.ts';
import type { FeaturePlan } from '../features/plan.ts';
import type { ScowlType } from '../features/scowl-type.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import { AUTHORIZATION } from './authorization-event.ts';
import type { Path, YamlDocument } from './document.ts';
import type { CaseEntry } from './schema-cases.ts';

const OF_DECISIONS = ['outcome', 'review', 'reasons', 'not_reasons', 'matched', 'not_matched', 'errors'] as const;

type Scalar = CaseEntry['expect']['features'][string];

/**
 * Faults of what a case expects: that there is something to look at, that a tracked event is not expected to be
 * decided, and that its features are there and can be what is expected. `path` leads to the case.
 */
export function expectationFaults(
  document: YamlDocument,
  path: Path,
  { event, expect }: CaseEntry,
  { program }: FeaturePlan,
): Diagnostic[] {
  const at = [...path, 'expect'];
  const error = (span: Diagnostic['span'], message: string, hint: string | null): Diagnostic => {
    return { severity: 'error', source: document.source, span, message, ...(hint && { hint }) };
  };
  const isAsk = event === AUTHORIZATION;
  const expected = Object.entries(expect.features);
  const found: Diagnostic[] = [];
  if (expected.length === 0 && (!isAsk || expect.outcome === undefined)) {
    const hint = isAsk ? 'outcome: approve, decline or challenge; or features: what they come to' : null;
    const message = isAsk ? 'an outcome is expected, or features' : `features of the event ${event} are expected`;
    found.push(error(document.spanOf(at), message, hint));
  }
  for (const key of isAsk ? [] : OF_DECISIONS) {
    const value = expect[key];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const message = `the event ${event} is not decided: of it only features are expected`;
    found.push(error(document.spanOfKey([...at, key]), message, null));
  }
  const known = program.events.get(event)?.features;
  // Of an event that is not there, and of features with an error, it is said elsewhere.
  if (!known) return found;
  for (const [name, value] of expected) {
    const feature = known.find((other) => other.name === name);
    const place = [...at, 'features', name];
    if (!feature) {
      const names = known.map((other) => other.name);
      found.push(error(document.spanOfKey(place), `the event ${event} has no feature ${name}`, meant(name, names)));
      continue;
    }
    const trouble = mismatch(feature.term.type, value);
    if (trouble) found.push(error(document.spanOf(place), `${name} is ${inWords(feature.term.type)}`, trouble));
  }
  return found;
}

function meant(name: string, known: readonly string[]): string | null {
  const near = nearest(name, known);
  if (near) return `did you mean ${near}?`;
  return known.length > 0 && known.length <= limits.maxListedValues ? `there are: ${known.join(', ')}` : null;
}

const KINDS: Partial<Record<ScowlType['kind'], 'number' | 'string' | 'boolean'>> = {
  bool: 'boolean',
  int: 'number',
  float: 'number',
  // In nanoseconds, as rules read it.
  duration: 'number',
  string: 'string',
};

/** What is to be written for a feature of this type where that can't be expected; null where it can. */
function mismatch(type: ScowlType, expected: Scalar): string | null {
  if (expected === null || type.kind === 'unknown') return null;
  const wanted = KINDS[type.kind];
  if (typeof expected === wanted) return null;
  if (wanted === 'boolean') return 'write true or false';
  if (wanted === 'number') return 'write a number, without quotes';
  if (wanted === 'string') return 'write it in quotes';
  return 'expect what is made of it, as a feature by its own name';
}

/** Whether a case can say what a feature of this type comes to, other than missing. */
export function isExpectable({ kind }: ScowlType): boolean {
  return kind === 'unknown' || KINDS[kind] !== undefined;
}
