import { describe, expect, test } from 'vitest';
import { runCases, uncoveredFeatures, uncoveredRules } from '../../../src/core/decision/run-cases.ts';
import { casePorts } from '../../support/cases.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';

const FILES = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50, review: 40 } }\non_error: ignore\n',
  'profiles/b.yaml': 'thresholds: { fraud_risk_score: { decline: 90 } }\n',
  'lists/risky.yaml': 'type: country\nentries: [AQ]\n',
  'rules/r.yaml': `rules:
  - { id: abroad, rule: "Block if :merchant_country: in @risky" }
  - { id: big, rule: "Challenge if :amount: > 500", mode: shadow }
  - { id: owner, rule: "Review if :cardholder_email: like '%@example.com'" }
  - { id: idle, rule: "Block if :livemode:", mode: off }
`,
};

function policyWith(...cases: string[]) {
  return policyOf({ ...FILES, 'cases/c.yaml': `cases:\n${cases.map((each) => `  - { ${each} }\n`).join('')}` });
}

async function differences(...cases: string[]) {
  const results = await runCases(policyWith(...cases), casePorts);
  return results.map((result) => result.differences);
}

const SCORE = (score: number) => `authorization: { risk_assessment: { fraud_risk: { score: ${score} } } }`;

describe('a case', () => {
  test('passes where the decision is the one that is expected', async () => {
    const [result] = await runCases(
      policyWith(`name: x, ${SCORE(60)}, expect: { outcome: decline, reasons: [fraud_risk_score.decline] }`),
      casePorts,
    );
    expect(result).toMatchObject({ name: 'x', path: 'p/cases/c.yaml', line: 2, isPassed: true, differences: [] });
    expect(result?.record).toMatchObject({ outcome: 'decline', id: 'offline', profile: 'a' });
  });

  test.each([
    [`${SCORE(60)}, expect: { outcome: approve }`, ['outcome: expected approve, got decline']],
    [`${SCORE(5)}, expect: { outcome: approve, review: false }`, ['review: expected no, got yes']],
    [
      `${SCORE(60)}, expect: { outcome: decline, reasons: [abroad], not_reasons: [fraud_risk_score.decline] }`,
      [
        'reasons: expected abroad among fraud_risk_score.decline',
        'reasons: expected no fraud_risk_score.decline among fraud_risk_score.decline',
      ],
    ],
    [
      'amount: 500.01, expect: { outcome: approve, matched: [abroad, big, idle], not_matched: [big] }',
      [
        "matched: expected abroad, got no match: :merchant_country: in @risky (it was 'US')",
        'matched: expected idle, got not considered: it is off, has expired, or is of another profile or portfolio',
        'not_matched: expected big, got matched: :amount: > 500 (it was 500.01)',
      ],
    ],
    ['expect: { outcome: approve, errors: [big] }', ['errors: expected big, got none']],
    [
      'authorization: { pending_request: { amount: lots } }, expect: { outcome: approve }',
      ["the authorization can't be read: the authorization has no amount with a currency"],
    ],
  ])('that says %s has its differences told', async (text, expected) => {
    expect(await differences(`name: x, ${text}`)).toEqual([expected]);
  });

  test('is decided under the profile that it names, on its lists beside those of the policy, at its time', async () => {
    expect(
      await differences(
        `name: a, profile: b, ${SCORE(60)}, expect: { outcome: approve }`,
        'name: b, authorization: { merchant_data: { country: AQ } }, expect: { outcome: decline, reasons: [abroad] }',
        'name: c, lists: { risky: [us] }, expect: { outcome: decline, reasons: [abroad] }',
        'name: d, expect: { outcome: approve, not_matched: [abroad] }',
      ),
    ).toEqual([[], [], [], []]);
  });

  test('is decided on its facts', async () => {
    expect(
      await differences(
        `name: a, facts: { allowance: alw_1 }, ${SCORE(99)}, expect: { outcome: approve, reasons: [allowance] }`,
        'name: b, facts: { has_rejected_challenge: true }, expect: { outcome: decline, reasons: [challenge_rejected] }',
      ),
    ).toEqual([[], []]);
  });

  test('repeats nothing personal in its record', async () => {
    const email = 'authorization: { card: { cardholder: { email: ada@example.com } } }';
    const policy = policyWith(`name: x, ${email}, expect: { outcome: approve, matched: [owner] }`);
    const [result] = await runCases(policy, casePorts);
    expect(result?.isPassed).toBe(true);
    expect(JSON.stringify(result)).not.toContain('ada@');
  });

  test('with a rule that fails fails, unless it is expected to', async () => {
    const policy = policyWith(
      'name: a, expect: { outcome: approve }',
      'name: b, expect: { outcome: approve, errors: [big] }',
    );
    const fail = () => {
      throw new Error('boom');
    };
    const rules = policy.rules.map((rule) =>
      rule.id === 'big' ? { ...rule, condition: { attributes: [], evaluate: fail } } : rule,
    );
    const results = await runCases({ ...policy, rules }, casePorts);
    expect(results.map((result) => result.differences)).toEqual([['errors: expected none, got big (boom)'], []]);
  });
});

test('cases can be picked by their name or path, whatever its case', async () => {
  const policy = policyWith('name: One thing, expect: { outcome: approve }', 'name: two, expect: { outcome: approve }');
  const names = async (only: string) => (await runCases(policy, casePorts, { only })).map(({ name }) => name);
  expect([await names('ONE'), await names('c.yaml'), await names('three')]).toEqual([
    ['One thing'],
    ['One thing', 'two'],
    [],
  ]);
});

test('what no case makes match is named: rules but those that are off, and thresholds of each profile', async () => {
  const policy = policyWith(
    `name: x, ${SCORE(60)}, expect: { outcome: decline }`,
    'name: y, amount: 501, expect: { outcome: approve }',
  );
  expect(uncoveredRules(policy, await runCases(policy, casePorts))).toEqual([
    { id: 'abroad', profile: null },
    { id: 'fraud_risk_score.decline', profile: 'b' },
  ]);
});

describe('a case of features', () => {
  const FEATURES = `event login
failed_by_ip := Count(by ip where not successful last 1 hour)
event authorization
tries := Count(by card last 1 hour exclusive)
spent := Sum(amount by card where is_approved last 1 hour exclusive)
first_merchant := First(merchant_name by card last 1 day exclusive)
latest_merchant := Latest(merchant_name by card last 1 day exclusive)
logins := Count<login>(by cardholder_metadata["user"] as user last 1 day)
`;
  const RULES = 'rules: [{ id: tried, rule: "Block if :tries: >= 2" }]\n';

  async function told(...cases: string[]) {
    const text = `cases:\n${cases.map((each) => `  - { ${each} }\n`).join('')}`;
    const files = { ...FILES, 'rules/r.yaml': RULES, 'features/f.scowl': FEATURES, 'cases/c.yaml': text };
    return (await runCases(policyOf(files), casePorts)).map(({ isPassed, differences, record }) => {
      expect(isPassed).toBe(differences.length === 0);
      return { differences, outcome: record?.outcome ?? null };
    });
  }

  test('is decided on what happened before, and on nothing where that is not told', async () => {
    const before = 'before: [{ ago: 59 minutes, amount: 20, times: 2 }, { ago: 1 hour }]';
    expect(
      await told(
        `name: a, ${before}, expect: { outcome: decline, reasons: [tried], features: { tries: 2, spent: 40 } }`,
        'name: b, expect: { outcome: approve, not_matched: [tried] }',
        'name: c, expect: { features: { tries: 0, first_merchant: null } }',
      ),
    ).toEqual([
      { differences: [], outcome: 'decline' },
      { differences: [], outcome: 'approve' },
      { differences: [], outcome: 'approve' },
    ]);
  });

  test('that comes to something else is told what it came to, or why it is missing', async () => {
    expect(
      await told(
        'name: a, before: [{ ago: 1 minute, amount: 0.1 }], expect: { features: { tries: 2, spent: null } }',
        'name: b, expect: { outcome: decline, features: { first_merchant: x, logins: 0 } }',
      ),
    ).toEqual([
      {
        differences: ['features: expected tries to be 2, got 1', 'features: expected spent to be missing, got 0.1'],
        outcome: 'approve',
      },
      {
        differences: [
          expect.stringMatching(/^features: expected first_merchant to be "x", got missing \(.+\)$/),
          expect.stringMatching(/^features: expected logins to be 0, got missing \(.+\)$/),
          'outcome: expected decline, got approve',
        ],
        outcome: 'approve',
      },
    ]);
  });

  test('counts each event at its own time, whatever the order of the file', async () => {
    const shop = (name: string) => `authorization: { merchant_data: { name: ${name} } }`;
    const before = `before: [{ ago: 5 minutes, ${shop('b')} }, { ago: 9 minutes, times: 2, every: 5 minutes, ${shop('a')} }]`;
    expect(
      await told(`name: x, ${before}, expect: { features: { tries: 3, first_merchant: a, latest_merchant: a } }`),
    ).toEqual([{ differences: [], outcome: 'decline' }]);
  });

  test('of a tracked event is computed with it and decides nothing', async () => {
    const failed = (ip: string) => `{ ip: ${ip}, user: u, successful: false }`;
    const login = `name: x, event: login, data: ${failed('203.0.113.9')}`;
    const before = `before: [{ event: login, ago: 1 minute, times: 2, data: ${failed('203.0.113.9')} }, { event: login, ago: 1 minute, data: ${failed('203.0.113.8')} }]`;
    const owner = 'authorization: { card: { cardholder: { metadata: { user: u } } } }';
    expect(
      await told(
        `${login}, ${before}, expect: { features: { failed_by_ip: 3 } }`,
        `${login.replace('x', 'y')}, expect: { features: { failed_by_ip: 5 } }`,
        `name: z, ${owner}, ${before}, expect: { outcome: approve, features: { logins: 3 } }`,
      ),
    ).toEqual([
      { differences: [], outcome: null },
      { differences: ['features: expected failed_by_ip to be 5, got 1'], outcome: null },
      { differences: [], outcome: 'approve' },
    ]);
  });

  test('whose past can not be read fails, and says which part of it', async () => {
    const before =
      'before: [{ ago: 1 minute }, { ago: 5 minutes, authorization: { pending_request: { amount: lots } } }]';
    const problem = "before[1]: the authorization can't be read: the authorization has no amount with a currency";
    expect(
      await told(
        `name: a, ${before}, expect: { outcome: approve }`,
        `name: b, event: login, ${before}, expect: { features: { failed_by_ip: null } }`,
      ),
    ).toEqual([
      { differences: [problem], outcome: null },
      { differences: [problem], outcome: null },
    ]);
  });

  test('covers the features that it expects to come to anything', () => {
    const text = `cases:
  - { name: a, expect: { features: { tries: 1, spent: 0, first_merchant: null } } }
  - { name: b, event: login, expect: { features: { failed_by_ip: 1 } } }
`;
    const structs = 'event authorization\nboth := {tries, spent}\nlast_time := LatestTime(by card last 1 day)\n';
    const features = { 'features/f.scowl': FEATURES, 'features/g.scowl': structs };
    const policy = policyOf({ ...FILES, ...features, 'cases/c.yaml': text });
    const names = uncoveredFeatures(policy).map(({ event, feature }) => `${event}.${feature}`);
    expect(names.sort()).toEqual(
      ['first_merchant', 'latest_merchant', 'logins', 'spent'].map((name) => `authorization.${name}`),
    );
  });
});

describe('the shipped policy', async () => {
  const policy = policyOf(shippedFiles());
  const results = await runCases(policy, casePorts);

  test('decides its cases as they expect, and they leave out no rule, no threshold and no feature', () => {
    expect(results.flatMap((result) => result.differences.map((each) => `${result.name}: ${each}`))).toEqual([]);
    expect(uncoveredRules(policy, results)).toEqual([]);
    expect(uncoveredFeatures(policy)).toEqual([]);
  });

  test('has a case of every rule where it does not match', () => {
    const unmatched = new Set(policy.cases.flatMap(({ expect }) => expect.notMatched));
    expect(policy.rules.map(({ id }) => id).filter((id) => !unmatched.has(id))).toEqual([]);
  });

  test('says why of each rule, and how sure it is', () => {
    for (const { id, note, tags } of policy.rules) {
      expect(note, id).toMatch(/^[A-Z].{30,}\.$/);
      expect(['certain', 'likely', 'possible'].filter((tag) => tags.includes(tag)).length, id).toBe(1);
    }
  });

  test('has every rule in shadow but the block of compromised cards', () => {
    const live = policy.rules.filter(({ mode }) => mode !== 'shadow');
    expect(live).toMatchObject([{ id: 'compromised_card', mode: 'live', isAlways: true, action: 'block' }]);
  });
});
