import { afterAll, describe, expect, test } from 'vitest';
import { createAskMaker, START_MS, WEEK_MS } from '../../bench/features/asks.ts';
import { benchEngine, count, fill, settle } from '../../bench/features/counting.ts';
import { measureHotMerchant, purchasesOfWeek } from '../../bench/features/hot-merchant.ts';
import { measureMix } from '../../bench/features/mix.ts';
import { createMixWorld } from '../../bench/features/mix-world.ts';
import { shippedProgram, tenFeatures } from '../../bench/features/programs.ts';
import { startRedisServer } from '../../bench/features/redis-server.ts';
import { type BenchStore, openMemoryStore, openRedisStore } from '../../bench/features/stores.ts';
import { openStage } from '../../bench/stage/stage.ts';
import { createRandom } from '../../src/core/domain/random.ts';

const shipped = shippedProgram();
const ten = tenFeatures();
const SIZE = { cards: 40, merchants: 10, asksPerCard: 20, skew: 1 };
const stage = openStage();
const server = await startRedisServer(stage);
afterAll(() => stage.clear());

function idsOf(seed: number): unknown[] {
  return [...createMixWorld(ten, SIZE, seed).week()].map(({ event, outcome }) => [
    event.id,
    event.atMs,
    outcome,
    ...['card', 'merchant', 'amount'].map((name) => event.read({ name, path: [name] } as never)),
  ]);
}

/** A store with a week in it, and the world that goes on from there. */
async function filledStore(store: BenchStore, program = ten, size = SIZE) {
  const world = createMixWorld(program, size, 1);
  await fill(
    store,
    program.plan,
    Iterator.from(world.week()).map(({ event }) => event),
  );
  await fill(store, program.plan, world.tracked());
  await store.filled(program.plan);
  return { world, engine: benchEngine(store.store) };
}

describe('the programs that are measured', () => {
  test('are all features that are shipped, and ten of them by two keys', () => {
    expect(shipped.featureCount).toBe(shipped.plan.program.events.get('authorization')?.features.length);
    expect(shipped.featureCount).toBeGreaterThan(60);
    expect(ten).toMatchObject({ featureCount: 10, writtenCount: 2 });
  });

  test('define the ten as the shipped ones of these names are defined', () => {
    const own = [...ten.plan.definitions];
    expect(own.map(([name]) => [name, shipped.plan.definitions.get(name)])).toEqual(own);
  });
});

describe('the world of the mix', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(idsOf(1)).toEqual(idsOf(1));
    expect(idsOf(1)).not.toEqual(idsOf(2));
  });

  test('has a week of asks in the order of time, whose outcomes are known, and goes on at that pace', () => {
    const world = createMixWorld(ten, SIZE, 1);
    const week = [...world.week()].map(({ event }) => event);
    const next = world.next(100).map(({ event }) => event);
    expect(week).toHaveLength(800);
    expect(week.map(({ atMs }) => atMs)).toEqual(week.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    expect(week.every(({ outcome }) => outcome !== 'pending')).toBe(true);
    expect(next.every(({ outcome }) => outcome === 'pending')).toBe(true);
    const passedMs = (next.at(-1)?.atMs ?? 0) - START_MS;
    expect(passedMs / (WEEK_MS * 1.125)).toBeCloseTo(1, 0);
  });

  test('has merchants of all sizes where it is skewed', () => {
    const world = createMixWorld(ten, { ...SIZE, merchants: 100, skew: 2 }, 1);
    const merchants = world.next(2_000).map(({ event }) => String(event.read({ name: 'merchant', path: [] } as never)));
    const first = merchants.filter((merchant) => merchant === '100000000000').length;
    expect(first / merchants.length).toBeGreaterThan(0.07);
    expect(first / merchants.length).toBeLessThan(0.13);
  });

  test('tracks a registration of each holder, and a login with each ask, once', () => {
    const world = createMixWorld(ten, SIZE, 1);
    world.next(7);
    const types = () =>
      Object.entries(Object.groupBy(world.tracked(), ({ type }) => type)).map(([type, all]) => [type, all?.length]);
    expect(types()).toEqual([
      ['registration', 40],
      ['login', 7],
    ]);
    world.next(3);
    expect(types()).toEqual([['login', 3]]);
  });
});

describe('the weeks of the hottest merchant', () => {
  const groups = [
    { events: 10, merchants: 20 },
    { events: 200, merchants: 2 },
    { events: 1_000, merchants: 1 },
  ];

  test('give every merchant what its group says, from the beginning of the week to its end', () => {
    const purchases = purchasesOfWeek(groups, 20, createRandom(1));
    const counts = Map.groupBy(purchases, ({ merchant }) => merchant);
    expect([...counts].toSorted(([a], [b]) => a - b).map(([, all]) => all.length)).toEqual([
      ...new Array(20).fill(10),
      200,
      200,
      1_000,
    ]);
    expect(purchases.at(0)?.atMs).toBeGreaterThan(START_MS);
    expect(purchases.at(-1)?.atMs).toBe(START_MS + WEEK_MS);
    expect(purchases.slice(0, 20).some(({ merchant }) => merchant === 22)).toBe(true);
  });

  test('are measured by turns, each beside the first', async () => {
    const plan = { groups, asksPerCard: 20, atOnce: 4, asksPerSlice: 20, effort: { rounds: 2, warmups: 0 } };
    const { store, figures } = await measureHotMerchant(openMemoryStore(), ten, plan, 1);
    expect(store).toBe('memory');
    expect(figures.filter(({ part }) => part === 'counted').map(({ name }) => name)).toEqual([
      '10 events',
      '200 events',
      '1,000 events',
    ]);
    expect(figures[0]?.ratio).toEqual({ median: 1, least: 1, most: 1 });
  });
});

describe('counting', () => {
  test('finds what a week was filled with, and what was settled since', async () => {
    const { world, engine } = await filledStore(openMemoryStore(), ten, { ...SIZE, merchants: 1 });
    const asks = world.next(200);
    const [next] = world.next(1);
    if (!next) throw new Error('no ask');
    const written = await count(engine, ten.plan, asks, 8);
    const { values: before } = await engine.evaluate(next.event, ten.plan, 'dry');
    await settle(engine, asks, written, 8);
    const { values } = await engine.evaluate(next.event, ten.plan, 'dry');
    expect(values.get('card_count_for_merchant_weekly')).toBeGreaterThan(30);
    expect(values.get('total_authorizations_per_card_weekly')).toBeGreaterThan(8);
    expect(values.get('total_authorizations_per_card_weekly')).toBeLessThan(40);
    const declined = 'declined_authorizations_per_merchant_weekly';
    const declinedAsks = asks.filter(({ outcome }) => outcome === 'declined').length;
    expect(declinedAsks).toBeGreaterThan(2);
    expect(Number(values.get(declined)) - Number(before.get(declined))).toBe(declinedAsks);
  });

  test('refuses to measure a store that is not filled', async () => {
    const asks = createMixWorld(ten, SIZE, 1).next(3);
    const engine = benchEngine(openMemoryStore().store);
    await expect(count(engine, ten.plan, asks, 1)).rejects.toThrow('is cold');
  });

  test('refuses to measure a store that fails', async () => {
    const apply = () => Promise.reject(new Error('gone'));
    const asks = createMixWorld(ten, SIZE, 1).next(3);
    await expect(count(benchEngine({ apply }), ten.plan, asks, 2)).rejects.toThrow('gone');
  });

  test('has an id of its own for every ask', () => {
    const make = createAskMaker(ten, 1);
    const ids = [1, 2, 3].map(() => make({ card: 1, merchant: 1, atMs: START_MS }).event.id);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('the mix', () => {
  const plan = {
    size: SIZE,
    slices: [
      { atOnce: 1, asks: 30 },
      { atOnce: 8, asks: 300 },
    ],
    effort: { rounds: 2, warmups: 1 },
  };

  test('is measured in memory: counted and settled, by turns so many at once, and what it takes of memory', async () => {
    const found = await measureMix(openMemoryStore(), shipped, plan, 1);
    expect(found).toMatchObject({ store: 'memory', featureCount: shipped.featureCount, writtenCount: 4 });
    expect(found.figures.map(({ name, part }) => `${name} ${part}`)).toEqual([
      '1 counted',
      '1 settled',
      '8 counted',
      '8 settled',
    ]);
    for (const { cpu, elapsed, serverCpu } of found.figures) {
      expect(cpu.least).toBeGreaterThan(0);
      expect(cpu.least).toBeLessThanOrEqual(cpu.median);
      expect(cpu.median).toBeLessThanOrEqual(cpu.most);
      expect(elapsed.median).toBeGreaterThan(0);
      expect(serverCpu).toBeNull();
    }
  });

  test('takes for memory of the store what a week has filled, and nothing of what was garbage before', async () => {
    const size = { ...SIZE, cards: 500, merchants: 500 };
    const { bytesPerAsk } = await measureMix(
      openMemoryStore(),
      ten,
      { ...plan, size, effort: { rounds: 0, warmups: 0 } },
      1,
    );
    expect(bytesPerAsk).toBeGreaterThan(100);
    expect(bytesPerAsk).toBeLessThan(1_500);
  });

  test.skipIf('skipped' in server)('is measured in Redis, with what the server itself takes', async () => {
    if ('skipped' in server) return;
    const store = await openRedisStore(server);
    try {
      const found = await measureMix(store, ten, plan, 1);
      expect(found).toMatchObject({ store: 'Redis', featureCount: 10, writtenCount: 2 });
      for (const { serverCpu } of found.figures) expect(serverCpu?.median).toBeGreaterThan(0);
      expect(found.bytesPerAsk).toBeGreaterThan(50);
    } finally {
      await store.close();
    }
  });

  test.skipIf('skipped' in server)('comes to the same features in memory and in Redis', async () => {
    if ('skipped' in server) return;
    const stores = [openMemoryStore(), await openRedisStore(server)];
    try {
      const values = [];
      for (const store of stores) {
        const { world, engine } = await filledStore(store, shipped);
        const asks = world.next(50);
        await settle(engine, asks, await count(engine, shipped.plan, asks, 1), 1);
        const found = [];
        for (const { event } of world.next(10))
          found.push([...(await engine.evaluate(event, shipped.plan, 'dry')).values]);
        values.push(found);
      }
      expect(values[1]).toEqual(values[0]);
    } finally {
      for (const store of stores) await store.close();
    }
  });
});
