import type { By } from '../../adapters/store/database/audit.ts';
import { addLabels } from '../../adapters/store/database/labels.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { addReviewAct } from '../../adapters/store/database/review-acts.ts';
import { closeReview, lockReview, type Review } from '../../adapters/store/database/reviews.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { ReviewVerdict } from '../../core/domain/review.ts';
import { tell } from './acts.ts';
import {
  type FollowUpFault,
  type FollowUpPorts,
  type FollowUpRequest,
  planFollowUps,
  takeFollowUps,
} from './follow-ups.ts';

/** What somebody found, and what shall follow from it. */
export interface VerdictRequest {
  readonly verdict: ReviewVerdict;
  readonly note: string | null;
  readonly followUps: readonly FollowUpRequest[];
}

/** What came of a verdict. */
export type Decided =
  | { readonly kind: 'decided'; readonly review: Review; readonly hasNewEntries: boolean }
  | { readonly kind: 'not_found' }
  /** It is closed with the other verdict. */
  | { readonly kind: 'decided_otherwise'; readonly review: Review }
  /** These follow-ups can't be done, and so nothing was. */
  | { readonly kind: 'faulty'; readonly faults: readonly FollowUpFault[] };

/**
 * Closes a review with a verdict, which is a label of its authorization, and takes what shall follow from it; all of it
 * or nothing. Of several who decide at once one is the first. The same verdict again changes nothing, whoever gives it,
 * but follow-ups that were not asked for before are taken: also of what a dispute closed.
 */
export function decideReview(
  pool: SqlPool,
  id: string,
  { verdict, note, followUps }: VerdictRequest,
  by: By,
  ports: FollowUpPorts,
): Promise<Decided> {
  return together(pool, async (joined): Promise<Decided> => {
    const found = await lockReview(joined, id);
    if (!found) return { kind: 'not_found' };
    if (found.verdict !== null && found.verdict !== verdict) return { kind: 'decided_otherwise', review: found };
    const plan = await planFollowUps(joined, found, followUps, by.nowMs, ports);
    if (plan.faults.length > 0) return { kind: 'faulty', faults: plan.faults };
    const review = found.closedAtMs === null ? await close(joined, found, verdict, note, by) : found;
    const { hasNewEntries } = await takeFollowUps(joined, review, plan.planned, by);
    return { kind: 'decided', review, hasNewEntries };
  });
}

async function close(
  pool: SqlPool,
  review: Review,
  verdict: ReviewVerdict,
  note: string | null,
  by: By,
): Promise<Review> {
  const { id, scope, authorizationId, card } = review;
  const { author, nowMs } = by;
  await closeReview(pool, id, { verdict, by: author, atMs: nowMs });
  await addReviewAct(pool, id, { atMs: nowMs, act: 'decided', author, note, detail: { verdict } });
  if (authorizationId !== null) {
    const about = { scope, authorizationId, transactionId: null, card };
    const said = { verdict, source: 'review' as const, ref: id, knownAtMs: nowMs, author, detail: {} };
    await addLabels(pool, [{ ...about, ...said }], nowMs);
  }
  await tell(pool, 'review.decide', review, by, { verdict });
  return { ...review, verdict, closedBy: author, closedAtMs: Math.max(nowMs, review.openedAtMs) };
}
