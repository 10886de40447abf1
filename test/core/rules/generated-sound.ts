import fc from 'fast-check';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { RISK_LEVELS } from '../../../src/core/domain/signals.ts';
import { missing } from '../../../src/core/domain/value.ts';
import { type AttributeInputs, createCatalogue } from '../../../src/core/rules/attributes.ts';
import type { DeclaredLists } from '../../../src/core/rules/check-list.ts';
import type { AttributeReference, Condition, Leaf } from '../../../src/core/rules/condition.ts';
import { conditionsOf } from './generated.ts';
import { ASKED_AT_MS, authorizationWith, inputsWith } from './sample.ts';

const span = { start: 0, end: 0 };

const types = { n: 'number', m: 'number', s: 'string', t: 'string', i: 'id', b: 'boolean' } as const;

/** The built-in attributes, and a few of each type that are features. */
export const catalogue = createCatalogue(
  Object.entries(types).map(([name, type]) => ({
    name,
    type,
    family: 'feature',
    description: name,
    source: name,
    read: ({ features }) => features.get(name) ?? missing('cold'),
  })),
);

export const lists: DeclaredLists = new Map([
  ['texts', 'string'],
  ['ids', 'case_sensitive_string'],
]);

const named = (...names: string[]): fc.Arbitrary<AttributeReference> =>
  fc.constantFrom(...names).map((name) => ({ kind: 'named', name, span }));
const key = fc
  .constantFrom('k', 'l')
  .map((name): AttributeReference => ({ kind: 'metadata', owner: 'card', key: name, span }));
const text = fc.constantFrom('a', 'A', 'ab', 'aba', '%b%', 'a%a', '5', '10', '');
const number = fc.constantFrom(-1, 0, 5, 10);
const literalOf = {
  string: (value: string) => ({ kind: 'string', value, span }) as const,
  number: (value: number) => ({ kind: 'number', value, span }) as const,
};
const textLiteral = text.map(literalOf.string);
const numberLiteral = number.map(literalOf.number);
const equality = fc.constantFrom('=', '!=');
const order = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const matching = fc.constantFrom('includes', 'like');
const some = <T>(items: fc.Arbitrary<T>) => fc.array(items, { minLength: 1, maxLength: 3 });

/** The parts of a leaf as one of this kind. */
function leafOf<T>(kind: Leaf['kind'], parts: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Leaf> {
  return fc.record(parts).map((made) => ({ kind, ...made, span, listSpan: span }) as unknown as Leaf);
}

const featureLeaf: fc.Arbitrary<Leaf> = fc.oneof(
  leafOf('compare', { operator: order, left: named('n', 'm'), right: fc.oneof(numberLiteral, named('n', 'm'), key) }),
  leafOf('compare', {
    operator: equality,
    left: named('s', 't', 'i'),
    right: fc.oneof(textLiteral, named('s', 'i'), key),
  }),
  leafOf('compare', { operator: order, left: key, right: fc.oneof(numberLiteral, named('n'), key) }),
  leafOf('compare', { operator: equality, left: key, right: fc.oneof(textLiteral, named('s', 'i')) }),
  leafOf('in', { left: named('n'), items: some(numberLiteral) }),
  leafOf('in', { left: named('s', 'i'), items: some(textLiteral) }),
  leafOf('in', { left: key, items: some(fc.oneof(textLiteral, numberLiteral)) }),
  leafOf('in_list', { left: fc.oneof(named('s'), key), list: fc.constantFrom('texts', 'ids') }),
  leafOf('match', { operator: matching, left: fc.oneof(named('s', 'i'), key), right: textLiteral }),
  leafOf('is_missing', { attribute: fc.oneof(named('n', 's', 'i', 'b'), key) }),
  leafOf('attribute', { attribute: named('b') }),
);

const NUMBERS = ['amount', 'amount_in_usd', 'fraud_risk_score', 'network_risk_score', 'hour_of_day', 'cashback_amount'];
const BOOLEANS = ['livemode', 'is_card_present', 'is_3d_secure', 'is_zero_amount', 'is_card_compromised'];
const COUNTRIES = ['merchant_country', 'cardholder_country'];

const builtInLeaf: fc.Arbitrary<Leaf> = fc.oneof(
  leafOf('compare', {
    operator: order,
    left: named(...NUMBERS),
    right: fc.constantFrom(0, 12.5, 23, 50, 100, 101).map(literalOf.number),
  }),
  leafOf('compare', { operator: order, left: named(...NUMBERS), right: named(...NUMBERS) }),
  leafOf('in', {
    left: named('fraud_risk_level', 'card_testing_risk_level'),
    items: some(fc.constantFrom(...RISK_LEVELS).map(literalOf.string)),
  }),
  leafOf('compare', {
    operator: equality,
    left: named('day_of_week'),
    right: fc.constantFrom('monday', 'SATURDAY', 'sunday').map(literalOf.string),
  }),
  leafOf('compare', {
    operator: equality,
    left: named(...COUNTRIES),
    right: fc.oneof(fc.constantFrom('US', 'de').map(literalOf.string), named(...COUNTRIES)),
  }),
  leafOf('is_missing', { attribute: named(...NUMBERS, ...BOOLEANS, ...COUNTRIES, 'fraud_risk_level', 'day_of_week') }),
  leafOf('attribute', { attribute: named(...BOOLEANS) }),
  leafOf('in_list', { left: named('merchant_name', ...COUNTRIES), list: fc.constant('texts') }),
);

/** Conditions that pass the checker, over features, metadata and built-in attributes. */
export const soundCondition: fc.Arbitrary<Condition> = fc.oneof(
  conditionsOf(featureLeaf),
  conditionsOf(builtInLeaf),
  conditionsOf(fc.oneof(featureLeaf, builtInLeaf)),
);

const absent = fc.constant(missing('late'));
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 4 });

const features = fc.record({
  n: fc.oneof(number, absent),
  m: fc.oneof(number, absent),
  s: fc.oneof(text, absent),
  t: fc.oneof(text, absent),
  i: fc.oneof(text, absent),
  // Of another type than the attribute's, now and then: that must count as missing.
  b: fc.oneof(fc.boolean(), fc.boolean(), absent, fc.constant('true')),
});

const score = fc.oneof(fc.constantFrom(0, 12.5, 50, 50.01, 99, 100), fc.constant(missing('not_assessed')));
const level = fc.oneof(fc.constantFrom(...RISK_LEVELS), fc.constant(missing('unknown')));

const authorization: fc.Arbitrary<Partial<Authorization>> = fc.record({
  amountMinor: fc.constantFrom(0, 1250, 5000),
  currency: fc.constantFrom('usd', 'eur', 'chf'),
  cashbackAmountMinor: orNull(fc.constantFrom(0, 1250)),
  askedAtMs: fc.nat(200).map((hours) => ASKED_AT_MS + hours * 3_600_000),
  cardPresence: orNull(fc.constantFrom('present', 'not_present')),
  authorizationMethod: orNull(fc.constantFrom('chip', 'online')),
  scope: fc.record({ livemode: fc.boolean(), account: fc.constant(null) }),
  merchant: fc
    .record({ name: orNull(text), country: orNull(fc.constantFrom('US', 'DE', 'us')) })
    .map((changes) => ({ ...authorizationWith().merchant, ...changes })),
  verification: orNull(fc.constantFrom('authenticated', 'failed', null)).map(
    (threeDSecureResult) => authorizationWith().verification && { ...NO_CHECKS, threeDSecureResult },
  ),
  card: fc
    .record({
      metadata: fc.record({ k: text, l: text }, { requiredKeys: [] }),
      fraudWarning: orNull(fc.constant({ type: 'x', startedAtMs: null })),
    })
    .map((changes) => ({ ...authorizationWith().card, ...changes })),
  cardholder: orNull(fc.constantFrom('US', 'DE')).map((country) => ({ ...authorizationWith().cardholder, country })),
  signals: fc
    .record({ fraudRiskScore: score, networkRiskScore: score, fraudRiskLevel: level, cardTestingRiskLevel: level })
    .map((changes) => ({ ...authorizationWith().signals, ...changes })),
});

const NO_CHECKS = {
  cvcCheck: null,
  expiryCheck: null,
  addressPostalCodeCheck: null,
  addressLine1Check: null,
};

/** What conditions are asked about, with values missing here and there, and what stands on which list. */
export interface World {
  readonly inputs: AttributeInputs;
  readonly entries: Readonly<Record<string, readonly string[]>>;
}

export const world: fc.Arbitrary<World> = fc
  .record({
    changes: authorization,
    values: features,
    entries: fc.record({ texts: some(fc.constantFrom('a', 'ab', 'us', '')), ids: some(text) }),
  })
  .map(({ changes, values, entries }) => {
    const has = (list: string, value: string) =>
      (list === 'ids' ? entries.ids : entries.texts).some((entry) => entry === value);
    const inputs = inputsWith(changes, { features: new Map(Object.entries(values)), lists: { has } });
    return { inputs, entries };
  });
