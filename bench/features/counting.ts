import { createHasher } from '../../src/adapters/store/hasher.ts';
import { createFeatureEngine, type FeatureEngine } from '../../src/core/features/engine.ts';
import type { FeatureEvent, FeatureResult } from '../../src/core/features/feature-event.ts';
import type { FeaturePlan } from '../../src/core/features/plan.ts';
import { isNull } from '../../src/core/features/scowl-value.ts';
import type { TimelineStore } from '../../src/core/features/timeline/store.ts';
import { type BenchAsk, isByStripe } from './asks.ts';
import type { BenchStore } from './stores.ts';

/** Filling waits for nobody's answer: as much at once as keeps both sides busy. */
const FILL_AT_ONCE = 200;

/** An engine as a service has it. */
export function benchEngine(store: TimelineStore): FeatureEngine {
  return createFeatureEngine({ store, conceal: createHasher('bench') });
}

/** Writes events whose outcomes are known, as a service does that is filled from history. */
export async function fill({ filling }: BenchStore, plan: FeaturePlan, events: Iterable<FeatureEvent>): Promise<void> {
  const engine = benchEngine(filling);
  await eachAtOnce(events, FILL_AT_ONCE, async (event) => {
    const { storeError } = await engine.evaluate(event, plan, 'fill');
    if (storeError) throw storeError;
  });
}

/**
 * Counts asks and computes all of their features, so many at once; gives what was written of each, in their order: no
 * more of a result is kept by anybody for long. Throws where a store failed, or had something not filled: then something
 * else would be measured. Of that the first ask is looked at; to look at all would be measured, too.
 */
export async function count(
  engine: FeatureEngine,
  plan: FeaturePlan,
  asks: readonly BenchAsk[],
  atOnce: number,
): Promise<FeatureResult['written'][]> {
  const written: FeatureResult['written'][] = new Array(asks.length);
  await eachAtOnce(asks, atOnce, async ({ event }, index) => {
    const result = await engine.evaluate(event, plan, 'count');
    if (result.storeError) throw result.storeError;
    if (index === 0) checkFilled(result);
    written[index] = result.written;
  });
  return written;
}

function checkFilled({ values }: FeatureResult): void {
  for (const [name, value] of values) {
    if (isNull(value) && value.missing === 'cold') throw new Error(`${name} is cold`);
  }
}

/** Tells what became of asks that were counted. */
export async function settle(
  engine: FeatureEngine,
  asks: readonly BenchAsk[],
  written: readonly FeatureResult['written'][],
  atOnce: number,
): Promise<void> {
  await eachAtOnce(asks, atOnce, ({ outcome }, index) =>
    engine.settle(written[index] ?? [], outcome, isByStripe(outcome)),
  );
}

/** Works on so many at once, each worker on the next when it is done with one. */
async function eachAtOnce<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const rest = Iterator.from(items);
  let taken = 0;
  async function worker(): Promise<void> {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value, taken++);
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
}
