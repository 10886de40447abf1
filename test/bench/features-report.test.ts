import { describe, expect, test } from 'vitest';
import { aimsOf } from '../../bench/features/aims.ts';
import { type FeaturesReport, featuresJson, featuresText } from '../../bench/features/report.ts';
import { type Contestant, type Cost, createMeter, type Figure, measureRounds } from '../../bench/features/rounds.ts';
import { settingsFor } from '../../bench/features/settings.ts';

const at = (median: number) => ({ median, least: median / 2, most: median * 2 });

function figure(name: string, part: string, cpu: number, more: Partial<Figure> = {}): Figure {
  return { name, part, cpu: at(cpu), elapsed: at(cpu * 2), serverCpu: null, ratio: at(1), ...more };
}

const SIZE = { cards: 2_000, merchants: 300, asksPerCard: 20, skew: 2 };
const MIX = { size: SIZE, writtenCount: 4, bytesPerAsk: 880, othersShare: 0.12 };
const REPORT: FeaturesReport = {
  mixes: [
    { ...MIX, store: 'memory', featureCount: 76, figures: [figure('1', 'counted', 38), figure('1', 'settled', 9)] },
    {
      ...MIX,
      store: 'Redis',
      featureCount: 10,
      figures: [
        figure('32', 'counted', 50, { serverCpu: at(40), elapsed: at(100) }),
        figure('32', 'settled', 30, { serverCpu: at(20) }),
      ],
    },
  ],
  hot: [
    {
      store: 'memory',
      atOnce: 1,
      othersShare: null,
      figures: [figure('10 events', 'counted', 40), figure('100,000 events', 'counted', 100, { ratio: at(2.5) })],
    },
  ],
  duels: [
    {
      rowCount: 1_000_000,
      aggregates: ['count_1h', 'sum_24h'],
      duckDbVersion: 'v1',
      comparedRows: 10_310,
      othersShare: 0,
      figures: [figure('DuckDB', 'rows', 500_000), figure('Countersign', 'rows', 250_000, { ratio: at(0.5) })],
    },
  ],
  skipped: [],
};

describe('the report of features', () => {
  const text = featuresText(REPORT);

  test('has a row for each way of measuring: a feature, a second, the server, settling', () => {
    expect(text).toContain(
      '| 76 | 2,000, 300 of all sizes | memory | 1 | 38 (19 to 76) | 0.50 |  | 76 (38 to 152) | 13,158 | 9.0 |',
    );
    expect(text).toContain(
      '| Redis | 32 | 50 (25 to 100) | 5.00 | 40 (20 to 80) | 100 (50 to 200) | 10,000 | 30, of Redis 20 |',
    );
    expect(text).toContain('at most 12 % of the machine');
    expect(text).toContain('an unknown part of the machine');
  });

  test('tells what an entry takes, how the merchants compare, and how long all rows took', () => {
    expect(text).toContain('| memory | 880 | 4 | 220 |');
    expect(text).toContain(
      '| memory | 1 | 100,000 events | 100 (50 to 200) |  | 200 (100 to 400) | 2.50 (1.25 to 5.00) |',
    );
    expect(text).toContain(
      '| count_1h sum_24h | Countersign | 0.25 (0.13 to 0.50) | 0.25 | 0.50 (0.25 to 1.00) | 0.5 (0.3 to 1.0) |',
    );
    expect(text).toContain('10,310 rows compared');
  });

  test('says of every aim whether it was reached', () => {
    expect(aimsOf(REPORT).map(({ measured, isReached }) => [measured, isReached])).toEqual([
      ['0.50 µs', true],
      ["10,000, with 50 µs of this process's CPU each", true],
      ['2.50 times', false],
      ['0.5 times its CPU', true],
    ]);
    expect(text.match(/\*\*not reached\*\*/g)).toHaveLength(1);
    expect(JSON.parse(featuresJson(REPORT))).toMatchObject({ aims: { length: 4 }, machine: { node: process.version } });
  });

  test('says what was left out, and has no table of it', () => {
    const none = featuresText({
      mixes: [],
      hot: [],
      duels: REPORT.duels,
      skipped: ['Redis: no redis-server'],
    });
    expect(none).toContain('Skipped: Redis: no redis-server.');
    expect(none).not.toContain('| features |');
  });
});

describe('the rounds', () => {
  /** Takes what it is told to, one after the other. */
  function scripted(name: string, cpus: readonly number[]): Contestant {
    const rest = [...cpus];
    const cost = (cpu: number): Cost => ({ cpu, elapsed: cpu, serverCpu: 1 });
    return { name, take: async () => ({ counted: cost(rest.shift() ?? Number.NaN) }) };
  }

  test('are compared pair by pair, and those that warm up do not count', async () => {
    // A disturbed round is measured again; what is scripted lasts for twice as many.
    const first = scripted('first', [99, ...new Array(6).fill(3)]);
    const other = scripted('other', [99, ...new Array(6).fill(7)]);
    const { figures } = await measureRounds([first, other], { rounds: 3, warmups: 1 }, []);
    expect(figures.map(({ name, part, cpu }) => [name, part, cpu.most])).toEqual([
      ['first', 'counted', 3],
      ['other', 'counted', 7],
    ]);
    expect(figures[1]?.ratio).toEqual({ median: 2, least: 2, most: 2 });
  });

  test('are longer and larger where time is no matter', () => {
    expect(settingsFor(false).duel.rows).toBe(1_000_000);
    expect(settingsFor(true).duel.rows).toBeLessThan(1_000_000);
    expect(settingsFor(false).memory.hot.groups.map(({ events }) => events)).toEqual([10, 1_000, 100_000]);
  });
});

describe('a meter', () => {
  test('adds up the time of several runs', async () => {
    const spin = async (ms: number) => {
      for (const endMs = performance.now() + ms; performance.now() < endMs; );
    };
    const meter = createMeter();
    await meter.run(() => spin(20));
    await meter.run(() => spin(1));
    expect(meter.each(1).elapsed).toBeGreaterThanOrEqual(21_000);
    expect(meter.each(10).elapsed).toBe(meter.each(1).elapsed / 10);
    expect(meter.each(1).cpu).toBeGreaterThan(0);
  });

  test('adds up several runs, gives what they gave, and asks the server before and after', async () => {
    let used = 0;
    const meter = createMeter(async () => {
      used += 5;
      return used;
    });
    expect(await meter.run(async () => 'done')).toBe('done');
    await meter.run(async () => undefined);
    expect(meter.each(2)).toMatchObject({ serverCpu: 5 });
    expect(meter.each(2).cpu).toBeGreaterThanOrEqual(0);
    expect(createMeter().each(1).serverCpu).toBeNull();
  });
});
