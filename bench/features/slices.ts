import type { FeatureEngine } from '../../src/core/features/engine.ts';
import type { FeaturePlan } from '../../src/core/features/plan.ts';
import type { BenchAsk } from './asks.ts';
import { count, settle } from './counting.ts';
import { type Cost, createMeter } from './rounds.ts';
import type { BenchStore } from './stores.ts';

/** Asks are made, counted and settled in portions of so many, as they don't all stand in memory at once in a service. */
const PORTION = 256;

/** What an ask takes: to count it and read its features, and, when it is answered, to settle it. */
export type AskCosts = Readonly<Record<'counted' | 'settled', Cost>>;

/** Measures so many asks. What `next` does is not measured. */
export async function measureAsks(
  { store, engine, plan }: { store: BenchStore; engine: FeatureEngine; plan: FeaturePlan },
  next: (count: number) => Promise<BenchAsk[]>,
  length: number,
  atOnce: number,
): Promise<AskCosts> {
  const counted = createMeter(store.serverCpuMicros);
  const settled = createMeter(store.serverCpuMicros);
  for (let done = 0; done < length; done += PORTION) {
    const asks = await next(Math.min(PORTION, length - done));
    const written = await counted.run(() => count(engine, plan, asks, atOnce));
    await settled.run(() => settle(engine, asks, written, atOnce));
  }
  return { counted: counted.each(length), settled: settled.each(length) };
}
