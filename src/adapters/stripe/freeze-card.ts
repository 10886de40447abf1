import type Stripe from 'stripe';
import { JobGivenUp } from '../../core/domain/job.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { inWorldOf, isLive } from './client.ts';
import { callForJob } from './failure.ts';

/**
 * Sets a card inactive at Stripe, for a job; gives what there is to say of it, null: nothing. One that is inactive or
 * canceled is left as it is; so is one that somebody activated again after this was done by the same `key`, which is an
 * idempotency key. Rejects as jobs do; with JobGivenUp where Stripe has no such card in this world, or can't be asked
 * in its mode.
 */
export async function freezeAtStripe(stripe: Stripe, card: string, scope: Scope, key: string): Promise<string | null> {
  if (isLive(stripe) !== scope.livemode) throw new JobGivenUp('STRIPE_SECRET_KEY is of the other mode');
  const found = await callForJob(() => stripe.issuing.cards.retrieve(card, {}, inWorldOf(scope)));
  if (found.kind === 'gone') throw unknownCard(card);
  const { status } = found.value;
  if (status !== 'active') return `the card was ${status} already`;
  const options = { ...inWorldOf(scope), idempotencyKey: `countersign_freeze_${key}` };
  const frozen = await callForJob(() => stripe.issuing.cards.update(card, { status: 'inactive' }, options));
  if (frozen.kind === 'gone') throw unknownCard(card);
  return null;
}

function unknownCard(card: string): JobGivenUp {
  return new JobGivenUp(`Stripe knows no card ${card} in this mode and account`);
}
