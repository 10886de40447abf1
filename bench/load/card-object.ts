/** What a card program commonly forbids; with them an ask is about as long as real ones are. */
const BLOCKED_CATEGORIES = [
  'automated_cash_disburse',
  'bail_and_bond_payments',
  'betting_casino_gambling',
  'cigar_stores_and_stands',
  'dating_escort_services',
  'financial_institutions',
  'government_licensed_horse_dog_racing_us_region_only',
  'government_owned_lotteries_us_region_only',
  'manual_cash_disburse',
  'massage_parlors',
  'non_fi_money_orders',
  'pawn_shops',
  'political_organizations',
  'precious_stones_and_metals_watches_and_jewelry',
  'quasi_cash_merchant',
  'timeshares',
  'wires_money_orders',
];

/**
 * Stripe's `issuing.card` with its cardholder, both expanded as they are in a webhook. The same number is the same card.
 * No real person is in it.
 */
export function cardObject(number: number, nowSeconds: number) {
  const created = nowSeconds - 86_400 * (30 + (number % 900));
  return {
    id: `ic_bench${number}`,
    object: 'issuing.card',
    brand: 'Visa',
    cancellation_reason: null,
    cardholder: cardholderObject(number, created),
    created,
    currency: 'usd',
    exp_month: 1 + (number % 12),
    exp_year: 2029,
    financial_account: null,
    last4: String(number % 10_000).padStart(4, '0'),
    latest_fraud_warning: { started_at: null, type: null },
    lifecycle_controls: null,
    livemode: false,
    metadata: { program: number % 3 === 0 ? 'travel' : 'everyday', cost_center: `cc-${number % 40}` },
    personalization_design: null,
    replaced_by: null,
    replacement_for: null,
    replacement_reason: null,
    second_line: null,
    shipping: null,
    spending_controls: {
      allowed_card_presences: null,
      allowed_categories: null,
      allowed_merchant_countries: null,
      blocked_card_presences: null,
      blocked_categories: BLOCKED_CATEGORIES,
      blocked_merchant_countries: null,
      spending_limits: [
        { amount: 50_000, categories: [], interval: 'daily' },
        { amount: 500_000, categories: [], interval: 'monthly' },
        { amount: 100_000, categories: ['hotels_motels_and_resorts'], interval: 'per_authorization' },
      ],
      spending_limits_currency: 'usd',
    },
    status: 'active',
    type: number % 2 === 0 ? 'virtual' : 'physical',
    wallets: {
      apple_pay: { eligible: true, ineligible_reason: null },
      google_pay: { eligible: true, ineligible_reason: null },
      primary_account_identifier: null,
    },
  };
}

function cardholderObject(number: number, created: number) {
  return {
    id: `ich_bench${number}`,
    object: 'issuing.cardholder',
    billing: {
      address: {
        city: 'Portland',
        country: 'US',
        line1: `${1 + (number % 9_999)} Example Street`,
        line2: null,
        postal_code: '97209',
        state: 'OR',
      },
    },
    company: null,
    created,
    email: `holder.${number}@example.com`,
    individual: {
      card_issuing: { user_terms_acceptance: { date: created, ip: '203.0.113.7', user_agent: null } },
      dob: { day: 1 + (number % 28), month: 1 + (number % 12), year: 1960 + (number % 40) },
      first_name: 'Sample',
      last_name: `Holder ${number}`,
      verification: { document: { back: null, front: null } },
    },
    livemode: false,
    metadata: { tier: number % 5 === 0 ? 'gold' : 'standard', customer: `cus-${number}` },
    name: `Sample Holder ${number}`,
    phone_number: `+1555${String(5_550_000 + (number % 9_999)).padStart(7, '0')}`,
    preferred_locales: ['en'],
    requirements: { disabled_reason: null, past_due: [] },
    spending_controls: {
      allowed_card_presences: null,
      allowed_categories: [],
      allowed_merchant_countries: null,
      blocked_card_presences: null,
      blocked_categories: [],
      blocked_merchant_countries: null,
      spending_limits: [{ amount: 1_000_000, categories: [], interval: 'monthly' }],
      spending_limits_currency: 'usd',
    },
    status: 'active',
    type: 'individual',
  };
}
