import { describe, expect, test } from 'vitest';
import { authorizationOf, scored, verdictOf } from '../../support/asks.ts';
import { policyOf, profilePolicy, shippedFiles } from '../../support/policy.ts';

describe('the shipped profiles', () => {
  const shipped = policyOf(shippedFiles());
  const outcome = (profile: string, score: number | null, changes = {}) => {
    const owner = shipped.profiles.get(profile);
    if (!owner) throw new Error(profile);
    const policy = { ...shipped, portfolios: [{ name: 'all', when: null, whenText: null, profile: owner }] };
    const { outcome, review, reasons } = verdictOf(scored(score, changes), policy);
    return `${outcome}${review ? '+review' : ''} ${reasons}`;
  };

  test.each([
    ['maximize-approval', 75],
    ['balanced', 50],
    ['minimize-fraud', 25],
  ])("%s declines above Stripe's %i, strictly", (profile, threshold) => {
    expect(outcome(profile, threshold)).toBe('approve nothing_matched');
    expect(outcome(profile, threshold + 0.01)).toBe('decline fraud_risk_score.decline');
    expect(outcome(profile, 100)).toBe('decline fraud_risk_score.decline');
  });

  test.each(['maximize-approval', 'balanced', 'minimize-fraud'])(
    '%s approves where the signal is missing',
    (profile) => {
      expect(outcome(profile, null)).toBe('approve nothing_matched');
      expect(outcome(profile, null, { risk_assessment: null })).toBe('approve nothing_matched');
    },
  );

  test('only ask for a review on the other signals, even at their worst', () => {
    const worst = {
      fraud_disputability_likelihood: 'very_unlikely',
      pending_request: { network_risk_score: 99 },
      risk_assessment: {
        fraud_risk: { level: 'highest', score: 25 },
        card_testing_risk: {
          level: 'highest',
          invalid_account_number_decline_rate_past_hour: 100,
          invalid_credentials_decline_rate_past_hour: 100,
        },
        merchant_dispute_risk: { level: 'highest', dispute_rate: 100 },
      },
    };
    const { outcome, review } = verdictOf(authorizationOf(worst), shipped);
    expect([outcome, review]).toEqual(['approve', true]);
  });
});

describe('a threshold', () => {
  const outcome = (profile: string, changes: Record<string, unknown>) => {
    const { outcome, review } = verdictOf(authorizationOf(changes), profilePolicy(profile));
    return review ? `${outcome}+review` : outcome;
  };
  const risk = (risk_assessment: Record<string, unknown>) => ({ risk_assessment });

  test('on a level holds at that level and above', () => {
    const profile = 'thresholds: { card_testing_risk_level: { decline: elevated } }';
    const at = (level: string) => outcome(profile, risk({ card_testing_risk: { level } }));
    expect(['low', 'normal', 'elevated', 'highest', 'unknown', 'brand_new'].map(at)).toEqual([
      'approve',
      'approve',
      'decline',
      'decline',
      'approve',
      'approve',
    ]);
  });

  test('on disputability holds at that chance of winning and below', () => {
    const profile = 'thresholds: { fraud_disputability: { review: neutral } }';
    const at = (value: string) => outcome(profile, { fraud_disputability_likelihood: value });
    expect(['very_unlikely', 'neutral', 'very_likely', 'unknown'].map(at)).toEqual([
      'approve+review',
      'approve+review',
      'approve',
      'approve',
    ]);
  });

  test.each([
    ['merchant_dispute_rate', risk({ merchant_dispute_risk: { dispute_rate: 41 } })],
    [
      'invalid_account_number_decline_rate_hourly',
      risk({ card_testing_risk: { invalid_account_number_decline_rate_past_hour: 41 } }),
    ],
    [
      'invalid_credentials_decline_rate_hourly',
      risk({ card_testing_risk: { invalid_credentials_decline_rate_past_hour: 41 } }),
    ],
    ['network_risk_score', { pending_request: { network_risk_score: 41 } }],
  ])('can stand on %s', (signal, changes) => {
    expect(outcome(`thresholds: { ${signal}: { decline: 40 } }`, changes)).toBe('decline');
    expect(outcome(`thresholds: { ${signal}: { decline: 41 } }`, changes)).toBe('approve');
  });

  test('moves with the chance of winning a dispute, and stays where that is not known', () => {
    const profile = [
      'thresholds: { fraud_risk_score: { decline: 50 } }',
      'disputability: { very_unlikely: { fraud_risk_score: -20 }, very_likely: { fraud_risk_score: 10 } }',
    ].join('\n');
    const highest = (likelihood: string | null) =>
      [30, 31, 50, 51, 60, 61].findLast(
        (score) =>
          outcome(profile, { fraud_disputability_likelihood: likelihood, ...risk({ fraud_risk: { score } }) }) ===
          'approve',
      );
    expect(['very_unlikely', 'neutral', 'very_likely', 'unknown', null].map(highest)).toEqual([30, 50, 60, 50, 50]);
  });

  test.each([
    ['ignore', 'approve'],
    ['review', 'approve+review'],
    ['challenge', 'decline'],
    ['decline', 'decline'],
  ])('and a missing signal that counts as %s', (reaction, expected) => {
    expect(outcome(`on_missing: { fraud_risk_score: ${reaction} }`, { risk_assessment: null })).toBe(expected);
    expect(outcome(`on_missing: { fraud_risk_score: ${reaction} }`, {})).toBe('approve');
  });
});
