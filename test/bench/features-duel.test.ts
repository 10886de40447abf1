import { describe, expect, onTestFinished, test } from 'vitest';
import { openDuckDb, windowSql } from '../../bench/features/duckdb.ts';
import { checkAnswers, measureDuel } from '../../bench/features/duel.ts';
import { generateRows, type Rows } from '../../bench/features/rows.ts';
import { runScowl, runTimeline } from '../../bench/features/scowl-windows.ts';
import { FIVE_AGGREGATES, FOUR_AGGREGATES } from '../../bench/features/windows.ts';

const HOUR = 3_600;

/** Rows as `[card, merchant, amount, second]`. */
function rowsOf(rows: readonly (readonly [number, number, number, number])[]): Rows {
  const column = (index: number) => Int32Array.from(rows, (row) => row[index] ?? 0);
  return { count: rows.length, cards: column(0), merchants: column(1), amounts: column(2), seconds: column(3) };
}

/** The answers to all aggregates, row by row, by each of the three. */
async function answersTo(rows: Rows) {
  const duckDb = await openDuckDb(rows);
  onTestFinished(() => duckDb.close());
  await duckDb.run(FIVE_AGGREGATES);
  const byRow = (columns: readonly Float64Array[]) =>
    Array.from({ length: rows.count }, (_, row) => columns.map((column) => column[row]));
  return {
    duckDb: (await duckDb.sample(FIVE_AGGREGATES, 1)).map(([, ...answers]) => answers),
    scowl: byRow(await runScowl(rows, FIVE_AGGREGATES)),
    timeline: byRow(await runTimeline(rows, FIVE_AGGREGATES)),
  };
}

describe('the rows of the duel', () => {
  test('are the same for the same seed, in the order of time, some of the same card and second', () => {
    const rows = generateRows(5_000, 1);
    expect(rows).toEqual(generateRows(5_000, 1));
    expect(rows).not.toEqual(generateRows(5_000, 2));
    expect(rows.seconds).toEqual(rows.seconds.toSorted());
    const names = Array.from(rows.cards, (card, row) => `${card} ${rows.seconds[row]}`);
    expect(new Set(names).size).toBeLessThan(names.length - 50);
  });

  test('have some twenty of a card in a day, and never more than are kept one by one', () => {
    const rows = generateRows(20_000, 1);
    const days = Array.from(rows.cards, (card, row) => `${card} ${Math.floor((rows.seconds[row] ?? 0) / 86_400)}`);
    const counts = [...Map.groupBy(days, (day) => day).values()].map(({ length }) => length);
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeCloseTo(20, 0);
    expect(Math.max(...counts)).toBeLessThan(128);
  });
});

describe('the windows of the duel', () => {
  test('are those of events in their order: of two in one second the first does not see the second', async () => {
    const { duckDb, scowl, timeline } = await answersTo(
      rowsOf([
        [1, 7, 100, 0],
        [1, 8, 50, 0],
        [2, 7, 1, 0],
        [1, 7, 25, 1],
      ]),
    );
    expect(duckDb).toEqual([
      [1, 1, 1, 100, 1],
      [2, 2, 2, 150, 2],
      [1, 1, 1, 1, 1],
      [3, 3, 3, 175, 2],
    ]);
    expect(scowl).toEqual(duckDb);
    expect(timeline).toEqual(duckDb);
  });

  test('leave out what is exactly as old as they are long', async () => {
    const { duckDb, scowl, timeline } = await answersTo(
      rowsOf([
        [1, 7, 100, 0],
        [1, 8, 50, 1],
        [1, 7, 25, HOUR],
        [1, 7, 10, 24 * HOUR],
        [1, 7, 5, 24 * HOUR],
      ]),
    );
    expect(duckDb.map(([, hourly, daily]) => [hourly, daily])).toEqual([
      [1, 1],
      [2, 2],
      [2, 3],
      [1, 3],
      [2, 4],
    ]);
    expect(scowl).toEqual(duckDb);
    expect(timeline).toEqual(duckDb);
  });

  test('are asked of DuckDB once for each length', () => {
    expect(windowSql(FIVE_AGGREGATES).match(/RANGE/g)).toHaveLength(3);
  });
});

describe('the duel', () => {
  test('measures all over the same rows, and compares their answers', async () => {
    const sets = [FOUR_AGGREGATES, FIVE_AGGREGATES];
    const [four, five] = await measureDuel(generateRows(4_000, 1), sets, { rounds: 1, warmups: 0 });
    expect(four).toMatchObject({ rowCount: 4_000, comparedRows: 42, aggregates: expect.arrayContaining(['sum_24h']) });
    expect(five?.aggregates).toHaveLength(5);
    expect(four?.figures.map(({ name }) => name)).toEqual([
      'DuckDB',
      'Countersign, timelines and reads',
      'Countersign, all of the engine',
    ]);
    expect(four?.figures[0]?.ratio.median).toBe(1);
  });

  test('says which row is answered differently, or that it is one of those between', () => {
    const [aggregate] = FOUR_AGGREGATES;
    if (!aggregate) throw new Error('no aggregate');
    const check = (answers: number[], sample: number[][], sum: number) =>
      checkAnswers([aggregate], [Float64Array.from(answers)], sample, [sum]);
    expect(() =>
      check(
        [1, 2, 3],
        [
          [0, 1],
          [2, 3],
        ],
        6,
      ),
    ).not.toThrow();
    expect(() =>
      check(
        [1, 2, 4],
        [
          [0, 1],
          [2, 3],
        ],
        7,
      ),
    ).toThrow('count_15m of row 2: 4, and by DuckDB 3');
    expect(() =>
      check(
        [1, 9, 3],
        [
          [0, 1],
          [2, 3],
        ],
        6,
      ),
    ).toThrow('count_15m of all rows: 13, and by DuckDB 6');
    expect(() => check([], [], 0)).toThrow('no answers');
  });
});
