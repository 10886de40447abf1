import { type By, tellAct } from '../../adapters/store/database/audit.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { addReviewAct, hasNote } from '../../adapters/store/database/review-acts.ts';
import { assignReview, lockReview, type Review } from '../../adapters/store/database/reviews.ts';
import { together } from '../../adapters/store/database/together.ts';

/** What came of an act on a review: it is as was wished, or there is none, or it is closed. */
export type Acted =
  | { readonly kind: 'done'; readonly review: Review }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'closed'; readonly review: Review };

/** Gives an open review to somebody (the id of a user or a key), or to nobody. Whose it is already, has it. */
export function assign(pool: SqlPool, id: string, to: string | null, by: By): Promise<Acted> {
  return together(pool, async (joined) => {
    const review = await lockReview(joined, id);
    if (!review) return { kind: 'not_found' };
    if (review.closedAtMs !== null) return { kind: 'closed', review };
    if (review.assignedTo === to) return { kind: 'done', review };
    await assignReview(joined, review.id, to);
    const act = { atMs: by.nowMs, act: 'assigned' as const, author: by.author, note: null, detail: { to } };
    await addReviewAct(joined, review.id, act);
    // Whom it was given to stands in the review; the audit knows people by what an erasure can destroy alone.
    await tell(joined, 'review.assign', review, by, { to_somebody: to !== null });
    return { kind: 'done', review: { ...review, assignedTo: to } };
  });
}

/** Adds what somebody has to say of a review, open or closed; what they said before is not said twice. */
export function addNote(pool: SqlPool, id: string, note: string, by: By): Promise<Acted> {
  return together(pool, async (joined) => {
    const review = await lockReview(joined, id);
    if (!review) return { kind: 'not_found' };
    if (await hasNote(joined, review.id, by.author, note)) return { kind: 'done', review };
    await addReviewAct(joined, review.id, { atMs: by.nowMs, act: 'noted', author: by.author, note, detail: {} });
    await tell(joined, 'review.note', review, by, {});
    return { kind: 'done', review };
  });
}

/** Writes an act on a review into the audit. */
export function tell(
  pool: SqlPool,
  act: string,
  { id, scope }: Pick<Review, 'id' | 'scope'>,
  by: By,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  return tellAct(pool, act, id, by, { ...detail, ...scope });
}
