import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { bundleOf } from '../../support/policy.ts';

const ALL = 'portfolios: [{ name: all, profile: a }]\n';
const ASKING = 'rules: [{ id: odd, rule: "Challenge if :fraud_risk_score: > 30" }]\n';
const DECLINES = 'thresholds: { fraud_risk_score: { decline: 50 } }\n';

/** What is said of a profile `a`, rules, and other files. */
function said(profile: string, rules: string | null = null, files: Readonly<Record<string, string>> = {}): string[] {
  const given = {
    'portfolios.yaml': ALL,
    'profiles/a.yaml': profile,
    ...(rules && { 'rules/r.yaml': rules }),
    ...files,
  };
  const { policy, diagnostics } = bundleOf(given);
  expect(policy === null).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  return diagnostics.map(formatDiagnostic);
}

describe('a profile without a channel', () => {
  test('is told of a threshold that asks nobody, and what happens', () => {
    expect(said('thresholds: { fraud_risk_score: { challenge: 30 } }\n')).toEqual([
      [
        'p/profiles/a.yaml:1:46: warning: this asks nobody, and declines: the profile has no channel',
        '  1 | thresholds: { fraud_risk_score: { challenge: 30 } }',
        '                                                   ^^',
        '  hint: challenge: { channel: stripe }, or twilio, asks them',
      ].join('\n'),
    ]);
    const [approving] = said(
      'thresholds: { fraud_risk_score: { challenge: 30 } }\nchallenge: { otherwise: approve }\n',
    );
    expect(approving).toContain('this asks nobody, and approves');
  });

  test.each([
    ['a level', 'thresholds: { card_testing_risk_level: { challenge: elevated } }\n', '1:53'],
    ['what is missing', `${DECLINES}on_missing: { fraud_risk_score: challenge }\n`, '2:33'],
    ['what fails', `${DECLINES}on_error: challenge\n`, '2:11'],
  ])('is told of %s that asks nobody', (_, profile, place) => {
    expect(said(profile)).toEqual([expect.stringContaining(`p/profiles/a.yaml:${place}: warning: this asks nobody`)]);
  });

  test('is told of at a rule that asks nobody there', () => {
    expect(said(DECLINES, ASKING)).toEqual([
      expect.stringMatching(
        /^p\/rules\/r\.yaml:1:26: warning: this asks nobody under a profile without a channel: a declines/,
      ),
    ]);
  });

  test.each(['shadow', 'off'])('is not told of at a rule that is in mode %s', (mode) => {
    expect(said(DECLINES, ASKING.replace(' }', `, mode: ${mode} }`))).toEqual([]);
  });

  test('is told of where only some of a rule’s cards have one, by name', () => {
    const files = {
      'portfolios.yaml': `portfolios:
  - { name: live, when: ":livemode:", profile: b }
  - { name: all, profile: a }
`,
      'profiles/b.yaml': `${DECLINES}challenge: { channel: stripe }\n`,
    };
    expect(said(DECLINES, ASKING, files)).toEqual([expect.stringContaining('without a channel: a declines\n')]);
    expect(said(DECLINES, ASKING.replace(' }', ', portfolios: [live] }'), files)).toEqual([]);
  });

  test('is not told of at all while the policy has an error', () => {
    expect(said(DECLINES, ASKING, { 'rules/s.yaml': 'rules: [{ id: s }]\n' }).join()).not.toContain('asks nobody');
  });
});

describe('a profile with a channel', () => {
  const stripe = `${DECLINES}challenge: { channel: stripe }\n`;

  test('that nothing asks by is told so', () => {
    expect(said(stripe)).toEqual([
      expect.stringMatching(
        /^p\/profiles\/a\.yaml:2:23: warning: nothing asks by stripe: .*\n.*\n.*\n {2}hint: e\.g\./,
      ),
    ]);
  });

  test('is told which rules in shadow would ask', () => {
    const rules = ASKING.replace(' }', ', mode: shadow }');
    expect(said(stripe, rules).join()).toContain('hint: odd would, and is in shadow');
  });

  test('that a rule or a threshold asks by is told nothing', () => {
    expect(said(stripe, ASKING)).toEqual([]);
    expect(said('thresholds: { fraud_risk_score: { challenge: 30 } }\nchallenge: { channel: twilio }\n')).toEqual([]);
    expect(said(`${stripe}on_error: challenge\n`)).toEqual([]);
  });

  test('is not asked by by a rule for other cards', () => {
    const portfolios = 'portfolios: [{ name: live, when: ":livemode:", profile: b }, { name: all, profile: a }]\n';
    const files = { 'portfolios.yaml': portfolios, 'profiles/b.yaml': stripe };
    const found = said(stripe, ASKING.replace(' }', ', portfolios: [live] }'), files);
    expect(found).toEqual([expect.stringContaining('p/profiles/a.yaml:2:23: warning: nothing asks by stripe')]);
  });

  test('that no portfolio has yet is asked by by rules for all cards', () => {
    expect(said(DECLINES, null, { 'profiles/b.yaml': stripe })).toHaveLength(1);
    const files = { 'profiles/b.yaml': stripe };
    expect(said(stripe, ASKING, files)).toEqual([]);
  });
});

describe('settings that say nothing to their channel', () => {
  const asking = 'thresholds: { fraud_risk_score: { challenge: 30 } }\n';
  const about = (settings: string) => said(`${asking}challenge: { ${settings} }\n`);

  test.each([
    ['channel: stripe, countries: [US, FR]', 'Stripe texts no phone of FR'],
    ['channel: stripe, reply_minutes: 30', 'Stripe gives 60 minutes, whatever stands here'],
    ['channel: stripe, allowance: { days: 3 }', 'Stripe keeps what a YES to it allows'],
    ['channel: stripe, from: "+15005550006"', 'nothing is sent from here: the channel is stripe'],
  ])('%s is warned of', (settings, message) => {
    expect(about(settings)).toEqual([expect.stringMatching(`^p/profiles/a\\.yaml:2:.*: warning: ${message}`)]);
  });

  test.each([
    'channel: stripe, countries: [GB], reply_minutes: 60, on_no: { freeze_card: true }',
    'channel: twilio, countries: [DE, FR], reply_minutes: 30, allowance: { days: 3 }, from: "+15005550006"',
    'channel: twilio, from: "12345"',
    'channel: twilio, from: MG0123456789abcdef0123456789abcdef',
  ])('%s is not', (settings) => {
    expect(about(settings)).toEqual([]);
  });

  test('a sender that nobody can answer is refused, at its place', () => {
    expect(about('channel: twilio, from: MyBank')).toEqual([
      [
        'p/profiles/a.yaml:2:37: "MyBank" is a name, and nobody can answer a text message that is sent from a name',
        '  2 | challenge: { channel: twilio, from: MyBank }',
        '                                          ^^^^^^',
        '  hint: write a number (+15005550006), a short code of 5 or 6 digits, or a messaging service (MG…)',
      ].join('\n'),
    ]);
  });

  test('a number without quotes is told to have some', () => {
    expect(about('channel: twilio, from: +15005550006').join()).toContain('from must be a string');
  });
});
