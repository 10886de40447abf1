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

const FEATURES = {
  'features/f.scowl': `event login
failed_by_ip := Count(by ip where not successful last 1 hour)
event authorization
tries := Count(by card last 1 day exclusive)
logins := Count<login>(by cardholder as user_id last 1 day)
is_tried := tries > 0
country := merchant_country
both := {tries, logins}
last_try := LatestTime(by card last 1 day exclusive)
`,
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
    facts: { allowance: alw_1, unaskable: opted_out }
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
    facts: { allowance: 'alw_1', hasRejectedChallenge: false, unaskable: 'opted_out', challenges: null },
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
    [
      'neither an outcome nor features',
      'expect: { matched: [abroad] }',
      'c.yaml:2:24: an outcome is expected, or features',
    ],
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

  test('that expects nothing but features of an ask need not say an outcome', () => {
    expect(faults(one('expect: { features: { tries: 0 } }'), FEATURES)).toEqual([]);
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

describe('a case of features', () => {
  const login = (text: string) => `cases:\n  - { name: x, event: login, ${text} }\n`;
  const ask = (text: string) => `cases:\n  - { name: x, ${text}, expect: { outcome: approve } }\n`;

  test('with a feature that there is not says so at its place, with what was meant', () => {
    expect(faults(login('expect: { features: { failed_by_ipp: 1 } }'), FEATURES)).toEqual([
      'p/cases/c.yaml:2:52: the event login has no feature failed_by_ipp\n' +
        '  2 |   - { name: x, event: login, expect: { features: { failed_by_ipp: 1 } } }\n' +
        '                                                         ^^^^^^^^^^^^^\n' +
        '  hint: did you mean failed_by_ip?',
    ]);
  });

  test.each([
    ['a feature of another event', login('expect: { features: { tries: 1 } }'), 'there are: failed_by_ip'],
    [
      'an event that there is not',
      login('expect: { features: { x: 1 } }').replace('login', 'logn'),
      'did you mean login?',
    ],
    ['an event unlike any', login('expect: { features: { x: 1 } }').replace('login', 'zz'), 'features are about: '],
    ['a tracked event of which nothing is expected', login('expect: {}'), 'features of the event login are expected'],
    [
      'a decision of a tracked event',
      login('expect: { outcome: approve, features: { failed_by_ip: 1 } }'),
      'the event login is not decided: of it only features are expected',
    ],
    [
      'a reason of a tracked event',
      login('expect: { not_matched: [abroad], features: { failed_by_ip: 1 } }'),
      'c.yaml:2:40: the event login is not decided',
    ],
    [
      'an amount of a tracked event',
      login('amount: 0, expect: { features: { failed_by_ip: 1 } }'),
      'c.yaml:2:30: amount says nothing of the event login',
    ],
    ['data of an authorization', ask('data: { ip: x }'), 'data says nothing of an authorization'],
    [
      'an earlier event that no feature is about',
      ask('before: [{ event: logins, ago: 1 day }]'),
      'c.yaml:2:34: warning: no feature is about logins: it changes nothing',
    ],
    [
      'an outcome of an earlier tracked event',
      ask('before: [{ event: login, ago: 1 day, outcome: declined }]'),
      'outcome says nothing of the event login',
    ],
    ['data of an earlier authorization', ask('before: [{ ago: 1 day, data: {} }]'), 'data says nothing of an auth'],
    ['a time that is not over', ask('before: [{ ago: -5 minutes }]'), 'ago: a time span is a number and a unit'],
    ['a time without a unit', ask('before: [{ ago: 5 }]'), 'write 5 minutes'],
    ['a unit that there is not', ask('before: [{ ago: 5 months }]'), 'ago: a time span is a number and a unit'],
    ['no time', ask('before: [{}]'), 'ago is required'],
    ['no times at all', ask('before: [{ ago: 1 day, times: 0 }]'), 'times must be at least 1'],
    [
      'something that goes on after the ask',
      ask('before: [{ ago: 10 seconds, times: 20 }]'),
      'c.yaml:2:32: the last of these 20 comes 9 seconds after the ask',
    ],
    [
      'something that goes on after the ask, and why,',
      ask('before: [{ ago: 1 hour, times: 3, every: 1 day }]'),
      'hint: the first of them is 1 hour ago, and one follows every 1 day',
    ],
    [
      'a number for a truth',
      ask('amount: 1').replace('outcome: approve', 'features: { is_tried: 1 }'),
      'is_tried is a bool',
    ],
    [
      'a text for a number',
      ask('amount: 1').replace('outcome: approve', 'features: { tries: "1" }'),
      'write a number, without quotes',
    ],
    [
      'a truth for a text',
      ask('amount: 1').replace('outcome: approve', 'features: { country: true }'),
      'write it in quotes',
    ],
    ['a struct', ask('amount: 1').replace('outcome: approve', 'features: { both: 1 }'), 'both is a struct'],
    [
      'a time',
      ask('amount: 1').replace('outcome: approve', 'features: { last_try: "2026-01-01" }'),
      'last_try is a time',
    ],
  ])('with %s says so', (_trouble, text, expected) => {
    expect(faults(text, FEATURES).join('\n')).toContain(expected);
  });

  test('whose past ends with the ask, or whose features are missing, has no fault', () => {
    const text = ask('before: [{ ago: 10 seconds, times: 11 }, { event: login, ago: 0 seconds, data: { ip: x } }]');
    const none = text.replace('outcome: approve', 'features: { both: null, last_try: null, country: US }');
    expect([...faults(text, FEATURES), ...faults(none, FEATURES)]).toEqual([]);
  });

  test('in a policy without features is warned that what happened before changes nothing', () => {
    expect(faults(ask('before: [{ ago: 1 day }]')).join('\n')).toContain(
      'warning: no feature is about authorization: it changes nothing',
    );
  });

  test('has no second fault where features have one of their own', () => {
    const broken = { 'features/f.scowl': 'event login\nx := Cuont(by ip last 1 day)\n' };
    const found = faults(login('before: [{ event: logout, ago: 1 day }], expect: { features: { y: 1 } }'), broken);
    expect(found.filter((fault) => fault.includes('cases/'))).toEqual([]);
    expect(found).toHaveLength(1);
  });

  test('is read whole, in the order of the file', () => {
    const { cases } = policyOf({
      ...SOUND,
      ...FEATURES,
      'cases/c.yaml': `cases:
  - name: x
    event: login
    data: { ip: 203.0.113.9 }
    before:
      - { ago: 1.5 minutes, amount: 5, outcome: declined_by_stripe }
      - { event: login, ago: 2 weeks, times: 3, every: 1 hour, data: { ip: 203.0.113.9, successful: false } }
    expect: { features: { failed_by_ip: 1 } }
`,
    });
    expect(cases).toMatchObject([
      {
        event: 'login',
        data: { ip: '203.0.113.9' },
        before: [
          { event: 'authorization', agoMs: 90_000, times: 1, outcome: 'declined_by_stripe' },
          { event: 'login', agoMs: 14 * 86_400_000, times: 3, everyMs: 3_600_000, data: { successful: false } },
        ],
        expect: { outcome: null, features: new Map([['failed_by_ip', 1]]) },
      },
    ]);
  });
});
