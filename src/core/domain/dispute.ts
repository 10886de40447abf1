import type { Word } from './label-verdict.ts';

/** A dispute as it was at one moment, as far as it says something of an authorization. */
export interface DisputeView {
  readonly atMs: number;
  /** `evidence.reason`. */
  readonly reason: string | null;
  readonly status: string | null;
  readonly lossReason: string | null;
}

const LIFE = ['unsubmitted', 'submitted', 'expired', 'lost', 'won'];

/** In the order of their times; in one second in the order of a dispute's life. */
export function inOrderOfLife(views: readonly DisputeView[]): DisputeView[] {
  return views.toSorted(
    (one, other) => one.atMs - other.atMs || LIFE.indexOf(one.status ?? '') - LIFE.indexOf(other.status ?? ''),
  );
}

/**
 * What a dispute says. While its reason is `fraudulent` the cardholder says that it was fraud, from the first draft on,
 * and whether it is won or lost: losing is about liability and form, and no `loss_reason` says who bought. Another
 * reason says nothing of fraud, and takes back what was said before it was changed.
 */
export function wordOfDispute({ atMs, reason, status, lossReason }: DisputeView): Word {
  const verdict = reason === 'fraudulent' ? 'fraud' : null;
  return { atMs, verdict, detail: { status, reason, ...(lossReason !== null && { loss_reason: lossReason }) } };
}
