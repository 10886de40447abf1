import { benchEngine, fill } from './counting.ts';
import { createMixWorld, type MixSize } from './mix-world.ts';
import type { BenchProgram } from './programs.ts';
import { type Contestant, type Effort, type Figures, measureRounds } from './rounds.ts';
import { measureAsks } from './slices.ts';
import type { BenchStore } from './stores.ts';

/** How a mix of asks is measured on one store. */
export interface MixPlan {
  readonly size: MixSize;
  /** By how many are at work at once, how many asks a slice has. */
  readonly slices: readonly { readonly atOnce: number; readonly asks: number }[];
  readonly effort: Effort;
}

/** What was found of a program on one store. */
export interface MixFigures extends Figures {
  readonly store: string;
  readonly size: MixSize;
  readonly featureCount: number;
  /** In how many timelines an ask is written. */
  readonly writtenCount: number;
  /** What an ask takes of memory in all its timelines, keys included. */
  readonly bytesPerAsk: number;
}

/**
 * Fills a store with a week, and then counts asks as they come, at the pace of that week; by turns so many at once. Each
 * slice's asks are settled afterwards, which is measured apart.
 */
export async function measureMix(
  store: BenchStore,
  program: BenchProgram,
  { size, slices, effort }: MixPlan,
  seed: number,
): Promise<MixFigures> {
  const { plan, featureCount, writtenCount } = program;
  const world = createMixWorld(program, size, seed);
  const before = await store.usedBytes();
  await fill(
    store,
    plan,
    Iterator.from(world.week()).map(({ event }) => event),
  );
  const bytesPerAsk = ((await store.usedBytes()) - before) / (size.cards * size.asksPerCard);
  await fill(store, plan, world.tracked());
  await store.filled(plan);
  const measured = { store, engine: benchEngine(store.store), plan };

  function contestant({ atOnce, asks }: MixPlan['slices'][number]): Contestant {
    const next = async (count: number) => {
      const made = world.next(count);
      await fill(store, plan, world.tracked());
      return made;
    };
    return { name: String(atOnce), take: () => measureAsks(measured, next, asks, atOnce) };
  }

  const figures = await measureRounds(slices.map(contestant), effort, store.pids);
  return { ...figures, store: store.name, size, featureCount, writtenCount, bytesPerAsk };
}
