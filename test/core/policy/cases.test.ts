import { describe, expect, test } from 'vitest';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { caseAuthorization } from '../../../src/core/policy/case-authorization.ts';
import { bundleOf, policyOf } from '../../support/policy.ts';

const SOUND = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
  'profiles/b.yaml': 'thresholds: { network_risk_score: { decline: 50 } }\n',
  'lists/risky.yaml': 'type: country\nentries: []\n',
  'rules/r.yaml': 'rules: [{ id: abroad, rule: "Block if :merchant_country: in @risky" }]\n',
};

function faults(cases: string, files: Readonly<Record<string, string>> = {}): string[] {
  return bundleOf({ ...SOUND, 'cases/c.yaml': cases, ...files }).diagnostics.map(formatDiagnostic);
}

function read(ask: Parameters<typeof caseAuthorization>[0]) {
  const reading = readAuthorization(caseAuthorization(ask), { livemode: false, account: null }, null);
  if (!reading.isReadable) throw new Error(reading.problem);
  return reading.authorization;
}

describe('the authorization of a case', () => {
  test('is a calm purchase by chip, of which every signal is known, where the case says nothing', () => {
    const { signals, ...authorization } = read({ authorization: {} });
    expect(authorization).toMatchObject({
      amountMinor: 2000,
      currency: 'usd',
      authorizationMethod: 'chip',
      askedAtMs: Date.parse('2026-06-15T12:00:00Z'),
      merchant: { country: 'US' },
      cardholder: { country: 'US', hasPhone: true },
      card: { fraudWarning: null },
    });
    expect(Object.values(signals).filter((value) => typeof value === 'object')).toEqual([]);
  });

  test('is that purchase with what the case says: maps merge, lists and null take the place', () => {
    const { signals, merchant, verification, previouslyApprovedAmountMinor } = read({
      authorization: {
        risk_assessment: { fraud_risk: { score: 60 } },
        merchant_data: { country: 'PT' },
        verification_data: null,
        request_history: [{ approved: true, amount: 700 }],
      },
    });
    expect([signals.fraudRiskScore, signals.cardTestingRiskLevel]).toEqual([60, 'low']);
    expect([merchant.country, merchant.city]).toEqual(['PT', 'Springfield']);
    expect([verification, previouslyApprovedAmountMinor]).toEqual([null, 700]);
  });

  test('has an amount in major units of its currency, the same at the merchant', () => {
    const amounts = (ask: Parameters<typeof caseAuthorization>[0]) => {
      const { amountMinor, currency, merchantAmountMinor, merchantCurrency } = read(ask);
      return [amountMinor, currency, merchantAmountMinor, merchantCurrency];
    };
    expect(amounts({ amount: 200.01, authorization: {} })).toEqual([20_001, 'usd', 20_001, 'usd']);
    expect(amounts({ amount: 4.35, authorization: {} })).toEqual([435, 'usd', 435, 'usd']);
    expect(amounts({ amount: 500, authorization: { pending_request: { currency: 'jpy' } } })).toEqual([
      500,
      'jpy',
      500,
      'jpy',
    ]);
    const abroad = { pending_request: { merchant_amount: 900, merchant_currency: 'eur' } };
    expect(amounts({ amount: 10, authorization: abroad })).toEqual([1000, 'usd', 900, 'eur']);
  });

  test('does not keep the code of another category, nor the time of another ask', () => {
    expect(read({ authorization: { merchant_data: { category: 'book_stores' } } }).merchant.categoryCode).toBeNull();
    expect(read({ authorization: { merchant_data: { category_code: '5942' } } }).merchant.category).toBeNull();
    expect(read({ authorization: {}, atMs: 1_800_000_000_000 }).createdAtMs).toBe(1_800_000_000_000);
  });

  test('takes a key that every object has for a key', () => {
    const authorization = JSON.parse('{"__proto__": {"polluted": true}, "metadata": {"constructor": "x"}}');
    expect(read({ authorization }).metadata).toEqual({ constructor: 'x' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

test('a case is read whole, and says where it stands', () => {
  const { cases } = policyOf({
    ...SOUND,
    'cases/c.yaml': `cases:
  - { name: one, expect: { outcome: approve } }

  - name: two
    profile: b
    features: { declined_per_card: 3 }
    facts: { allowance: alw_1, can_be_asked: true }
    lists: { risky: [" PT"] }
    at: 2026-02-01
    account: acct_1
    livemode: true
    expect: { outcome: decline, review: false, reasons: [abroad], not_reasons: [allowance], matched: [abroad] }
`,
  });
  expect(cases[0]).toMatchObject({ name: 'one', path: 'p/cases/c.yaml', line: 2, profile: null });
  expect(cases[1]).toMatchObject({
    line: 4,
    profile: 'b',
    features: new Map([['declined_per_card', 3]]),
    facts: { allowance: 'alw_1', hasRejectedChallenge: false, canBeAsked: true },
    lists: new Map([['risky', ['pt']]]),
    atMs: Date.UTC(2026, 1, 1),
    scope: { livemode: true, account: 'acct_1' },
    expect: { outcome: 'decline', review: false, reasons: ['abroad'], notReasons: ['allowance'], errors: [] },
  });
});

describe('a file of cases', () => {
  const one = (text: string) => `cases:\n  - { name: x, ${text} }\n`;

  test('with a rule that there is not says so at its place, with what was meant', () => {
    expect(faults(one('expect: { outcome: approve, matched: [abrod] }'))).toEqual([
      'p/cases/c.yaml:2:54: there is no rule "abrod"\n' +
        '  2 |   - { name: x, expect: { outcome: approve, matched: [abrod] } }\n' +
        '                                                           ^^^^^\n' +
        '  hint: did you mean "abroad"?',
    ]);
  });

  test.each([
    ['an unknown reason', 'expect: { outcome: approve, reasons: [nothing_matchd] }', 'did you mean "nothing_matched"?'],
    ['an unknown reason that is not', 'expect: { outcome: approve, not_reasons: [x] }', 'there is no rule "x"'],
    ['an unknown rule that fails', 'expect: { outcome: approve, errors: [x] }', 'there is no rule "x"'],
    ['a code for a rule', 'expect: { outcome: approve, not_matched: [allowance] }', 'there is no rule "allowance"'],
    [
      "another profile's threshold",
      'profile: a, expect: { outcome: approve, matched: [network_risk_score.decline] }',
      'there is no rule "network_risk_score.decline"',
    ],
    ['an unknown profile', 'profile: aa, expect: { outcome: approve }', 'there is no profile "aa"'],
    ['an unknown list', 'lists: { risk: [us] }, expect: { outcome: approve }', 'did you mean "risky"?'],
    ['an entry that is none', 'lists: { risky: [Spain] }, expect: { outcome: approve }', '"Spain" is no country'],
    ['no expectation', 'amount: 5', 'expect is required'],
    ['an outcome that there is not', 'expect: { outcome: block }', 'did you mean decline?'],
    ['a fact that there is not', 'facts: { allowed: x }, expect: { outcome: approve }', 'no setting "allowed" here'],
    ['a time that is none', 'at: noon, expect: { outcome: approve }', 'a time is 2026-01-31 or 2026-01-31T18:00:00Z'],
    ['a list for a feature', 'features: { x: [1] }, expect: { outcome: approve }', 'a value is text, a number'],
    ['a feature that nothing counts', 'features: { x: 1 }, expect: { outcome: approve }', 'warning: no rule can read'],
    [
      'a misspelt field',
      'authorization: { risk_asessment: { fraud_risk: 5 } }, expect: { outcome: approve }',
      'warning: nothing reads "risk_asessment" of an authorization',
    ],
    [
      'a misspelt field further down',
      'authorization: { merchant_data: { contry: PT } }, expect: { outcome: approve }',
      'did you mean "country"?',
    ],
    [
      'an amount where Stripe has none',
      'authorization: { amount: 5000 }, expect: { outcome: approve }',
      'write pending_request: { amount: … }, or amount in major units',
    ],
  ])('with %s says so', (_trouble, text, expected) => {
    expect(faults(one(text)).join('\n')).toContain(expected);
  });

  test('says nothing of what else Stripe sends, of metadata, and of an object that is asked about no more', () => {
    const authorization =
      'authorization: { amount: 5000, pending_request: null, network_data: {}, metadata: { contry: x }, verification_data: { postal_code: x }, risk_assessment: { fraud_risk: { risk_level: low } }, card: { last4: "4242", replaced_by: null } }';
    expect(faults(one(`${authorization}, expect: { outcome: approve }`))).toEqual([]);
  });

  test('with two cases of one name tells of the second, in whatever file', () => {
    const text = one('expect: { outcome: approve }');
    const [fault] = faults(text, { 'cases/d.yaml': text });
    expect(fault).toContain('p/cases/d.yaml:2:13: there is another case "x"');
    expect(fault).toContain('the first one is in p/cases/c.yaml');
  });

  test('that names a rule or a threshold with a fault of its own has no second fault', () => {
    const text = one('expect: { outcome: approve, matched: [abroad, fraud_risk_score.decline] }');
    const broken = {
      'rules/r.yaml': 'rules: [{ id: abroad, rule: "Block if :merchant_contry: = \'PT\'" }]\n',
      'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 500 } }\n',
    };
    expect(faults(text, broken).filter((fault) => fault.includes('cases/'))).toEqual([]);
  });

  test('is part of the version', () => {
    const version = (cases: string) => policyOf({ ...SOUND, 'cases/c.yaml': cases }).version;
    expect(version(one('expect: { outcome: approve }'))).not.toBe(version(one('expect: { outcome: decline }')));
  });
});
