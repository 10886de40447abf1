import Stripe from 'stripe';

// Objects of Stripe's as it sends them while it asks; made here, with no real person in them.

type Json = { [key: string]: unknown };

/** Merges deeply; `undefined` takes a key away. */
export function merge(base: Json, changes: Json): Json {
  const merged: Json = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const old = merged[key];
    if (value === undefined) delete merged[key];
    else if (isPlain(old) && isPlain(value)) merged[key] = merge(old, value);
    else merged[key] = value;
  }
  return merged;
}

function isPlain(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const PERSON = {
  name: 'Erika Mustermann',
  email: 'erika@example.com',
  phone: '+12025550123',
  line1: '12 Sample Lane',
};

const CREATED = 1_790_000_000;

/** An `issuing.authorization` in the midst of an ask over 12.34 USD, with a low fraud score. */
export function authorizationObject(changes: Json = {}): Json {
  return merge(
    {
      id: 'iauth_1',
      object: 'issuing.authorization',
      amount: 0,
      amount_details: { atm_fee: null, cashback_amount: null },
      approved: false,
      authorization_method: 'online',
      card: {
        id: 'ic_1',
        object: 'issuing.card',
        brand: 'Visa',
        cardholder: {
          id: 'ich_1',
          object: 'issuing.cardholder',
          billing: { address: { line1: PERSON.line1, city: 'Springfield', country: 'US', postal_code: '12345' } },
          email: PERSON.email,
          metadata: { tier: 'gold' },
          name: PERSON.name,
          phone_number: PERSON.phone,
          status: 'active',
        },
        created: CREATED - 86_400,
        last4: '4242',
        latest_fraud_warning: { started_at: null, type: null },
        metadata: { program: 'travel' },
        status: 'active',
        type: 'virtual',
      },
      card_presence: 'not_present',
      cardholder: 'ich_1',
      created: CREATED,
      currency: 'usd',
      fraud_disputability_likelihood: 'neutral',
      livemode: false,
      merchant_amount: 0,
      merchant_currency: 'usd',
      merchant_data: {
        category: 'taxicabs_limousines',
        category_code: '4121',
        city: 'San Francisco',
        country: 'US',
        name: 'Sample Rides',
        network_id: '1234567890',
        postal_code: '94107',
        state: 'CA',
      },
      metadata: {},
      pending_request: {
        amount: 1234,
        amount_details: { atm_fee: null, cashback_amount: null },
        currency: 'usd',
        is_amount_controllable: false,
        merchant_amount: 1234,
        merchant_currency: 'usd',
        network_risk_score: null,
      },
      request_history: [],
      risk_assessment: {
        card_testing_risk: {
          level: 'low',
          invalid_account_number_decline_rate_past_hour: 1,
          invalid_credentials_decline_rate_past_hour: 2,
        },
        fraud_risk: { level: 'low', score: 3.5 },
        merchant_dispute_risk: { level: 'normal', dispute_rate: 4 },
      },
      status: 'pending',
      verification_data: {
        address_line1_check: 'match',
        address_postal_code_check: 'match',
        cvc_check: 'match',
        expiry_check: 'match',
        three_d_secure: null,
      },
      verified_by_fraud_challenge: null,
      wallet: null,
    },
    changes,
  );
}

/** An `issuing_authorization.request` event around an authorization. */
export function askEvent(authorization: Json = authorizationObject(), changes: Json = {}): Json {
  return merge(
    {
      id: 'evt_1',
      object: 'event',
      api_version: '2026-10-28.endive',
      created: CREATED,
      data: { object: authorization },
      livemode: false,
      pending_webhooks: 1,
      type: 'issuing_authorization.request',
    },
    changes,
  );
}

/** An ask of its own: distinct ids, made now, with this fraud score. */
export function freshAsk(number: number | string, score: number, nowMs: number, changes: Json = {}): Json {
  const created = Math.floor(nowMs / 1000);
  const authorization = merge(
    authorizationObject({ id: `iauth_${number}`, created, risk_assessment: { fraud_risk: { score } } }),
    changes,
  );
  return askEvent(authorization, { id: `evt_${number}`, created });
}

/** The `Stripe-Signature` header of a body. */
export function signatureOf(payload: string, secret: string, timestampSeconds?: number): string {
  const timestamp = timestampSeconds ?? Math.floor(Date.now() / 1000);
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}
