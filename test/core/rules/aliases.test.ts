import { describe, expect, test } from 'vitest';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { NAME_ALIASES } from '../../../src/core/rules/aliases/names.ts';
import { VALUE_ALIASES } from '../../../src/core/rules/aliases/values.ts';
import { createCatalogue } from '../../../src/core/rules/attributes.ts';
import { checkCondition } from '../../../src/core/rules/check.ts';
import { compileCondition } from '../../../src/core/rules/compile.ts';
import { parseRule, printRule } from '../../../src/core/rules/parse-rule.ts';
import { authorizationWith, catalogue, faultsOf, inputsWith } from './sample.ts';

const sample = authorizationWith();
const { card, cardholder, scope, signals, verification } = sample;

/** A rule in Radar's words, the same in ours, and what it matches and doesn't (changes to the sample). */
type Case = readonly [radar: string, ours: string, matching: Partial<Authorization>, other: Partial<Authorization>];

const check = (key: 'cvcCheck' | 'expiryCheck' | 'addressPostalCodeCheck' | 'addressLine1Check', value: string) => ({
  verification: verification && { ...verification, [key]: value },
});

const NAMES: Readonly<Record<string, Case>> = {
  risk_score: [
    'Block if :risk_score: > 80',
    'Block if :fraud_risk_score: > 80',
    { signals: { ...signals, fraudRiskScore: 81 } },
    { signals: { ...signals, fraudRiskScore: 80 } },
  ],
  risk_level: [
    "Block if :risk_level: = 'highest'",
    "Block if :fraud_risk_level: = 'highest'",
    { signals: { ...signals, fraudRiskLevel: 'highest' } },
    { signals: { ...signals, fraudRiskLevel: 'elevated' } },
  ],
  customer: [
    "Allow if :customer: in ('ich_1', 'ich_2')",
    "Allow if :cardholder: in ('ich_1', 'ich_2')",
    {},
    { cardholder: { ...cardholder, id: 'ich_3' } },
  ],
  card_fingerprint: [
    "Block if :card_fingerprint: = 'ic_1'",
    "Block if :card: = 'ic_1'",
    {},
    { card: { ...card, id: 'ic_2' } },
  ],
  destination: [
    "Review if :destination: = 'acct_1'",
    "Review if :connected_account: = 'acct_1'",
    {},
    { scope: { ...scope, account: null } },
  ],
  email: [
    "Block if :email: like '%@example.com'",
    "Block if :cardholder_email: like '%@example.com'",
    {},
    { cardholder: { ...cardholder, email: 'ada@example.org' } },
  ],
  billing_address_country: [
    'Review if :billing_address_country: != :merchant_country: and not is_missing(:billing_address_country:)',
    'Review if :cardholder_country: != :merchant_country: and not is_missing(:cardholder_country:)',
    {},
    { cardholder: { ...cardholder, country: 'US' } },
  ],
};

const VALUES: Readonly<Record<string, Case>> = {
  'cvc_check pass': [
    "Allow if :cvc_check: = 'pass'",
    "Allow if :cvc_check: = 'match'",
    {},
    check('cvcCheck', 'mismatch'),
  ],
  'cvc_check fail': [
    "Block if :cvc_check: = 'FAIL'",
    "Block if :cvc_check: = 'mismatch'",
    check('cvcCheck', 'mismatch'),
    {},
  ],
  'expiry_check pass': [
    "Allow if :expiry_check: = 'pass'",
    "Allow if :expiry_check: = 'match'",
    {},
    check('expiryCheck', 'mismatch'),
  ],
  'expiry_check fail': [
    "Block if :expiry_check: != 'fail'",
    "Block if :expiry_check: != 'mismatch'",
    {},
    check('expiryCheck', 'mismatch'),
  ],
  'address_zip_check pass': [
    "Allow if :address_zip_check: = 'pass'",
    "Allow if :address_zip_check: = 'match'",
    check('addressPostalCodeCheck', 'match'),
    {},
  ],
  'address_zip_check fail': [
    "Block if :address_zip_check: = 'fail'",
    "Block if :address_zip_check: = 'mismatch'",
    {},
    check('addressPostalCodeCheck', 'match'),
  ],
  'address_line1_check pass': [
    "Allow if :address_line1_check: in ('pass', 'not_provided')",
    "Allow if :address_line1_check: in ('match', 'not_provided')",
    check('addressLine1Check', 'match'),
    check('addressLine1Check', 'mismatch'),
  ],
  'address_line1_check fail': [
    "Block if :address_line1_check: in ('fail')",
    "Block if :address_line1_check: in ('mismatch')",
    check('addressLine1Check', 'mismatch'),
    {},
  ],
  'card_brand mc': [
    "Review if :card_brand: = 'mc'",
    "Review if :card_brand: = 'Mastercard'",
    { card: { ...card, brand: 'Mastercard' } },
    {},
  ],
  'digital_wallet android_pay': [
    "Block if :digital_wallet: in ('android_pay', 'samsung_pay')",
    "Block if :digital_wallet: in ('google_pay', 'samsung_pay')",
    { wallet: 'google_pay' },
    {},
  ],
};

function decided(text: string) {
  const source = { path: 'rule', text };
  const { rule, diagnostics } = parseRule(source);
  if (!rule) throw new Error(`no rule: ${text}`);
  const checked = checkCondition(rule.condition, { source, catalogue, lists: new Map() });
  const all = [...diagnostics, ...checked.diagnostics];
  expect(all.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { evaluate } = compileCondition(checked.condition, catalogue);
  return { printed: printRule({ ...rule, condition: checked.condition }), evaluate, warnings: all };
}

describe("Radar's names and values decide as ours do", () => {
  test.each(Object.entries({ ...NAMES, ...VALUES }))('%s', (_entry, [radar, ours, matching, other]) => {
    const [theirs, own] = [decided(radar), decided(ours)];
    expect(theirs.printed).toBe(ours);
    expect(own.warnings).toEqual([]);
    const [yes, no] = [inputsWith(matching), inputsWith(other)];
    expect([theirs.evaluate(yes), theirs.evaluate(no)]).toEqual([own.evaluate(yes), own.evaluate(no)]);
    expect([own.evaluate(yes).truth, own.evaluate(no).truth === true]).toEqual([true, false]);
  });

  test('each of them has a case', () => {
    expect(Object.keys(NAMES).sort()).toEqual([...NAME_ALIASES.keys()].sort());
    const values = [...VALUE_ALIASES].flatMap(([name, table]) => [...table.keys()].map((value) => `${name} ${value}`));
    expect(Object.keys(VALUES).sort()).toEqual(values.sort());
  });
});

test.each([...NAME_ALIASES])('%s is warned about where it is not quite the same', (name, { caution }) => {
  const { warnings } = decided(NAMES[name]?.[0] ?? '');
  expect(warnings).toHaveLength(caution === undefined ? 0 : 1);
});

test('the name that the catalogue has is read, even if Radar means something else by it', () => {
  const text = ':risk_score: > 5';
  const read = () => 6;
  const own = createCatalogue([
    { name: 'risk_score', type: 'number', family: 'feature', description: 'ours', source: 'a feature', read },
  ]);
  expect(faultsOf(text, { catalogue: own })).toBe('');
});

// What each trouble says, whole.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    "Radar's score",
    ':risk_score: > 80',
    `
rule:1:1: warning: Radar's :risk_score: is a payment's; read here is :fraud_risk_score:, of a card purchase
  1 | :risk_score: > 80
      ^^^^^^^^^^^^
  hint: look at the threshold: Radar begins its levels at 65 and 75, for Issuing Stripe publishes 25, 50 and 75
`,
  ],
  [
    'a level that is no level',
    ":risk_level: = 'not_assessed'",
    `
rule:1:1: warning: Radar's :risk_level: is a payment's; read here is :fraud_risk_level:, of a card purchase
  1 | :risk_level: = 'not_assessed'
      ^^^^^^^^^^^^
  hint: look at the level: here there is 'low' below 'normal', and the levels begin at other scores
rule:1:16: :fraud_risk_level: is never 'not_assessed'
  1 | :risk_level: = 'not_assessed'
                     ^^^^^^^^^^^^^^
  hint: it is missing then: write is_missing(:fraud_risk_level:)
`,
  ],
  [
    "a misspelt name of Radar's",
    ':billing_adress_country: = :merchant_country:',
    `
rule:1:1: there is no attribute :billing_adress_country:
  1 | :billing_adress_country: = :merchant_country:
      ^^^^^^^^^^^^^^^^^^^^^^^^
  hint: did you mean :cardholder_country:?
`,
  ],
  [
    'an amount in another currency',
    ':amount_in_eur: > 5',
    `
rule:1:1: there is no :amount_in_eur: here: only US dollars have a rate here
  1 | :amount_in_eur: > 5
      ^^^^^^^^^^^^^^^
  hint: write :amount_in_usd:, or :amount: beside :currency: = 'eur'
`,
  ],
  [
    'a country of an address that there is not',
    'is_missing(:ip_country:)',
    `
rule:1:12: there is no :ip_country: here: a card purchase has no IP address
  1 | is_missing(:ip_country:)
                 ^^^^^^^^^^^^
  hint: write :merchant_country:, the nearest to a place; what your own app knows of it can be metadata
`,
  ],
  [
    'a counter with a shipped feature',
    ':total_charges_per_card_number_hourly: > 5',
    `
rule:1:1: there is no :total_charges_per_card_number_hourly: here: what is counted from earlier purchases comes as a feature
  1 | :total_charges_per_card_number_hourly: > 5
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write it as a feature, named total_authorizations_per_card_hourly
`,
  ],
  [
    'a counter without one',
    ':refund_count_on_card_weekly: > 5',
    `
rule:1:1: there is no :refund_count_on_card_weekly: here: what is counted from earlier purchases comes as a feature
  1 | :refund_count_on_card_weekly: > 5
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write it as a feature
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text)).toBe(said.trim());
});

test.each([
  ['charge_attempts_per_card_number_hourly', 'total_authorizations_per_card_hourly'],
  ['charge_attempts_per_customer_daily', 'total_authorizations_per_cardholder_daily'],
  ['blocks_per_card_number_daily', 'declined_authorizations_per_card_daily'],
  ['blocked_charges_per_customer_hourly', 'declined_authorizations_per_cardholder_hourly'],
  ['declines_per_card_number_hourly', 'declined_by_stripe_authorizations_per_card_hourly'],
  ['authorized_charges_per_email_weekly', 'approved_authorizations_per_cardholder_weekly'],
  ['declined_charges_per_card_number_all_time', 'declined_by_stripe_authorizations_per_card_weekly'],
  ['total_usd_amount_successful_on_card_all_time', 'total_amount_approved_on_card_weekly'],
  ['average_usd_amount_attempted_on_card_all_time', 'average_amount_on_card_weekly'],
])('%s comes as the feature %s', (name, feature) => {
  expect(faultsOf(`:${name}: > 5`)).toMatch(`hint: write it as a feature, named ${feature}`);
});

const withFeatures = createCatalogue(
  [
    'total_authorizations_per_card_hourly',
    'total_authorizations_per_card_weekly',
    'declined_authorizations_per_card_daily',
    'declined_by_stripe_authorizations_per_card_daily',
    'approved_authorizations_per_cardholder_weekly',
    'total_amount_attempted_on_card_weekly',
  ].map((name) => ({
    name,
    type: 'number',
    family: 'feature',
    description: name,
    source: 'velocity.scowl',
    read: () => 3,
  })),
);

test.each([
  ['charge_attempts_per_card_number_hourly', 'total_authorizations_per_card_hourly'],
  ['blocked_charges_per_card_number_daily', 'declined_authorizations_per_card_daily'],
  ['authorized_charges_per_customer_weekly', 'approved_authorizations_per_cardholder_weekly'],
])('where there is the feature, %s is read as %s', (name, feature) => {
  const { rule } = parseRule({ path: 'rule', text: `Block if :${name}: > 2` });
  if (!rule) throw new Error('no rule');
  const source = { path: 'rule', text: '' };
  const { condition, diagnostics } = checkCondition(rule.condition, {
    source,
    catalogue: withFeatures,
    lists: new Map(),
  });
  expect(diagnostics).toEqual([]);
  expect(printRule({ ...rule, condition })).toBe(`Block if :${feature}: > 2`);
});

test.each([
  [
    'over another time',
    'total_charges_per_card_number_all_time',
    ':total_authorizations_per_card_weekly:, which goes back a week',
  ],
  [
    'by another key',
    'authorized_charges_per_email_yearly',
    ':approved_authorizations_per_cardholder_weekly:, which counts by cardholder and goes back a week',
  ],
  [
    'of declines by the issuer, which our own would feed on',
    'declined_charges_per_card_number_daily',
    ':declined_by_stripe_authorizations_per_card_daily:, which counts what Stripe or the network declined',
  ],
  [
    'in another currency',
    'total_usd_amount_charged_on_card_all_time',
    ':total_amount_attempted_on_card_weekly:, which goes back a week, and is in the currency of the card',
  ],
])('but not one %s: its hint says what differs', (_what, name, hint) => {
  expect(faultsOf(`:${name}: > 2`, { catalogue: withFeatures })).toMatch(`hint: write ${hint}, or a feature`);
});

test('what no shipped feature comes near to is to be written', () => {
  for (const name of ['declines_per_customer_daily', 'dispute_count_on_card_number_all_time']) {
    expect(faultsOf(`:${name}: > 2`, { catalogue: withFeatures })).toMatch(/hint: write it as a feature$/);
  }
});

// One name for each reason.
const REFUSED =
  `amount_in_gbp ip_state ip_address blocked_charges_per_ip_address_hourly blocks_per_ip_address_daily user_agent
  card_count_for_shipping_address_weekly shipping_address_line1 distance_between_ip_and_billing_address
  billing_address_city card_bin card_country card_funding card_3d_secure_support has_liability_shift
  statement_descriptor is_new_card_on_customer total_customers_with_prior_fraud_activity_for_card_yearly
  name_count_for_card_daily cardholder_name email_domain is_disposable_email efw_count_on_card_daily is_recurring
  has_cryptogram transaction_type minutes_since_email_first_seen seconds_since_card_first_seen`.split(/\s+/);

test.each(REFUSED)('%s is refused with a reason, and with attributes that there are', (name) => {
  const said = faultsOf(`is_missing(:${name}:)`);
  expect(said).toMatch(new RegExp(`^rule:1:12: there is no :${name}: here: [a-z]`, 'i'));
  const hint = said.slice(said.indexOf('hint:'));
  for (const [, instead = ''] of hint.matchAll(/(?<!:):(\w+):(?!:)/g)) expect(catalogue.names()).toContain(instead);
  expect(hint).toMatch(/:\w+:|_\w+_/);
});
