import { describe, expect, test } from 'vitest';
import { readSignals } from '../../../src/adapters/stripe/signals.ts';

const missing = (cause: string) => ({ missing: cause });

describe('risk signals', () => {
  test.each([
    [
      'the preview, with its own names and the level high',
      {
        fraud_risk: { risk_level: 'high', fraud_score: 80 },
        card_testing_risk: { risk_level: 'high' },
        merchant_dispute_risk: { risk_level: 'high', dispute_rate: 30 },
      },
      { fraud: 80, fraudLevel: 'highest', testing: 'elevated', dispute: 'highest', rate: 30 },
    ],
    [
      '2025-09-30.clover, with standard levels',
      {
        fraud_risk: { risk_level: 'elevated', fraud_score: 60 },
        card_testing_risk: { risk_level: 'highest' },
        merchant_dispute_risk: { risk_level: 'low', dispute_rate: 0 },
      },
      { fraud: 60, fraudLevel: 'elevated', testing: 'highest', dispute: 'low', rate: 0 },
    ],
    [
      '2025-11-17.clover, with level and score for fraud only',
      {
        fraud_risk: { level: 'highest', score: 75.01 },
        card_testing_risk: { risk_level: 'normal' },
        merchant_dispute_risk: { risk_level: 'normal', dispute_rate: 5 },
      },
      { fraud: 75.01, fraudLevel: 'highest', testing: 'normal', dispute: 'normal', rate: 5 },
    ],
    [
      '2026-03-25.dahlia, with level everywhere',
      {
        fraud_risk: { level: 'low', score: 0 },
        card_testing_risk: { level: 'elevated' },
        merchant_dispute_risk: { level: 'highest', dispute_rate: 100 },
      },
      { fraud: 0, fraudLevel: 'low', testing: 'elevated', dispute: 'highest', rate: 100 },
    ],
  ])('are read from %s', (_generation, risk_assessment, expected) => {
    const signals = readSignals({ risk_assessment });
    expect({
      fraud: signals.fraudRiskScore,
      fraudLevel: signals.fraudRiskLevel,
      testing: signals.cardTestingRiskLevel,
      dispute: signals.merchantDisputeRiskLevel,
      rate: signals.merchantDisputeRatePercent,
    }).toEqual(expected);
  });

  test.each([
    ['no hash at all', {}, missing('not_sent')],
    ['null', { risk_assessment: null }, missing('not_sent')],
    ['a hash without the sub-hash', { risk_assessment: {} }, missing('not_sent')],
    ['a null sub-hash', { risk_assessment: { fraud_risk: null } }, missing('not_sent')],
    ['a null score', { risk_assessment: { fraud_risk: { level: 'low', score: null } } }, missing('not_sent')],
    [
      'a score that was not assessed',
      { risk_assessment: { fraud_risk: { level: 'not_assessed', score: null } } },
      missing('not_assessed'),
    ],
    ['a score that is a word', { risk_assessment: { fraud_risk: { score: 'much' } } }, missing('unrecognised')],
    ['a score beyond 100', { risk_assessment: { fraud_risk: { score: 101 } } }, missing('unrecognised')],
    ['a decimal string', { risk_assessment: { fraud_risk: { score: '25.01' } } }, 25.01],
  ])('a fraud score from %s', (_case, authorization, expected) => {
    expect(readSignals(authorization).fraudRiskScore).toEqual(expected);
  });

  test.each([
    ['not_assessed', missing('not_assessed')],
    ['unknown', missing('unknown')],
    ['severe', missing('unrecognised')],
    [null, missing('not_sent')],
    [7, missing('not_sent')],
  ])('a level of %j reads as missing with its cause', (level, expected) => {
    expect(readSignals({ risk_assessment: { fraud_risk: { level } } }).fraudRiskLevel).toEqual(expected);
  });

  test('disputability and the network score stand outside the assessment', () => {
    const signals = readSignals({
      fraud_disputability_likelihood: 'very_unlikely',
      pending_request: { network_risk_score: 44 },
    });
    expect([signals.fraudDisputability, signals.networkRiskScore]).toEqual(['very_unlikely', 44]);
  });
});
