import { afterAll, describe, expect, test } from 'vitest';
import { benchAsks } from '../../bench/rules/asks.ts';
import { checkAnswers } from '../../bench/rules/contestant.ts';
import {
  countersignConditions,
  countersignDecisions,
  policyFiles,
  policyOfRules,
} from '../../bench/rules/countersign.ts';
import { jsonRulesContestant } from '../../bench/rules/json-rules.ts';
import { manyRules } from '../../bench/rules/many-rules.ts';
import { measureRounds } from '../../bench/rules/rounds.ts';
import { TEN_RULES } from '../../bench/rules/ten-rules.ts';
import { zenContestants } from '../../bench/rules/zen.ts';
import { formatDiagnostic } from '../../src/core/language/diagnostic.ts';
import { bundleOf } from '../support/policy.ts';

const policy = policyOfRules(TEN_RULES);
const ids = TEN_RULES.map(({ id }) => id);
const attributes = new Set(
  policy.rules.flatMap(({ condition }) => condition.attributes.map(({ definition }) => definition.name)),
);
const asks = benchAsks(200, [...attributes], 4);
const conditions = countersignConditions(policy);
const zen = zenContestants(TEN_RULES);
afterAll(() => zen.dispose());

describe('the bench of rules', () => {
  test('has ten rules over sixteen attributes, each of which some ask makes match', async () => {
    expect(ids).toHaveLength(10);
    expect(attributes.size).toBe(16);
    await checkAnswers([conditions], asks, ids);
  });

  test('has values missing', () => {
    expect(asks.some(({ facts }) => facts.network_risk_score === null)).toBe(true);
  });

  test('finds the same rules to match with every engine', async () => {
    const engines = [countersignDecisions(policy), conditions, jsonRulesContestant(TEN_RULES), ...zen.contestants];
    await expect(checkAnswers(engines, asks, ids)).resolves.toBeUndefined();
  });

  test('says on which ask two engines differ, and what each of them found', async () => {
    const forgetful = { ...conditions, name: 'forgetful', matched: () => [] };
    await expect(checkAnswers([conditions, forgetful], asks, ids)).rejects.toThrow(
      /differ on ask \d+\n.*conditions: [a-z].*\nforgetful: \n\{"/,
    );
  });

  test('says which rules no ask makes match', async () => {
    await expect(checkAnswers([conditions], asks, [...ids, 'never'])).rejects.toThrow('match: never');
  });

  test('measures every contestant, beside the first', async () => {
    const { figures } = await measureRounds([conditions, countersignDecisions(policy)], asks, {
      rounds: 2,
      sliceMs: 1,
    });
    expect(figures.map(({ name }) => name)).toEqual(['Countersign, conditions', 'Countersign, decide']);
    expect(figures[0]?.ratio).toBe(1);
    for (const { cpuNanos, leastCpuNanos, mostCpuNanos, elapsedNanos } of figures) {
      expect(leastCpuNanos).toBeGreaterThan(0);
      expect(leastCpuNanos).toBeLessThanOrEqual(cpuNanos);
      expect(cpuNanos).toBeLessThanOrEqual(mostCpuNanos);
      expect(elapsedNanos).toBeGreaterThan(0);
    }
  });

  test('refuses to measure what finds another number of matches', async () => {
    const generous = {
      ...conditions,
      evaluate: async (...[given, count]: Parameters<typeof conditions.evaluate>) =>
        (await conditions.evaluate(given, count)) + count,
    };
    await expect(measureRounds([conditions, generous], asks, { rounds: 1, sliceMs: 1 })).rejects.toThrow(
      'the engines differ in how many rules match',
    );
  });

  test('has many rules of which no two are the same, all live and without a fault', () => {
    const rules = manyRules(100);
    expect(new Set(rules.map(({ radar }) => radar)).size).toBe(100);
    const { policy: many, diagnostics } = bundleOf(policyFiles(rules));
    expect(many?.rules.filter(({ mode }) => mode === 'live')).toHaveLength(100);
    expect(diagnostics.map(formatDiagnostic).filter((text) => text.startsWith('p/rules/'))).toEqual([]);
  });
});
