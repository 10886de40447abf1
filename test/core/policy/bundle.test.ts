import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { bundleOf, policyOf, shippedFiles } from '../../support/policy.ts';

const SOUND = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
};

function faults(files: Record<string, string>): string[] {
  return bundleOf(files).diagnostics.map(formatDiagnostic);
}

describe('a policy folder', () => {
  test('that is shipped has no fault', () => {
    expect(faults(shippedFiles())).toEqual([]);
    expect([...policyOf(shippedFiles()).profiles.keys()].sort()).toEqual([
      'balanced',
      'maximize-approval',
      'minimize-fraud',
    ]);
  });

  test('needs only portfolios.yaml and one profile', () => {
    expect(faults(SOUND)).toEqual([]);
    expect(policyOf(SOUND).profiles.get('a')).toMatchObject({
      deadlineMs: 1200,
      rules: [{ id: 'fraud_risk_score.decline' }],
      challenge: expect.objectContaining({ channel: 'none', otherwise: 'decline' }),
    });
  });

  test('that is empty says what it needs', () => {
    expect(faults({})).toEqual([
      'p/portfolios.yaml:1:1: a policy needs this file\n  hint: it says which cards get which profile',
      'p/profiles:1:1: a policy needs at least one profile\n  hint: e.g. profiles/balanced.yaml',
    ]);
  });

  test('tells all its faults in one run, in the order of files and places', () => {
    const found = bundleOf({
      'portfolios.yaml':
        'portfolios:\n  - { name: one, profile: a }\n  - { name: two, profile: b, when: ":card_tpye: = 1" }\n',
      'profiles/a.yaml': 'deadline_ms: 9\nthresholds:\n  fraud_risk_score: { decline: 175 }\n',
      'rates.yaml': 'rates: [{ currency: euro, from: 2026-13-01, usd: -1 }]',
    }).diagnostics;
    expect(found.length).toBeGreaterThanOrEqual(9);
    expect(found.map(({ source }) => source.path)).toEqual(found.map(({ source }) => source.path).toSorted());
  });

  test('tells the faults of conditions and names in the same run as those of the shape', () => {
    const found = faults({
      'portfolios.yaml': `portfolios:
  - { name: A B, profile: nope, when: ":card_typ: = 'x'" }
  - { name: last, profile: a, when: ":livemode:" }
`,
      'profiles/a.yaml':
        'thresholds: { fraud_risk_score: { decline: 500 } }\nstand_in: { cases: [{ if: ":amount_in_uds: > 1", answer: approve }] }\n',
    }).join('\n');
    for (const part of [
      'a name is lower case',
      ':card_type:',
      'no profile "nope"',
      'must match every card',
      'at most 100',
      ':amount_in_usd:',
    ]) {
      expect(found).toContain(part);
    }
  });

  test('with a YAML error says where', () => {
    const [fault] = faults({ ...SOUND, 'profiles/a.yaml': 'thresholds: {\n  fraud_risk_score: [\n' });
    expect(fault).toMatch(/^p\/profiles\/a\.yaml:\d+:\d+: this is not valid YAML: /);
  });

  test('with an alias bomb is refused, not unfolded', () => {
    const lines = Array.from(
      { length: 12 },
      (_, i) =>
        `a${i + 1}: &a${i + 1} [${Array(10)
          .fill(i === 0 ? '1' : `*a${i}`)
          .join(', ')}]`,
    );
    expect(faults({ ...SOUND, 'profiles/a.yaml': lines.join('\n') })[0]).toContain("can't be unfolded");
  });

  test.each([
    [
      'a threshold out of range',
      'thresholds:\n  fraud_risk_score: { decline: 175 }\n',
      'p/profiles/a.yaml:2:32: decline must be at most 100\n  2 |   fraud_risk_score: { decline: 175 }\n                                     ^^^',
    ],
    [
      'a setting that there is not',
      'thresholds:\n  fraud_risk_scor: { decline: 75 }\n',
      'p/profiles/a.yaml:2:3: there is no setting "fraud_risk_scor" here\n  2 |   fraud_risk_scor: { decline: 75 }\n        ^^^^^^^^^^^^^^^\n  hint: did you mean "fraud_risk_score"?',
    ],
    [
      'a word for a number',
      'deadline_ms: soon\n',
      'p/profiles/a.yaml:1:14: deadline_ms must be a number\n  1 | deadline_ms: soon\n                   ^^^^',
    ],
    [
      'a level that there is not',
      'thresholds: { card_testing_risk_level: { review: high } }\n',
      'p/profiles/a.yaml:1:50: review must be one of: low, normal, elevated, highest\n  1 | thresholds: { card_testing_risk_level: { review: high } }\n                                                       ^^^^\n  hint: did you mean elevated?',
    ],
    [
      'a signal that there is not',
      'on_missing: { fraud_score: review }\n',
      'p/profiles/a.yaml:1:15: there is no setting "fraud_score" here\n  1 | on_missing: { fraud_score: review }\n                    ^^^^^^^^^^^\n  hint: did you mean "fraud_risk_score"?',
    ],
    [
      'a challenge that a decline always comes before',
      'thresholds: { fraud_risk_score: { decline: 50, challenge: 60 } }\nchallenge: { channel: stripe }\n',
      'p/profiles/a.yaml:1:59: warning: challenge above 60 never matters: decline above 50 comes first\n  1 | thresholds: { fraud_risk_score: { decline: 50, challenge: 60 } }\n                                                                ^^\n  hint: a challenge threshold wants to be lower than the decline threshold',
    ],
    ['a list for a file', '- a\n', 'p/profiles/a.yaml:1:1: the file must be a map of settings\n  1 | - a\n      ^^^'],
  ])('with %s says so at its place', (_case, profile, expected) => {
    expect(faults({ ...SOUND, 'profiles/a.yaml': profile })).toEqual([expected]);
  });

  test.each([
    [
      'two that match everything',
      '[{ name: x, profile: a }, { name: y, profile: a }]',
      'matches every card, so those after it never get one',
    ],
    [
      'a last one with a condition',
      '[{ name: x, profile: a, when: "livemode" }]',
      'the last portfolio must match every card',
    ],
    ['an unknown profile', '[{ name: x, profile: aa }]', 'there is no profile "aa"'],
    [
      'a name twice',
      '[{ name: x, profile: a, when: ":livemode:" }, { name: x, profile: a }]',
      'there is another portfolio "x"',
    ],
    ['none at all', '[]', 'portfolios must be a list of at least 1'],
    ['a missing name', '[{ profile: a }]', 'name is required'],
    [
      'a condition over the purchase',
      '[{ name: x, profile: a, when: ":amount: > 5" }, { name: y, profile: a }]',
      ':amount:',
    ],
  ])('with portfolios of which there are %s says so', (_case, portfolios, expected) => {
    expect(faults({ ...SOUND, 'portfolios.yaml': `portfolios: ${portfolios}\n` }).join('\n')).toContain(expected);
  });

  test.each([
    ['plain', `when: ":card_tpye: = 'virtual'"`],
    ['single-quoted', `when: ':card_tpye: = ''virtual'''`],
    ['folded', `when: >\n      :card_status: = 'active' and\n      :card_tpye: = 'virtual'`],
    ['escaped', `when: ":card_status: = 'active' \\u0061nd :card_tpye: = 'virtual'"`],
  ])('points into a condition that is %s', (_style, when) => {
    const yaml = `portfolios:\n  - name: x\n    profile: a\n    ${when}\n  - { name: y, profile: a }\n`;
    const fault = bundleOf({ ...SOUND, 'portfolios.yaml': yaml }).diagnostics.find(({ message }) =>
      message.includes('card_tpye'),
    );
    expect(fault && yaml.slice(fault.span.start, fault.span.end)).toBe(':card_tpye:');
    expect(fault?.hint).toContain(':card_type:');
  });

  test.each([
    ['a profile that is empty, as a copy cut off leaves it', { 'profiles/a.yaml': '# later\n' }, 'the file is empty'],
    [
      'a profile without a threshold that stops anything',
      { 'profiles/a.yaml': '{}' },
      'this profile approves everything',
    ],
    [
      'a threshold on a scale to 1',
      { 'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 0.5 } }' },
      'above 0.5 is nearly every purchase',
    ],
    [
      'a shift beyond the scale',
      {
        'profiles/a.yaml':
          'thresholds: { fraud_risk_score: { decline: 50 } }\ndisputability: { neutral: { fraud_risk_score: 60 } }',
      },
      'this takes decline above 50 to the end of the scale: it never matches',
    ],
    [
      'a signal that says nothing',
      { 'profiles/a.yaml': 'thresholds: { fraud_risk_score: {} }' },
      'fraud_risk_score says nothing',
    ],
    [
      'a number in quotes',
      { 'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: "50" } }' },
      'hint: write 50',
    ],
    ["another tool's word", { 'profiles/a.yaml': 'on_error: block' }, 'did you mean decline?'],
    [
      'a condition without quotes',
      { 'portfolios.yaml': "portfolios:\n  - name: x\n    when: :card_type: = 'virtual'\n" },
      'put a condition in double quotes',
    ],
    ['portfolios.yml', { 'portfolios.yml': '{}' }, 'name it portfolios.yaml'],
    ['two files for one profile', { 'profiles/a.yml': '{}' }, 'there is another file for the profile "a"'],
    ['a profile in a sub-folder', { 'profiles/eu/b.yaml': '{}' }, '"eu/b" can\'t name a profile'],
    [
      'two rates of one currency and day',
      {
        'rates.yaml':
          'rates: [{ currency: eur, from: 2026-01-01, usd: 1 }, { currency: EUR, from: 2026-01-01, usd: 2 }]',
      },
      'there is another rate of eur from that day',
    ],
    [
      'a rate of the dollar',
      { 'rates.yaml': 'rates: [{ currency: usd, from: 2026-01-01, usd: 2 }]' },
      'no rate is read',
    ],
  ])('with %s says so', (_case, files, expected) => {
    expect(faults({ ...SOUND, ...files }).join('\n')).toContain(expected);
  });

  test('with faults in its features names each at its place, beside all others', () => {
    const found = faults({
      ...SOUND,
      'features/a.scowl': 'event authorization\nasks := Count(by crad last hour)\n',
      'features/b.yaml': 'a: 1',
      'rules/a.yaml': 'rules: [{ id: r, rule: "Block if :asks: > 5 and :amuont: > 1" }]',
    });
    expect(found.map((fault) => fault.split(' ')[0])).toEqual([
      'p/features/a.scowl:2:18:',
      'p/features/b.yaml:1:1:',
      'p/rules/a.yaml:1:49:',
    ]);
  });

  test('has an attribute for each feature of an authorization that is one value and says nothing of a person', () => {
    const features = `event authorization
      asks := Count(by card last hour exclusive)
      is_busy := asks > 3
      mailbox := NormalizeEmail(cardholder_email)
      signals := {asks}
      seen_at := LatestTime(by card last day exclusive)
    `;
    const rule = (name: string) => ({ 'rules/a.yaml': `rules: [{ id: r, rule: "Block if is_missing(:${name}:)" }]` });
    const found = (name: string) => faults({ ...SOUND, 'features/a.scowl': features, ...rule(name) }).length;
    expect(['asks', 'is_busy', 'mailbox', 'signals', 'seen_at'].map(found)).toEqual([0, 0, 1, 1, 1]);
  });

  test('is another version with another feature, and the same with another comment', () => {
    const version = (text: string) => policyOf({ ...SOUND, 'features/a.scowl': text }).version;
    const plain = version('event login\nn := Count(by ip last day)\n');
    expect(version('-- why\nevent login\n  n   :=  Count(by ip\n last 1 day)')).toBe(plain);
    expect(version('event login\nn := Count(by ip last 2 days)\n')).not.toBe(plain);
  });

  test('has a version by what it says: comments and layout change nothing, a threshold does', () => {
    const version = (profile: string) => policyOf({ ...SOUND, 'profiles/a.yaml': profile }).version;
    const plain = version('thresholds: { fraud_risk_score: { decline: 50 } }');
    expect(version('# why\nthresholds:\n  fraud_risk_score:\n    decline: 50\n')).toBe(plain);
    expect(version('thresholds: { fraud_risk_score: { decline: 51 } }')).not.toBe(plain);
    expect(plain).toMatch(/^pol_[0-9a-f]{16}$/);
  });
});
