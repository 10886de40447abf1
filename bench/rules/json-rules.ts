import { Engine } from 'json-rules-engine';
import { askAt, type BenchAsk } from './asks.ts';
import type { Contestant } from './contestant.ts';
import type { BenchRule } from './ten-rules.ts';

/** json-rules-engine, made once and run once an ask. It has one way only: results of all rules, with every value. */
export function jsonRulesContestant(rules: readonly BenchRule[]): Contestant {
  const engine = new Engine(
    rules.map(({ id, jsonRules }) => ({ name: id, conditions: jsonRules, event: { type: id } })),
    { allowUndefinedFacts: true },
  );
  const run = async ({ facts }: BenchAsk) => (await engine.run(facts)).results;
  return {
    name: 'json-rules-engine',
    hasTrace: true,
    matched: async (ask) => (await run(ask)).map(({ name }) => name),
    async evaluate(asks, count) {
      let matches = 0;
      for (let index = 0; index < count; index += 1) matches += (await run(askAt(asks, index))).length;
      return matches;
    },
  };
}
