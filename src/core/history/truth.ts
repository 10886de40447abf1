import type { HistoryRow } from './row.ts';

/**
 * `known`: disputes that had begun, and labels that were known, by the newest row of the history. `final`: what the
 * history says it is in truth.
 */
export type LabelKind = 'known' | 'final';

/**
 * What a row counts as. Of what was declined then nobody knows what it would have been (`unknowable`); what is young
 * may yet be disputed (`immature`); `unlabelled`: the history holds final labels, and none for this row. None of the
 * last three is ever scored.
 */
export type Truth = 'fraud' | 'good' | 'unknowable' | 'immature' | 'unlabelled';

/** By what it is told. */
export interface LabelView {
  readonly kind: LabelKind;
  /** When the newest row of the history was asked: nothing is known that came later. */
  readonly newestMs: number;
  /** How old a row must be before its silence counts. */
  readonly maturityMs: number;
}

/** What a row counts as. Pure; a dispute that came after the newest row is not seen. */
export function truthOf(
  { authorization, wasApproved, disputedAtMs, isFraud, labelledAtMs }: HistoryRow,
  { kind, newestMs, maturityMs }: LabelView,
): Truth {
  if (kind === 'final') {
    if (isFraud !== null) return isFraud ? 'fraud' : 'good';
    if (disputedAtMs !== null) return 'fraud';
    return wasApproved === false ? 'unknowable' : 'unlabelled';
  }
  // A young one that was disputed already is no better: to score those alone would make every rule look good.
  if (newestMs - authorization.askedAtMs < maturityMs) return 'immature';
  if (isFraud !== null && isKnown(labelledAtMs, newestMs)) return isFraud ? 'fraud' : 'good';
  if (isKnown(disputedAtMs, newestMs)) return 'fraud';
  return wasApproved === false ? 'unknowable' : 'good';
}

function isKnown(atMs: number | null | undefined, byMs: number): boolean {
  return atMs !== null && atMs !== undefined && atMs <= byMs;
}
