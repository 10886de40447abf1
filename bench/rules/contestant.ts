import type { BenchAsk } from './asks.ts';

/** One engine, in one way of asking it, with the rules that it was made with. */
export interface Contestant {
  readonly name: string;
  /** Whether its answer tells of every rule why it matched or did not, or at least of those that did. */
  readonly hasTrace: boolean;
  /** The ids of the rules that match, in whatever order. */
  matched(ask: BenchAsk): readonly string[] | Promise<readonly string[]>;
  /** Evaluates so many asks, one after another and from the first again after the last; gives how many rules matched. */
  evaluate(asks: readonly BenchAsk[], count: number): number | Promise<number>;
}

/** Throws unless all contestants find the same rules to match for every ask, and every rule for some. */
export async function checkAnswers(
  contestants: readonly Contestant[],
  asks: readonly BenchAsk[],
  ids: readonly string[],
): Promise<void> {
  const seen = new Set<string>();
  for (const [index, ask] of asks.entries()) {
    const answers: string[] = [];
    for (const contestant of contestants) {
      const matched = await contestant.matched(ask);
      for (const id of matched) seen.add(id);
      answers.push([...matched].sort().join(' '));
    }
    const wrong = answers.findIndex((answer) => answer !== answers[0]);
    if (wrong === -1) continue;
    const told = contestants.map(({ name }, at) => `${name}: ${answers[at]}`).join('\n');
    throw new Error(`the engines differ on ask ${index}\n${told}\n${JSON.stringify(ask.facts)}`);
  }
  const idle = ids.filter((id) => !seen.has(id));
  if (idle.length > 0) throw new Error(`no ask makes these rules match: ${idle.join(', ')}`);
}
