/** One of Radar's values from earlier payments, which come as features here. */
export interface Counter {
  /** What the shipped feature for it is called; null where none is shipped. */
  readonly feature: string | null;
  /** Whether that feature is the same count over the same time, so that one name may stand for the other. */
  readonly isSame: boolean;
}

const WINDOW = '(hourly|daily|weekly|yearly|all_time)';
const CHARGES = named(
  `(authorized|blocked|declined|total)_charges_per_(card_number|customer|email|billing_address)_${WINDOW}`,
);
/** Older names for some of them, still met in published rules. */
const OLD = named(`(charge_attempts|declines|blocks)_per_(card_number|customer)_${WINDOW}`);
const AMOUNT = named('(average|total)_usd_amount_(attempted|charged|failed|successful)_on_(card|customer)_all_time');
const NOT_SHIPPED = named(
  `(?:card_count_for_(?:billing_address|customer|email)|dispute_count_on_card_number|refund_count_on_card)_${WINDOW}`,
);

// Whoever blocks or declines there, here it is one answer, ours.
const MEASURES: Readonly<Record<string, string>> = {
  authorized: 'approved',
  blocked: 'declined',
  blocks: 'declined',
  declined: 'declined',
  declines: 'declined',
  total: 'total',
  charge_attempts: 'total',
};

const AMOUNTS: Readonly<Record<string, string>> = {
  average_attempted: 'average_amount_on_card_weekly',
  average_successful: 'average_amount_on_card_weekly',
  total_charged: 'total_amount_attempted_on_card_weekly',
  total_successful: 'total_amount_approved_on_card_weekly',
};

/** What Radar counts under this name, or null where it is no such name. */
export function radarCounter(name: string): Counter | null {
  const [, measure = '', entity, window] = CHARGES.exec(name) ?? OLD.exec(name) ?? [];
  if (entity !== undefined && window !== undefined) {
    // An e-mail and a billing address stand for the one cardholder who has them.
    const per = entity === 'card_number' ? 'card' : 'cardholder';
    const isLong = window === 'all_time' || window === 'yearly';
    const feature = `${MEASURES[measure]}_authorizations_per_${per}_${isLong ? 'weekly' : window}`;
    return { feature, isSame: !isLong && entity !== 'email' && entity !== 'billing_address' };
  }
  const [, statistic, kind, owner] = AMOUNT.exec(name) ?? [];
  if (owner !== undefined) {
    return { feature: owner === 'card' ? (AMOUNTS[`${statistic}_${kind}`] ?? null) : null, isSame: false };
  }
  return NOT_SHIPPED.test(name) ? { feature: null, isSame: false } : null;
}

function named(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}
