import { describe, expect, test } from 'vitest';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import type { ChallengeHistory } from '../../../src/core/domain/facts.ts';
import type { Features } from '../../../src/core/domain/features.ts';
import { missing, type Value } from '../../../src/core/domain/value.ts';
import {
  createCatalogue,
  findAttribute,
  isPersonal,
  PORTFOLIO_FAMILIES,
  STAND_IN_FAMILIES,
} from '../../../src/core/rules/attributes.ts';
import { ASKED_AT_MS, authorizationWith, catalogue, faultsOf, inputsWith } from './sample.ts';

const HOUR_MS = 3_600_000;
const NOT_SENT = missing('not_sent');
const { merchant, verification, card, cardholder } = authorizationWith();
const noMerchant = {
  networkId: null,
  name: null,
  category: null,
  categoryCode: null,
  country: null,
  state: null,
  city: null,
  postalCode: null,
};

/** name, what the sample authorization gives, changes to it, what it gives then */
type Row = readonly [string, Value, Partial<Authorization>, Value];

function withSignals(changes: Partial<Authorization['signals']>): Partial<Authorization> {
  return { signals: { ...authorizationWith().signals, ...changes } };
}

function withVerification(changes: Partial<NonNullable<Authorization['verification']>>): Partial<Authorization> {
  return verification ? { verification: { ...verification, ...changes } } : {};
}

const ROWS: readonly Row[] = [
  ['fraud_risk_score', 42, withSignals({ fraudRiskScore: missing('not_assessed') }), missing('not_assessed')],
  ['fraud_risk_level', 'elevated', withSignals({ fraudRiskLevel: missing('unknown') }), missing('unknown')],
  ['merchant_dispute_risk_level', 'normal', withSignals({ merchantDisputeRiskLevel: 'low' }), 'low'],
  ['merchant_dispute_rate', 0.4, withSignals({ merchantDisputeRatePercent: NOT_SENT }), NOT_SENT],
  ['card_testing_risk_level', 'low', withSignals({ cardTestingRiskLevel: 'highest' }), 'highest'],
  ['invalid_account_number_decline_rate_hourly', 3, withSignals({ invalidAccountNumberDeclineRatePercent: 0 }), 0],
  ['invalid_credentials_decline_rate_hourly', 7, withSignals({ invalidCredentialsDeclineRatePercent: 0 }), 0],
  ['fraud_disputability', 'neutral', withSignals({ fraudDisputability: missing('unknown') }), missing('unknown')],
  ['network_risk_score', 11, withSignals({ networkRiskScore: NOT_SENT }), NOT_SENT],
  ['amount', 12.5, { currency: 'jpy' }, 1250],
  ['amount', 12.5, { currency: 'kwd' }, 1.25],
  ['amount_in_usd', 12.5, { currency: 'eur' }, 15.625],
  ['amount_in_usd', 12.5, { currency: 'gbp' }, missing('no_rate')],
  ['currency', 'usd', { currency: 'eur' }, 'eur'],
  ['merchant_amount', 1900, { merchantCurrency: 'eur' }, 19],
  ['merchant_amount', 1900, { merchantAmountMinor: null }, NOT_SENT],
  ['merchant_amount', 1900, { merchantCurrency: null }, NOT_SENT],
  ['merchant_currency', 'jpy', { merchantCurrency: null }, NOT_SENT],
  ['cashback_amount', 2, { cashbackAmountMinor: null }, NOT_SENT],
  ['previously_approved_amount', 5, { previouslyApprovedAmountMinor: 0 }, 0],
  ['is_amount_controllable', false, { isAmountControllable: null }, NOT_SENT],
  ['is_incremental', false, { isIncremental: true }, true],
  ['is_zero_amount', false, { amountMinor: 0 }, true],
  ['is_fuel_dispenser', false, { merchant: { ...merchant, category: 'automated_fuel_dispensers' } }, true],
  ['is_fuel_dispenser', false, { merchant: { ...noMerchant, categoryCode: '5542' } }, true],
  ['is_fuel_dispenser', false, { merchant: noMerchant }, false],
  ['merchant', 'Merch_1', { merchant: noMerchant }, NOT_SENT],
  ['merchant_name', 'Corner Shop', { merchant: noMerchant }, NOT_SENT],
  ['merchant_category', 'grocery_stores_supermarkets', { merchant: noMerchant }, NOT_SENT],
  ['merchant_category_code', '5411', { merchant: noMerchant }, NOT_SENT],
  ['merchant_country', 'US', { merchant: noMerchant }, NOT_SENT],
  ['merchant_state', 'CA', { merchant: noMerchant }, NOT_SENT],
  ['merchant_city', 'San Francisco', { merchant: noMerchant }, NOT_SENT],
  ['merchant_postal_code', '94107', { merchant: noMerchant }, NOT_SENT],
  ['authorization_method', 'online', { authorizationMethod: null }, NOT_SENT],
  ['digital_wallet', 'apple_pay', { wallet: null }, NOT_SENT],
  ['is_card_present', false, { cardPresence: 'present' }, true],
  ['is_card_present', false, { cardPresence: 'present', authorizationMethod: 'online' }, true],
  ['is_card_present', false, { cardPresence: null, authorizationMethod: 'chip' }, true],
  ['is_card_present', false, { cardPresence: null, authorizationMethod: 'contactless' }, true],
  ['is_card_present', false, { cardPresence: null, authorizationMethod: 'swipe' }, true],
  ['is_card_present', false, { cardPresence: null, authorizationMethod: 'keyed_in' }, false],
  ['is_card_present', false, { cardPresence: null, authorizationMethod: 'online' }, false],
  ['is_card_present', false, { cardPresence: null, authorizationMethod: null }, NOT_SENT],
  ['is_card_present', false, { cardPresence: null, authorizationMethod: 'mail' }, missing('unrecognised')],
  ['is_3d_secure', true, withVerification({ threeDSecureResult: 'attempt_acknowledged' }), true],
  ['is_3d_secure', true, withVerification({ threeDSecureResult: 'failed' }), false],
  ['is_3d_secure', true, withVerification({ threeDSecureResult: null }), false],
  ['is_3d_secure', true, { verification: null }, NOT_SENT],
  ['is_3d_secure_authenticated', true, withVerification({ threeDSecureResult: 'attempt_acknowledged' }), false],
  ['is_3d_secure_authenticated', true, withVerification({ threeDSecureResult: null }), false],
  ['is_3d_secure_authenticated', true, { verification: null }, NOT_SENT],
  ['cvc_check', 'match', { verification: null }, NOT_SENT],
  ['expiry_check', 'match', withVerification({ expiryCheck: null }), NOT_SENT],
  ['address_zip_check', 'mismatch', { verification: null }, NOT_SENT],
  ['address_line1_check', 'not_provided', { verification: null }, NOT_SENT],
  ['is_verified_by_fraud_challenge', false, { isVerifiedByFraudChallenge: true }, true],
  ['card', 'ic_1', { card: { ...card, id: null } }, NOT_SENT],
  ['card_type', 'virtual', { card: { ...card, type: null } }, NOT_SENT],
  ['card_brand', 'Visa', { card: { ...card, brand: null } }, NOT_SENT],
  ['card_status', 'active', { card: { ...card, status: null } }, NOT_SENT],
  ['hours_since_card_was_created', 48, { card: { ...card, createdAtMs: null } }, NOT_SENT],
  ['hours_since_card_was_created', 48, { card: { ...card, createdAtMs: ASKED_AT_MS + 5_000 } }, 0],
  ['is_card_compromised', true, { card: { ...card, fraudWarning: null } }, false],
  ['hours_since_fraud_warning', 6, { card: { ...card, fraudWarning: null } }, NOT_SENT],
  ['hours_since_fraud_warning', 6, { card: { ...card, fraudWarning: { type: 'x', startedAtMs: null } } }, NOT_SENT],
  ['cardholder', 'ich_1', { cardholder: { ...cardholder, id: null } }, NOT_SENT],
  ['cardholder_email', 'ada@example.com', { cardholder: { ...cardholder, email: null } }, NOT_SENT],
  ['cardholder_country', 'GB', { cardholder: { ...cardholder, country: null } }, NOT_SENT],
  ['connected_account', 'acct_1', { scope: { livemode: true, account: null } }, NOT_SENT],
  ['livemode', true, { scope: { livemode: false, account: null } }, false],
  ['hour_of_day', 14, { askedAtMs: ASKED_AT_MS + 10 * HOUR_MS }, 0],
  ['day_of_week', 'saturday', { askedAtMs: ASKED_AT_MS + 10 * HOUR_MS }, 'sunday'],
];

test.each(ROWS)(':%s: is %j, and with %j it is %j', (name, usual, changes, changed) => {
  const definition = catalogue.get(name);
  expect(definition?.read(inputsWith())).toEqual(usual);
  expect(definition?.read(inputsWith(changes))).toEqual(changed);
});

const HISTORY = { rejectedAtMs: ASKED_AT_MS - 5 * HOUR_MS, verifiedAtMs: ASKED_AT_MS + HOUR_MS, askedDaily: 2 };

/** What it is with that history, with one of nothing, and where none is known. */
const OF_CHALLENGES: readonly (readonly [string, Value, Value])[] = [
  ['hours_since_challenge_rejected', 5, missing('no_event')],
  // An answer that came a moment after the ask was made is no less known.
  ['hours_since_challenge_verified', 0, missing('no_event')],
  ['challenges_per_cardholder_daily', 2, 0],
];

test.each(OF_CHALLENGES)(':%s: is %j, and %j where nobody was asked', (name, usual, never) => {
  const read = (challenges: ChallengeHistory | null) => catalogue.get(name)?.read(inputsWith({}, { challenges }));
  expect(read(HISTORY)).toEqual(usual);
  expect(read({ rejectedAtMs: null, verifiedAtMs: null, askedDaily: 0 })).toEqual(never);
  expect(read(null)).toEqual(missing('not_counted'));
});

test('every attribute has a row here, a description and a source', () => {
  expect(new Set([...ROWS, ...OF_CHALLENGES].map(([name]) => name))).toEqual(new Set(catalogue.names()));
  for (const name of catalogue.names()) {
    expect(catalogue.get(name)).toMatchObject({
      description: expect.stringMatching(/./),
      source: expect.stringMatching(/./),
    });
  }
});

describe("a fuel dispenser's token ask", () => {
  const pump = { merchant: { ...merchant, categoryCode: '5542' }, amountMinor: 100 };

  test.each([
    ['counts as the amount of the profile', pump, 150, 150],
    ['of nothing is a verification and stays nothing', { ...pump, amountMinor: 0 }, 150, 0],
    ['is taken as it is where the profile names none', pump, null, 1],
    ['is no token above 1.00', { ...pump, amountMinor: 101 }, 150, 1.01],
    ['is no token elsewhere', { ...pump, merchant }, 150, 1],
    ['is measured in major units', { ...pump, currency: 'jpy', amountMinor: 1 }, 9000, 9000],
  ])('%s', (_what, changes, fuelDispenserAmount, expected) => {
    expect(catalogue.get('amount')?.read(inputsWith(changes, { fuelDispenserAmount }))).toBe(expected);
  });

  test('counts in dollars as well', () => {
    const inputs = inputsWith({ ...pump, currency: 'eur' }, { fuelDispenserAmount: 150 });
    expect(catalogue.get('amount_in_usd')?.read(inputs)).toBe(187.5);
  });
});

describe('metadata', () => {
  const span = { start: 0, end: 0 };
  test.each([
    ['authorization', 'order', 'A-1', 'metadata'],
    ['card', 'program', 'Travel', 'card'],
    ['cardholder', 'Customer Age', '36', 'cardholder'],
    ['authorization', 'program', NOT_SENT, 'metadata'],
    ['card', 'constructor', NOT_SENT, 'card'],
  ] as const)('of the %s: %s is %j', (owner, key, value, family) => {
    const definition = findAttribute(catalogue, { kind: 'metadata', owner, key, span });
    expect(definition).toMatchObject({ type: 'metadata', family });
    expect(definition?.read(inputsWith())).toEqual(value);
  });
});

test('a catalogue takes further attributes, but none twice', () => {
  const feature = {
    name: 'asks_per_card_hourly',
    type: 'number',
    family: 'feature',
    description: 'asks',
    source: 'a feature',
    read: ({ features }: { features: Features }) => features.get('asks') ?? missing('cold'),
  } as const;
  const extended = createCatalogue([feature]);
  expect(extended.names()).toContain('asks_per_card_hourly');
  expect(extended.get('asks_per_card_hourly')?.read(inputsWith({}, { features: new Map([['asks', 3]]) }))).toBe(3);
  expect(() => createCatalogue([feature, feature])).toThrow('two attributes are named asks_per_card_hourly');
});

test('only the e-mail address is personal', () => {
  expect(catalogue.names().filter((name) => isPersonal(name))).toEqual(['cardholder_email']);
});

test('a portfolio reads whose card it is, and nothing of the purchase', () => {
  const options = { families: PORTFOLIO_FAMILIES, familiesHint: 'a portfolio is about cards' };
  const fine = ":card_type: = 'virtual' and ::card:program:: = 'x' and :livemode: and ::cardholder:a:: = 'b'";
  expect(faultsOf(fine, options)).toBe('');
  expect(faultsOf(':amount: > 5', options)).toBe(
    `rule:1:1: :amount: can't be read here\n  1 | :amount: > 5\n      ^^^^^^^^\n  hint: a portfolio is about cards`,
  );
  expect(faultsOf("::order:: = 'x'", options)).toContain("::order:: can't be read here");
});

test('a stand-in reads every attribute that needs no history', () => {
  const text = catalogue
    .names()
    .filter((name) => catalogue.get(name)?.family !== 'challenge')
    .map((name) => `is_missing(:${name}:)`)
    .join(' or ');
  expect(faultsOf(text, { families: STAND_IN_FAMILIES })).toBe('');
});
