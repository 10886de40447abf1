import { createRandom } from '../../src/core/domain/random.ts';
import { type BenchAsk, createAskMaker, type Purchase, START_MS, WEEK_MS } from './asks.ts';
import { benchEngine, fill } from './counting.ts';
import type { BenchProgram } from './programs.ts';
import { type Contestant, type Effort, type Figures, measureRounds } from './rounds.ts';
import { measureAsks } from './slices.ts';
import type { BenchStore } from './stores.ts';

/** Merchants that have so many events in a week, and how many of them there are. */
export interface MerchantGroup {
  readonly events: number;
  readonly merchants: number;
}

/** How asks at merchants of different size are measured on one store. */
export interface HotPlan {
  /** The first is what the others are compared with. */
  readonly groups: readonly MerchantGroup[];
  readonly asksPerCard: number;
  readonly atOnce: number;
  readonly asksPerSlice: number;
  readonly effort: Effort;
}

/** What was found on one store. */
export interface HotFigures extends Figures {
  readonly store: string;
  readonly atOnce: number;
}

/**
 * Fills a store with a week in which the merchants have what their group says and all cards are alike, and then counts
 * asks of random cards at a merchant of each group by turns.
 */
export async function measureHotMerchant(
  store: BenchStore,
  program: BenchProgram,
  { groups, asksPerCard, atOnce, asksPerSlice, effort }: HotPlan,
  seed: number,
): Promise<HotFigures> {
  const { plan } = program;
  const random = createRandom(seed);
  const makeAsk = createAskMaker(program, seed + 1);
  const week = purchasesOfWeek(groups, asksPerCard, random);
  await fill(
    store,
    plan,
    Iterator.from(week).map((purchase) => makeAsk(purchase, true).event),
  );
  await store.filled(plan);
  const measured = { store, engine: benchEngine(store.store), plan };
  const cards = Math.round(week.length / asksPerCard);
  // The clock goes on so that the largest one's week stays as full as it is; by then the small ones had a few asks more.
  const stepMs = WEEK_MS / Math.max(...groups.map(({ events }) => events)) / groups.length;
  let atMs = START_MS + WEEK_MS;

  function contestant({ events, merchants }: MerchantGroup, first: number): Contestant {
    let asked = 0;
    const nextAsk = (): BenchAsk => {
      atMs += stepMs;
      asked += 1;
      return makeAsk({ card: Math.floor(cards * random()), merchant: first + (asked % merchants), atMs });
    };
    const next = async (count: number) => Array.from({ length: count }, nextAsk);
    return {
      name: `${events.toLocaleString('en')} events`,
      take: () => measureAsks(measured, next, asksPerSlice, atOnce),
    };
  }

  const contestants = groups.map((group, at) => contestant(group, firstMerchant(groups, at)));
  return { ...(await measureRounds(contestants, effort, store.pids)), store: store.name, atOnce };
}

/** All purchases of a week, evenly over it and in random order; merchants are numbered through all groups. */
export function purchasesOfWeek(
  groups: readonly MerchantGroup[],
  asksPerCard: number,
  random: () => number,
): Purchase[] {
  const merchants = groups.flatMap(({ events, merchants: count }, at) =>
    Array.from({ length: count * events }, (_, index) => firstMerchant(groups, at) + (index % count)),
  );
  for (let last = merchants.length - 1; last > 0; last -= 1) {
    const other = Math.floor((last + 1) * random());
    [merchants[last], merchants[other]] = [merchants[other] ?? 0, merchants[last] ?? 0];
  }
  const cards = Math.round(merchants.length / asksPerCard);
  return merchants.map((merchant, index) => ({
    card: Math.floor(cards * random()),
    merchant,
    atMs: START_MS + ((index + 1) * WEEK_MS) / merchants.length,
  }));
}

function firstMerchant(groups: readonly MerchantGroup[], at: number): number {
  return groups.slice(0, at).reduce((sum, { merchants }) => sum + merchants, 0);
}
