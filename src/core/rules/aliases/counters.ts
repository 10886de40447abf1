/** One of Radar's values from earlier payments, which come as features here. */
export interface Counter {
  /** What the shipped feature for it is called, or for what comes nearest; null where none is shipped. */
  readonly feature: string | null;
  /** What is not the same of that feature, in a clause after "which"; null where one name may stand for the other. */
  readonly differs: string | null;
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

// There a charge is blocked by one's own rules, as here an authorization is declined; it is declined by somebody else,
// the card's issuer. Here that is Stripe, which processes for the issuer.
const MEASURES: Readonly<Record<string, string>> = {
  authorized: 'approved',
  blocked: 'declined',
  blocks: 'declined',
  declined: 'declined_by_stripe',
  declines: 'declined_by_stripe',
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
  if (entity !== undefined && window !== undefined) return chargesCounter(MEASURES[measure] ?? measure, entity, window);
  const [, statistic, kind, owner] = AMOUNT.exec(name) ?? [];
  if (owner !== undefined) {
    const feature = owner === 'card' ? (AMOUNTS[`${statistic}_${kind}`] ?? null) : null;
    return { feature, differs: 'goes back a week, and is in the currency of the card' };
  }
  return NOT_SHIPPED.test(name) ? { feature: null, differs: null } : null;
}

function chargesCounter(measure: string, entity: string, window: string): Counter {
  // An e-mail and a billing address stand for the one cardholder who has them.
  const per = entity === 'card_number' ? 'card' : 'cardholder';
  // What Stripe declined is shipped by card.
  if (measure === 'declined_by_stripe' && per !== 'card') return { feature: null, differs: null };
  const isLong = window === 'all_time' || window === 'yearly';
  const differs = [
    ...(measure === 'declined_by_stripe' ? ['counts what Stripe or the network declined'] : []),
    ...(entity === 'email' || entity === 'billing_address' ? ['counts by cardholder'] : []),
    ...(isLong ? ['goes back a week'] : []),
  ];
  const feature = `${measure}_authorizations_per_${per}_${isLong ? 'weekly' : window}`;
  return { feature, differs: differs.length > 0 ? differs.join(' and ') : null };
}

function named(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}
