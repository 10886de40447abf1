import { expect, test } from 'vitest';
import { decideOffline } from '../../../src/core/decision/offline.ts';
import { signalGauges } from '../../../src/core/decision/signal-gauges.ts';
import { authorizationOf } from '../../support/asks.ts';
import { profilePolicy } from '../../support/policy.ts';

const PROFILE = `thresholds:
  fraud_risk_score: { decline: 60, review: 40 }
  card_testing_risk_level: { challenge: elevated }
  fraud_disputability: { review: very_unlikely }
disputability: { very_unlikely: { fraud_risk_score: -15 } }
on_missing: { network_risk_score: review }
`;
const policy = profilePolicy(PROFILE);
const profile = policy.profiles.get('only') ?? null;

function gauge(signal: string, fields: Record<string, unknown>) {
  const record = decideOffline(authorizationOf(fields), {}, policy, (text) => text);
  return signalGauges(record, profile).find((each) => each.signal === signal);
}

const score = (value: number) => ({ risk_assessment: { fraud_risk: { score: value } } });

test('a threshold stands where the disputability of the decision moved it, and says whether it held', () => {
  expect(gauge('fraud_risk_score', { ...score(50), fraud_disputability_likelihood: 'neutral' })).toMatchObject({
    value: 50,
    scale: 'above',
    thresholds: [
      { rule: 'fraud_risk_score.decline', action: 'block', at: 60, isMatched: false },
      { rule: 'fraud_risk_score.review', action: 'review', at: 40, isMatched: true },
    ],
  });
  expect(gauge('fraud_risk_score', { ...score(50), fraud_disputability_likelihood: 'very_unlikely' })).toMatchObject({
    thresholds: [
      { at: 45, isMatched: true },
      { at: 25, isMatched: true },
    ],
  });
});

test('levels go up to a threshold, disputabilities down to it', () => {
  expect(gauge('card_testing_risk_level', {})).toMatchObject({
    scale: 'at_least',
    thresholds: [{ rule: 'card_testing_risk_level.challenge', action: 'challenge', at: 'elevated' }],
  });
  expect(gauge('fraud_disputability', {})).toMatchObject({
    scale: 'at_most',
    levels: ['very_unlikely', 'neutral', 'very_likely'],
  });
});

test('what no rule read has no value, and what a missing one leads to is said', () => {
  expect(gauge('merchant_dispute_rate', {})).toMatchObject({ value: null, thresholds: [], onMissing: 'ignore' });
  expect(gauge('network_risk_score', {})).toMatchObject({ onMissing: 'review' });
});
