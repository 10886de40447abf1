import type { Issuer, Purchase } from '../../../simulator/world/issuer.ts';
import { createRandom } from '../../../simulator/world/random.ts';

/** Each third purchase. */
const EVERY = 3;

/**
 * The same issuer, to which every third purchase comes with a fraud score from 20 to 90, and one in four of those with
 * signs of card testing: in a run of a few purchases each of a profile's thresholds should have something to do.
 */
export function withChosenSignals(issuer: Issuer, seed: string): Issuer {
  let purchases = 0;

  function choose(purchase: Purchase): Purchase {
    purchases += 1;
    if (purchases % EVERY !== 0) return purchase;
    const random = createRandom(seed, 'chosen signals', purchases);
    const fraudScore = random.integer(20, 90);
    const cardTestingLevel = random.chance(0.25) ? 'elevated' : purchase.signals.cardTestingLevel;
    return { ...purchase, signals: { ...purchase.signals, fraudScore, cardTestingLevel } };
  }

  return { ...issuer, authorize: async (purchase) => issuer.authorize(choose(purchase)) };
}
