import type { Value } from '../domain/value.ts';
import { comparisonInWords } from './clause.ts';
import { plain } from './plain.ts';
import type { DecisionRecord } from './record.ts';
import { codeInWords } from './vocabulary.ts';

/**
 * Why a decision fell as it did, in one short clause for people, e.g. `fraud score 83 is above 50`: its first reason,
 * with the values that settled it. Holds nothing personal.
 */
export function reasonInWords(record: DecisionRecord): string {
  return firstReason(record, record.attributes);
}

/** The same without the values, so that it is one text for all decisions of one kind: `fraud score is above 50`. */
export function reasonInGeneral(record: DecisionRecord): string {
  return firstReason(record, null);
}

function firstReason(
  { reasons, considered, errors }: DecisionRecord,
  values: Readonly<Record<string, Value>> | null,
): string {
  const [reason] = reasons;
  if (reason === undefined) return 'no reason is recorded';
  const finding = considered.find(({ id }) => id === reason);
  if (finding && finding.because.length > 0) {
    return finding.because.map((text) => comparisonInWords(text, values)).join(' and ');
  }
  if (errors.some(({ rule }) => rule === reason)) return `the rule ${plain(reason)} could not be evaluated`;
  return codeInWords(reason) ?? plain(reason);
}
