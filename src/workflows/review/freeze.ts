import type Stripe from 'stripe';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { findFollowUp, settleFollowUp } from '../../adapters/store/database/review-follow-ups.ts';
import { findReview } from '../../adapters/store/database/reviews.ts';
import { freezeAtStripe } from '../../adapters/stripe/freeze-card.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { JobGivenUp, type JobHandler } from '../../core/domain/job.ts';

/** What freezing a card stands on. */
interface FreezePorts {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly stripe: Stripe;
}

/**
 * Sets the card of a review inactive at Stripe, and says on the review how that went. A card that is inactive or
 * canceled is left as it is; a card that somebody activated again after this was done, too: Stripe knows the request by
 * its idempotency key.
 */
export function freezeCard({ pool, clock, stripe }: FreezePorts): JobHandler {
  return async ({ follow_up: id }) => {
    const followUp = await findFollowUp(pool, String(id));
    // Erased, or done by a try that did not live to say so.
    if (!followUp || followUp.state === 'done') return;
    const say = (state: 'pending' | 'done' | 'failed', reason: string | null) =>
      settleFollowUp(pool, followUp.id, { state, reason, atMs: clock.nowMs() });
    const review = await findReview(pool, followUp.reviewId);
    const { card } = followUp.detail;
    if (!review || typeof card !== 'string') return;
    try {
      await say('done', await freezeAtStripe(stripe, card, review.scope, followUp.id));
    } catch (error) {
      const reason = error instanceof JobGivenUp ? error.message : 'Stripe could not be asked; it is tried again';
      await say(error instanceof JobGivenUp ? 'failed' : 'pending', reason);
      throw error;
    }
  };
}
