import { describe, expect, test } from 'vitest';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import { runCases, uncoveredRules } from '../../../src/core/decision/run-cases.ts';
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

function differences(...cases: string[]) {
  return runCases(policyWith(...cases), readAuthorization).map((result) => result.differences);
}

const SCORE = (score: number) => `authorization: { risk_assessment: { fraud_risk: { score: ${score} } } }`;

describe('a case', () => {
  test('passes where the decision is the one that is expected', () => {
    const [result] = runCases(
      policyWith(`name: x, ${SCORE(60)}, expect: { outcome: decline, reasons: [fraud_risk_score.decline] }`),
      readAuthorization,
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
  ])('that says %s has its differences told', (text, expected) => {
    expect(differences(`name: x, ${text}`)).toEqual([expected]);
  });

  test('is decided under the profile that it names, on its lists beside those of the policy, at its time', () => {
    expect(
      differences(
        `name: a, profile: b, ${SCORE(60)}, expect: { outcome: approve }`,
        'name: b, authorization: { merchant_data: { country: AQ } }, expect: { outcome: decline, reasons: [abroad] }',
        'name: c, lists: { risky: [us] }, expect: { outcome: decline, reasons: [abroad] }',
        'name: d, expect: { outcome: approve, not_matched: [abroad] }',
      ),
    ).toEqual([[], [], [], []]);
  });

  test('is decided on its facts', () => {
    expect(
      differences(
        `name: a, facts: { allowance: alw_1 }, ${SCORE(99)}, expect: { outcome: approve, reasons: [allowance] }`,
        'name: b, facts: { has_rejected_challenge: true }, expect: { outcome: decline, reasons: [challenge_rejected] }',
      ),
    ).toEqual([[], []]);
  });

  test('repeats nothing personal in its record', () => {
    const email = 'authorization: { card: { cardholder: { email: ada@example.com } } }';
    const policy = policyWith(`name: x, ${email}, expect: { outcome: approve, matched: [owner] }`);
    const [result] = runCases(policy, readAuthorization);
    expect(result?.isPassed).toBe(true);
    expect(JSON.stringify(result)).not.toContain('ada@');
  });

  test('with a rule that fails fails, unless it is expected to', () => {
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
    expect(runCases({ ...policy, rules }, readAuthorization).map((result) => result.differences)).toEqual([
      ['errors: expected none, got big (boom)'],
      [],
    ]);
  });
});

test('cases can be picked by their name or path, whatever its case', () => {
  const policy = policyWith('name: One thing, expect: { outcome: approve }', 'name: two, expect: { outcome: approve }');
  const names = (only: string) => runCases(policy, readAuthorization, { only }).map(({ name }) => name);
  expect([names('ONE'), names('c.yaml'), names('three')]).toEqual([['One thing'], ['One thing', 'two'], []]);
});

test('what no case makes match is named: rules but those that are off, and thresholds of each profile', () => {
  const policy = policyWith(
    `name: x, ${SCORE(60)}, expect: { outcome: decline }`,
    'name: y, amount: 501, expect: { outcome: approve }',
  );
  expect(uncoveredRules(policy, runCases(policy, readAuthorization))).toEqual([
    { id: 'abroad', profile: null },
    { id: 'fraud_risk_score.decline', profile: 'b' },
  ]);
});

describe('the shipped policy', () => {
  const policy = policyOf(shippedFiles());
  const results = runCases(policy, readAuthorization);

  test('decides its cases as they expect, and they leave out no rule and no threshold', () => {
    expect(results.flatMap((result) => result.differences.map((each) => `${result.name}: ${each}`))).toEqual([]);
    expect(uncoveredRules(policy, results)).toEqual([]);
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
