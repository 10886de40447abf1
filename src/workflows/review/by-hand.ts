import { findDecisionsByAuthorization } from '../../adapters/store/database/answers.ts';
import type { By } from '../../adapters/store/database/audit.ts';
import { findAuthorization } from '../../adapters/store/database/authorizations.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { addReviewAct, hasNote } from '../../adapters/store/database/review-acts.ts';
import {
  addReviewDecisions,
  lockReviewsOf,
  reviewedDecisions,
  type ScopedAuthorization,
} from '../../adapters/store/database/review-decisions.ts';
import { disputeWords } from '../../adapters/store/database/review-disputes.ts';
import { findReview, openReviews, type Review } from '../../adapters/store/database/reviews.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { fraudSince } from '../../core/domain/label-verdict.ts';
import type { Rates } from '../../core/domain/rates.ts';
import { tell } from './acts.ts';
import { placeIn } from './open.ts';

/** What came of opening a review by hand. */
export type OpenedByHand =
  | { readonly kind: 'open'; readonly review: Review }
  /** Nothing is known of the authorization. */
  | { readonly kind: 'not_found' }
  /** A dispute says what it was: there is nothing to find out. */
  | { readonly kind: 'disputed'; readonly dispute: string };

/**
 * Opens a review of an authorization because somebody asks for it, also where one was closed before. Where one is open
 * it is that one, with what they have to say added.
 */
export function openByHand(
  pool: SqlPool,
  about: ScopedAuthorization,
  note: string | null,
  by: By,
  rates: Rates,
): Promise<OpenedByHand> {
  return together(pool, async (joined): Promise<OpenedByHand> => {
    await lockReviewsOf(joined, [about]);
    const disputed = fraudSince(await disputeWords(joined, [about]));
    if (disputed) return { kind: 'disputed', dispute: disputed.ref };
    const records = await decisionsAbout(joined, about);
    const known = await knownOf(joined, about, records.at(-1));
    if (!known) return { kind: 'not_found' };
    const priority = Math.max(0, ...records.map((record) => placeIn('', record, rates).priority));
    const review = { ...about, ...known, kind: 'manual' as const, cause: null, priority, openedAtMs: by.nowMs };
    const [found] = await openReviews(joined, [review]);
    // INVARIANT: an insert that updates on conflict gives a row, whichever it did.
    if (!found) throw new Error('a review was neither opened nor found');
    const { id, isNew } = found;
    if (isNew) await takeDecisions(joined, id, records, rates);
    if (isNew || (note !== null && !(await hasNote(joined, id, by.author, note)))) {
      const act = { atMs: by.nowMs, act: isNew ? ('opened' as const) : ('noted' as const), author: by.author };
      await addReviewAct(joined, id, { ...act, note, detail: {} });
      await tell(joined, isNew ? 'review.open' : 'review.note', { id, scope: about.scope }, by, {});
    }
    const opened = await findReview(joined, id);
    // INVARIANT: it was just opened or found, in this transaction.
    if (!opened) throw new Error(`the review ${id} is gone`);
    return { kind: 'open', review: opened };
  });
}

async function decisionsAbout(pool: SqlPool, { scope, authorizationId }: ScopedAuthorization) {
  const stored = await findDecisionsByAuthorization(pool, scope, authorizationId);
  // What stands in the database was written by us.
  return stored.map(({ record }) => record as unknown as DecisionRecord);
}

/** What is known of an authorization by our latest decision, else by what Stripe said of it. */
async function knownOf(pool: SqlPool, about: ScopedAuthorization, record: DecisionRecord | undefined) {
  if (record) {
    const { id: decisionId, card, cardholder, merchant, portfolio } = record;
    return { decisionId, card, cardholder, merchant, portfolio };
  }
  const told = await findAuthorization(pool, about.scope, about.authorizationId);
  if (!told) return null;
  const { card, cardholder, merchant } = told;
  return { decisionId: null, card, cardholder, merchant, portfolio: null };
}

async function takeDecisions(
  pool: SqlPool,
  reviewId: string,
  records: readonly DecisionRecord[],
  rates: Rates,
): Promise<void> {
  const taken = await reviewedDecisions(
    pool,
    records.map(({ id }) => id),
  );
  const free = records.filter(({ id }) => !taken.has(id));
  if (free.length > 0) {
    await addReviewDecisions(
      pool,
      free.map((record) => placeIn(reviewId, record, rates)),
    );
  }
}
