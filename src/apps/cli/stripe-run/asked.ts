import { type Comparison, compare } from '../../../simulator/test-mode/comparison.ts';
import type { TestModeIssuer } from '../../../simulator/test-mode/issuer.ts';
import type { StripeRecord } from '../../../simulator/test-mode/stripe-record.ts';
import type { Issuer, Purchase } from '../../../simulator/world/issuer.ts';

/** One purchase that Stripe was asked to authorize, and what came of it. */
export interface AskedAtStripe {
  readonly purchase: Purchase;
  readonly record: StripeRecord;
  readonly comparison: Comparison;
}

/** The same issuer, telling of every ask once Stripe's record of it is read. */
export function tellingOfAsks(issuer: TestModeIssuer, tell: (asked: AskedAtStripe) => Promise<void>): Issuer {
  const purchases = new Map<string, Purchase>();

  async function look(authorizationId: string, purchase: Purchase): Promise<void> {
    const record = await issuer.record(authorizationId);
    await tell({ purchase, record, comparison: compare(record) });
  }

  return {
    ...issuer,
    async authorize(purchase) {
      const answer = await issuer.authorize(purchase);
      purchases.set(answer.authorizationId, purchase);
      await look(answer.authorizationId, purchase);
      return answer;
    },
    async increment(authorizationId, amountMinor) {
      const answer = await issuer.increment(authorizationId, amountMinor);
      const purchase = purchases.get(authorizationId);
      if (purchase) await look(authorizationId, purchase);
      return answer;
    },
  };
}
