import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../bench/load/connection.ts';
import { type Sample, summarize } from '../../bench/load/samples.ts';

function sample(intendedMs: number, endedMs: number, outcome: Outcome | undefined, isApproved = true): Sample {
  return { intendedMs, sentMs: intendedMs, endedMs, outcome, isApproved };
}

function answer(approved: unknown, decision = 'dec_1', status = 200): Outcome {
  return { status, body: JSON.stringify({ approved, metadata: { countersign_decision: decision } }) };
}

describe('the sum of a run', () => {
  test('counts latency from when a request was to be sent, and late from two seconds on', () => {
    const samples = [sample(0, 10, answer(true)), sample(1_000, 3_001, answer(true, 'dec_2'))];
    const result = summarize(samples, 'by_score');
    expect(result.latenciesMs).toEqual([10, 2_001]);
    expect(result).toMatchObject({ sent: 2, lost: 0, refused: 0, wrong: 0, late: 1, missedAtSeconds: [1] });
    expect(result.decisionIds).toEqual(['dec_1', 'dec_2']);
  });

  test('counts what broke and what never came as lost', () => {
    const samples = [sample(0, 5, null), sample(0, Number.POSITIVE_INFINITY, undefined), sample(0, 5, answer(true))];
    expect(summarize(samples, 'by_score')).toMatchObject({ sent: 3, lost: 2, late: 0 });
  });

  test.each([
    ['the wrong answer', answer(false)],
    ['an answer that is no boolean', answer('true')],
    ['no JSON', { status: 200, body: 'oops' }],
    ['an answer that names no decision', { status: 200, body: '{"approved":true}' }],
  ])('counts %s as wrong', (_what, outcome) => {
    expect(summarize([sample(0, 5, outcome)], 'by_score').wrong).toBeGreaterThan(0);
  });

  test('counts a decision that two answers name as wrong', () => {
    expect(summarize([sample(0, 5, answer(true)), sample(1, 5, answer(true))], 'by_score').wrong).toBe(1);
  });

  test('expects nothing but yes of the bare handler', () => {
    const yes = { status: 200, body: '{"approved":true}' };
    expect(summarize([sample(0, 5, yes, false)], 'approved')).toMatchObject({ wrong: 0, decisionIds: [] });
  });

  test('counts another status as refused', () => {
    expect(summarize([sample(0, 5, answer(true, 'dec_1', 503))], 'by_score').refused).toBe(1);
  });
});
