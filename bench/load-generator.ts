import { createRandom } from '../src/core/domain/random.ts';
import { createAskSource } from './load/ask-source.ts';
import { runClosedLoop } from './load/closed-loop.ts';
import type { LoadPlan, LoadResult } from './load/messages.ts';
import { runOpenLoop } from './load/open-loop.ts';
import { summarize } from './load/samples.ts';

// The program of the generator's process: runs one plan after the other, as its parent sends them.

async function run(plan: LoadPlan): Promise<LoadResult> {
  const source = createAskSource({ ...plan, nowMs: () => Date.now() });
  const { arrivals } = plan;
  const samples =
    arrivals.kind === 'closed'
      ? await runClosedLoop(plan.port, arrivals, source)
      : await runOpenLoop(plan.port, arrivals, source, createRandom(plan.seed + 1));
  return summarize(samples, plan.expected);
}

process.on('message', (plan: LoadPlan) => {
  void run(plan).then((result) => process.send?.(result));
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
