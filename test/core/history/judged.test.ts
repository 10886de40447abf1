import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../../src/core/decision/record.ts';
import type { Action, Finding } from '../../../src/core/domain/decision.ts';
import { isThreshold, judgedAsk } from '../../../src/core/history/judged.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';

const finding = (id: string, action: Action, more: Partial<Finding> = {}): Finding => {
  return { id, action, result: 'matched', because: [], ...more };
};

function judged(fields: Readonly<Record<string, unknown>>) {
  const whole = { considered: [], reasons: [], overridden: [], attributes: {}, ...fields };
  return judgedAsk(JSON.parse(decisionText('dec_1', whole)) as DecisionRecord);
}

describe('what is counted of a decision', () => {
  it('is what came of each rule that matched, and of no other', () => {
    const considered = [
      ...[finding('a', 'block'), finding('b', 'challenge'), finding('c', 'review'), finding('d', 'block')],
      ...[finding('e', 'block', { result: 'missing' }), finding('f', 'block', { isShadow: true })],
    ];
    const ask = judged({ considered, reasons: ['a', 'd'], outcome: 'decline' });
    expect(ask?.matches).toEqual([
      { rule: 'a', action: 'block', role: 'decided', isAlone: false },
      { rule: 'b', action: 'challenge', role: 'beside', isAlone: false },
      { rule: 'c', action: 'review', role: 'beside', isAlone: false },
      { rule: 'd', action: 'block', role: 'decided', isAlone: false },
      { rule: 'f', action: 'block', role: 'shadow', isAlone: false },
    ]);
  });

  it('tells what was overridden, and a review beside a challenge that could not be asked', () => {
    const overridden = judged({
      considered: [finding('a', 'block'), finding('x', 'allow')],
      reasons: ['x'],
      overridden: ['a'],
    });
    expect(overridden?.matches.map(({ role, isAlone }) => [role, isAlone])).toEqual([
      ['overridden', true],
      ['decided', true],
    ]);
    const both = [finding('b', 'challenge'), finding('c', 'review')];
    const asked = judged({ considered: both, reasons: ['b', 'cardholder_cannot_be_asked'], review: true });
    expect(asked?.matches.map(({ role }) => role)).toEqual(['decided', 'decided']);
  });

  it('takes a shadow for alone that nothing live matched beside', () => {
    const considered = [
      finding('f', 'block', { isShadow: true }),
      finding('c', 'review'),
      finding('g', 'block', { isShadow: true }),
    ];
    expect(judged({ considered })?.matches.map(({ isAlone }) => isAlone)).toEqual([true, true, true]);
  });

  it('is nothing where no policy answered, or another decision had answered before', () => {
    expect(judged({ answered_by: 'stand_in' })).toBe(null);
    expect(judged({ answered_by: 'restored' })).toBe(null);
    expect(judged({ second_answer_to: 'dec_0' })).toBe(null);
    expect(judged({})).toMatchObject({ decisionId: 'dec_1', riskScore: null, matches: [] });
    expect(judged({ attributes: { fraud_risk_score: 81, fraud_risk_level: 'elevated' } })).toMatchObject({
      ...{ riskScore: 81, riskLevel: 'elevated' },
    });
  });

  it('tells thresholds from rules by their names', () => {
    expect(['fraud_risk_score.decline', 'velocity'].map(isThreshold)).toEqual([true, false]);
  });
});
