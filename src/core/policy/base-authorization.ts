/** When a case asks unless it says otherwise: a Monday, at noon UTC. */
export const BASE_AT_MS = Date.UTC(2026, 5, 15, 12);

const SECONDS = BASE_AT_MS / 1000;

/**
 * Stripe's authorization as a case has it where it says nothing: 20.00 USD, by chip, at a grocer's in the
 * cardholder's own country, with every signal calm. It names every field that a decision can read; nobody is meant.
 */
export const BASE_AUTHORIZATION = Object.freeze({
  id: 'iauth_case',
  object: 'issuing.authorization',
  amount: 0,
  approved: false,
  authorization_method: 'chip',
  card: {
    id: 'ic_case',
    object: 'issuing.card',
    brand: 'Visa',
    cardholder: {
      id: 'ich_case',
      object: 'issuing.cardholder',
      billing: { address: { country: 'US' } },
      email: 'cardholder@example.com',
      metadata: {},
      phone_number: '+12025550143',
      status: 'active',
    },
    created: SECONDS - 90 * 86_400,
    latest_fraud_warning: { started_at: null, type: null },
    metadata: {},
    status: 'active',
    type: 'physical',
  },
  // Told by authorization_method, so that a case need not say it twice.
  card_presence: null,
  created: SECONDS,
  currency: 'usd',
  fraud_disputability_likelihood: 'neutral',
  livemode: false,
  merchant_amount: 0,
  merchant_currency: 'usd',
  merchant_data: {
    category: 'grocery_stores_supermarkets',
    category_code: '5411',
    city: 'Springfield',
    country: 'US',
    name: 'Case Grocers',
    network_id: '100000000000',
    postal_code: '62701',
    state: 'IL',
  },
  metadata: {},
  pending_request: {
    amount: 2000,
    amount_details: { atm_fee: null, cashback_amount: null },
    currency: 'usd',
    is_amount_controllable: false,
    merchant_amount: 2000,
    merchant_currency: 'usd',
    network_risk_score: 5,
  },
  request_history: [],
  risk_assessment: {
    card_testing_risk: {
      level: 'low',
      invalid_account_number_decline_rate_past_hour: 0,
      invalid_credentials_decline_rate_past_hour: 0,
    },
    fraud_risk: { level: 'low', score: 5 },
    merchant_dispute_risk: { level: 'low', dispute_rate: 0 },
  },
  status: 'pending',
  verification_data: {
    address_line1_check: 'match',
    address_postal_code_check: 'match',
    cvc_check: 'match',
    expiry_check: 'match',
    three_d_secure: { result: null },
  },
  verified_by_fraud_challenge: null,
  wallet: null,
});
