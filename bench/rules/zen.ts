import { ZenEngine } from '@gorules/zen-engine';
import { askAt, type BenchAsk } from './asks.ts';
import type { Contestant } from './contestant.ts';
import type { BenchRule } from './ten-rules.ts';

/**
 * GoRules' zen-engine with a decision table that collects all rows that hold, with its trace and without: measured
 * before, ten rules as a table took less of its time than as an expression node. Its trace tells of the rows that hold.
 */
export function zenContestants(rules: readonly BenchRule[]): { contestants: Contestant[]; dispose(): void } {
  const engine = new ZenEngine();
  const decision = engine.createDecision(tableOf(rules));
  function contestant(trace: boolean): Contestant {
    const run = async ({ facts }: BenchAsk): Promise<readonly { rule: string }[]> =>
      (await decision.evaluate(facts, { trace })).result;
    return {
      name: trace ? 'zen-engine, traced' : 'zen-engine',
      hasTrace: trace,
      matched: async (ask) => (await run(ask)).map(({ rule }) => rule),
      async evaluate(asks, count) {
        let matches = 0;
        for (let index = 0; index < count; index += 1) matches += (await run(askAt(asks, index))).length;
        return matches;
      },
    };
  }
  return { contestants: [contestant(false), contestant(true)], dispose: () => engine.dispose() };
}

/** In GoRules' JSON decision model: a row a rule; a column without a field holds a whole condition. */
function tableOf(rules: readonly BenchRule[]) {
  const position = { x: 0, y: 0 };
  const table = {
    hitPolicy: 'collect',
    inputs: [{ id: 'when', name: 'when' }],
    outputs: [{ id: 'rule', name: 'rule', field: 'rule' }],
    rules: rules.map(({ id, zen }) => ({ _id: id, when: zen, rule: JSON.stringify(id) })),
  };
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position },
      { id: 'rules', name: 'rules', type: 'decisionTableNode', position, content: table },
      { id: 'out', name: 'out', type: 'outputNode', position },
    ],
    edges: [
      { id: 'first', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: 'second', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  };
}
