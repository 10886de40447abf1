import type { FeatureResult } from '../features/feature-event.ts';
import { isNull, type ScowlValue } from '../features/scowl-value.ts';
import type { Expectation } from '../policy/case.ts';
import { findingText } from './explain.ts';
import type { DecisionRecord } from './record.ts';
import { CAUSES } from './vocabulary.ts';

type FeatureValues = FeatureResult['values'];

/** What features came to otherwise than a case expects: each a line that says what was expected and what came. */
export function featureDifferences({ features }: Expectation, values: FeatureValues): string[] {
  return [...features].flatMap(([name, expected]) => {
    const got = values.get(name);
    if (got === undefined) return [`features: expected ${name}, which is no feature of this event`];
    if (expected === null ? isNull(got) : same(got, expected)) return [];
    return [`features: expected ${name} to be ${expected === null ? 'missing' : shown(expected)}, got ${shown(got)}`];
  });
}

/** Sums of fractions differ in their last digits. */
function same(got: ScowlValue, expected: string | number | boolean): boolean {
  if (typeof got !== 'number' || typeof expected !== 'number') return got === expected;
  return Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
}

function shown(value: ScowlValue): string {
  if (isNull(value)) return `missing (${CAUSES[value.missing] ?? value.missing})`;
  return typeof value === 'object' ? 'a struct or array' : JSON.stringify(value);
}

/** What a decision has otherwise than a case expects: each a line that says what was expected and what came. */
export function caseDifferences(expect: Expectation, record: DecisionRecord): string[] {
  const { outcome, review, reasons, considered, errors } = record;
  const got = listed(reasons);
  const isMatched = (rule: string) => considered.some(({ id, result }) => id === rule && result === 'matched');
  const failed = errors.map(({ rule }) => rule);
  const found: string[] = [];
  if (expect.outcome !== null && outcome !== expect.outcome)
    found.push(`outcome: expected ${expect.outcome}, got ${outcome}`);
  if (expect.review !== null && review !== expect.review)
    found.push(`review: expected ${yesOrNo(expect.review)}, got ${yesOrNo(review)}`);
  for (const id of expect.reasons) if (!reasons.includes(id)) found.push(`reasons: expected ${id} among ${got}`);
  for (const id of expect.notReasons) if (reasons.includes(id)) found.push(`reasons: expected no ${id} among ${got}`);
  for (const id of expect.matched) {
    if (!isMatched(id)) found.push(`matched: expected ${id}, got ${findingText(record, id)}`);
  }
  for (const id of expect.notMatched) {
    if (isMatched(id)) found.push(`not_matched: expected ${id}, got ${findingText(record, id)}`);
  }
  if (!sameMembers(failed, expect.errors)) {
    found.push(`errors: expected ${listed(expect.errors)}, got ${listed(errors.map(said))}`);
  }
  return found;
}

function said({ rule, message }: DecisionRecord['errors'][number]): string {
  return `${rule} (${message})`;
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  return new Set(some).symmetricDifference(new Set(others)).size === 0;
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : ids.join(', ');
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
