import type { Stripe } from 'stripe';
import { z } from 'zod';

import { ApiError } from './error.ts';
import { merchantCategory } from './merchant.ts';
import { country, integer, listOf } from './parameters.ts';

const presence = z.enum(['not_present', 'present']);
const spendingLimit = z
  .strictObject({
    amount: integer(),
    categories: listOf(merchantCategory).optional(),
    interval: z.enum(['all_time', 'daily', 'monthly', 'per_authorization', 'weekly', 'yearly']),
  })
  .transform((limit) => ({ ...limit, categories: limit.categories ?? null }));

/** The parameter `spending_controls` of cards and cardholders. */
export const spendingControls = z.strictObject({
  allowed_card_presences: listOf(presence).optional(),
  allowed_categories: listOf(merchantCategory).optional(),
  allowed_merchant_countries: listOf(country).optional(),
  blocked_card_presences: listOf(presence).optional(),
  blocked_categories: listOf(merchantCategory).optional(),
  blocked_merchant_countries: listOf(country).optional(),
  spending_limits: listOf(spendingLimit).optional(),
});

/** What Stripe answers in `spending_controls`, whole. */
export type Controls = Stripe.Issuing.Card.SpendingControls;

export const NO_CONTROLS: Controls = {
  allowed_card_presences: null,
  allowed_categories: null,
  allowed_merchant_countries: null,
  blocked_card_presences: null,
  blocked_categories: null,
  blocked_merchant_countries: null,
  spending_limits: [],
  spending_limits_currency: null,
};

/** The controls after a change; an empty list unsets. Throws an ApiError where both sides of a kind are set. */
export function mergeControls(
  current: Controls,
  change: z.output<typeof spendingControls>,
  currency: string | null,
): Controls {
  const given = Object.fromEntries(
    Object.entries(change).map(([key, list]) => [key, key !== 'spending_limits' && list?.length === 0 ? null : list]),
  );
  const merged: Controls = { ...current, ...given };
  for (const kind of ['card_presences', 'categories', 'merchant_countries'] as const) {
    if (merged[`allowed_${kind}`] && merged[`blocked_${kind}`]) {
      const message = `Of allowed_${kind} and blocked_${kind} only one can be set.`;
      throw new ApiError(message, { param: `spending_controls[allowed_${kind}]` });
    }
  }
  const isLimited = (merged.spending_limits ?? []).length > 0;
  return { ...merged, spending_limits_currency: isLimited ? currency : null };
}
