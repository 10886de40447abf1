import type { z } from 'zod';
import { countDecisions, type DecisionFilter, listDecisions } from '../../../../adapters/store/database/decisions.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import type { Review } from '../../../../adapters/store/database/reviews.ts';
import type { DecisionRecord } from '../../../../core/decision/record.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { wholeReview } from '../../../../sdk/schema/reviews.ts';
import { sayTime } from '../say.ts';

type Related = z.input<typeof wholeReview>['related'];

/** What else was decided for the card, the cardholder and the merchant of a review. */
export async function readRelated(
  pool: SqlPool,
  { scope, card, cardholder, merchant }: Review,
): Promise<z.input<typeof wholeReview>['related']> {
  const by = (filter: Omit<DecisionFilter, 'scope'>) => decisionsBy(pool, { scope, ...filter });
  const [ofCard, ofCardholder, ofMerchant] = await Promise.all([
    card === null ? null : by({ card }),
    cardholder === null ? null : by({ cardholder }),
    merchant === null ? null : by({ merchant }),
  ]);
  return { card: ofCard, cardholder: ofCardholder, merchant: ofMerchant };
}

async function decisionsBy(pool: SqlPool, filter: DecisionFilter): Promise<Related['card']> {
  const [count, { decisions }] = await Promise.all([
    countDecisions(pool, filter, limits.reviewRelatedCount),
    listDecisions(pool, filter, { limit: limits.reviewRelated }),
  ]);
  return { count, latest: decisions.map(({ record }) => sayRelated(record as unknown as DecisionRecord)) };
}

function sayRelated(record: DecisionRecord) {
  const { id, authorization, asked_at, outcome, amount_minor, currency, merchant_name, reasons } = record;
  return {
    ...{ decision: id, authorization, asked_at: sayTime(asked_at), outcome, amount_minor, currency, merchant_name },
    reasons: [...reasons],
  };
}
