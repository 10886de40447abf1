import { cardObject } from './card-object.ts';

/** Above this fraud score the shipped profile `balanced` declines; nothing else in these events makes it decline. */
const DECLINED_ABOVE = 50;

const MERCHANTS = [
  {
    category: 'grocery_stores_supermarkets',
    code: '5411',
    name: 'HARBOR FRESH MARKET 0412',
    city: 'Portland',
    state: 'OR',
  },
  { category: 'eating_places_restaurants', code: '5812', name: 'LITTLE LANTERN NOODLES', city: 'Austin', state: 'TX' },
  { category: 'computer_software_stores', code: '5734', name: 'QUILLWORKS SUBSCRIPTION', city: 'Denver', state: 'CO' },
  { category: 'automated_fuel_dispensers', code: '5542', name: 'ROADRUNNER FUEL #88', city: 'Tucson', state: 'AZ' },
  { category: 'taxicabs_limousines', code: '4121', name: 'BAYLINE RIDES', city: 'Oakland', state: 'CA' },
  { category: 'hotels_motels_and_resorts', code: '7011', name: 'THE COPPER KETTLE INN', city: 'Madison', state: 'WI' },
] as const;

const METHODS = ['online', 'contactless', 'chip', 'keyed_in', 'swipe'] as const;
const CHECKS = ['match', 'match', 'match', 'not_provided', 'mismatch'] as const;

/** An ask as Stripe sends it, and the answer that it should get under the shipped policy. */
export interface AskEvent {
  readonly event: object;
  readonly isApproved: boolean;
}

/** What is particular to one ask. */
export interface AskSeed {
  /** In the ids of the event and of the authorization: no two asks have the same. */
  readonly serial: string;
  readonly createdSeconds: number;
  readonly random: () => number;
}

/**
 * An `issuing_authorization.request` event in the shape of Stripe's newest API version, with every field that the API
 * documents for an authorization in the midst of an ask and the risk signals of Advanced Fraud Tools; about 8 KB when
 * pretty-printed. One score in ten is above the threshold.
 */
export function authorizationEvent({ serial, createdSeconds, random }: AskSeed): AskEvent {
  const isRisky = random() < 0.1;
  const score = isRisky ? tenths(DECLINED_ABOVE + 0.1, 100, random) : tenths(0, DECLINED_ABOVE, random);
  const amount = 100 + Math.floor(random() * 25_000);
  const event = {
    id: `evt_${serial}`,
    object: 'event',
    account: null,
    api_version: '2026-10-28.endive',
    created: createdSeconds,
    data: { object: authorizationObject(serial, createdSeconds, amount, score, random) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'issuing_authorization.request',
  };
  return { event, isApproved: !(score > DECLINED_ABOVE) };
}

function authorizationObject(serial: string, created: number, amount: number, score: number, random: () => number) {
  const method = pick(METHODS, random);
  const isPresent = method !== 'online' && method !== 'keyed_in';
  const cardNumber = Math.floor(random() * 20_000);
  return {
    id: `iauth_${serial}`,
    object: 'issuing.authorization',
    amount: 0,
    amount_details: { atm_fee: null, cashback_amount: null },
    approved: false,
    authorization_method: method,
    balance_transactions: [],
    card: cardObject(cardNumber, created),
    card_presence: isPresent ? 'present' : 'not_present',
    cardholder: `ich_bench${cardNumber}`,
    created,
    currency: 'usd',
    fleet: null,
    fraud_challenges: null,
    fraud_disputability_likelihood: pick(['neutral', 'very_likely', 'very_unlikely', 'unknown'], random),
    fuel: null,
    livemode: false,
    merchant_amount: 0,
    merchant_currency: 'usd',
    merchant_data: merchantData(random),
    metadata: {},
    network_data: {
      acquiring_institution_id: '408999',
      system_trace_audit_number: String(100_000 + Math.floor(random() * 900_000)),
      transaction_id: String(300_000_000_000_000 + Math.floor(random() * 99_999_999_999)),
    },
    pending_request: {
      amount,
      amount_details: { atm_fee: null, cashback_amount: null },
      currency: 'usd',
      is_amount_controllable: false,
      merchant_amount: amount,
      merchant_currency: 'usd',
      network_risk_score: 1 + Math.floor(random() * 99),
    },
    redaction: null,
    request_history: [],
    risk_assessment: riskAssessment(score, random),
    status: 'pending',
    token: null,
    token_details: null,
    transactions: [],
    treasury: null,
    verification_data: verificationData(isPresent, random),
    verified_by_fraud_challenge: null,
    wallet: method === 'contactless' ? pick(['apple_pay', 'google_pay', 'samsung_pay'], random) : null,
  };
}

function merchantData(random: () => number) {
  const { category, code, name, city, state } = pick(MERCHANTS, random);
  return {
    category,
    category_code: code,
    city,
    country: 'US',
    name,
    network_id: `bench${100_000 + Math.floor(random() * 5000)}`,
    postal_code: String(10_000 + Math.floor(random() * 89_999)),
    state,
    tax_id: null,
    terminal_id: String(10_000_000 + Math.floor(random() * 89_999_999)),
    url: null,
  };
}

function riskAssessment(score: number, random: () => number) {
  return {
    card_testing_risk: {
      invalid_account_number_decline_rate_past_hour: tenths(0, 4, random),
      invalid_credentials_decline_rate_past_hour: tenths(0, 6, random),
      level: 'low',
    },
    fraud_risk: { level: score > 75 ? 'highest' : score > DECLINED_ABOVE ? 'elevated' : 'normal', score },
    merchant_dispute_risk: { dispute_rate: tenths(0, 1, random), level: pick(['low', 'normal'], random) },
  };
}

function verificationData(isPresent: boolean, random: () => number) {
  return {
    address_line1_check: isPresent ? 'not_provided' : pick(CHECKS, random),
    address_postal_code_check: isPresent ? 'not_provided' : pick(CHECKS, random),
    authentication_exemption: null,
    cvc_check: pick(CHECKS, random),
    expiry_check: 'match',
    postal_code: isPresent ? null : '97209',
    three_d_secure: isPresent ? null : { result: pick(['authenticated', 'attempt_acknowledged'], random) },
  };
}

function pick<T>(values: readonly T[], random: () => number): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

function tenths(from: number, to: number, random: () => number): number {
  return Math.round((from + random() * (to - from)) * 10) / 10;
}
