import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/core/domain/random.ts';
import { missing } from '../../../src/core/domain/value.ts';
import { chooseThreshold, intervalsOf, type Wish } from '../../../src/core/history/aims.ts';
import { addRow, at, FRAUD, GOOD, noSums, type RowSums, rowsOf, UNKNOWN } from '../../../src/core/history/row-sums.ts';
import { createScoreWeeks, TRIED_SCORES, togetherOf } from '../../../src/core/history/score-weeks.ts';
import type { ThresholdSettings } from '../../../src/core/history/tune-result.ts';

const PLAIN: ThresholdSettings = { thresholds: {}, on_missing: {}, disputability: {} };
const NOT_SENT = missing('not_sent');

interface Scored {
  readonly week: number;
  readonly score: number | null;
  readonly side: typeof FRAUD | typeof GOOD | typeof UNKNOWN;
}

const scored: fc.Arbitrary<Scored> = fc.record({
  week: fc.integer({ min: 0, max: 5 }),
  score: fc.option(
    fc.integer({ min: 0, max: 1_000 }).map((tenths) => tenths / 10),
    { freq: 9 },
  ),
  side: fc.constantFrom(FRAUD, GOOD, GOOD, UNKNOWN),
});
const past = fc.array(scored, { minLength: 1, maxLength: 80 });

function weeksOf(rows: readonly Scored[], settings = PLAIN, likely: string | null = null) {
  const weeks = createScoreWeeks();
  for (const { week, score, side } of rows) {
    weeks.add(week, score, likely ?? NOT_SENT, settings, { side, currency: 0, amountMinor: 100, usd: 1 });
  }
  return weeks.weeks();
}

/** A missed fraud costs one, a good purchase stopped a tenth. */
const cost = (stopped: RowSums, all: RowSums) => at(all, FRAUD) - at(stopped, FRAUD) + at(stopped, GOOD) / 10;
const ANY: Wish = { leastPrecision: null, mostDeclineRate: null, isCheapest: false };
const DRAWS = { draws: 100, share: 0.9, seed: 1, minWeeks: 2 };

const wish: fc.Arbitrary<Wish> = fc.record({
  leastPrecision: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  mostDeclineRate: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  isCheapest: fc.boolean(),
});

function chosen(rows: readonly Scored[], wanted: Wish): number | null {
  return chooseThreshold(togetherOf(weeksOf(rows)), wanted, cost);
}

describe('the threshold that meets a wish', () => {
  test('is what trying each of them by hand would choose', () => {
    fc.assert(
      fc.property(past, wish, (rows, wanted) => {
        const met = TRIED_SCORES.map((threshold) => {
          const stopped = rows.filter(({ score }) => score !== null && score > threshold);
          const fraud = stopped.filter(({ side }) => side === FRAUD).length;
          const good = stopped.filter(({ side }) => side === GOOD).length;
          const frauds = rows.filter(({ side }) => side === FRAUD).length;
          const isPrecise =
            wanted.leastPrecision === null || (fraud + good > 0 && fraud / (fraud + good) >= wanted.leastPrecision);
          const isFew = wanted.mostDeclineRate === null || stopped.length <= wanted.mostDeclineRate * rows.length;
          return { threshold, isMet: isPrecise && isFew, costs: frauds - fraud + good / 10 };
        }).filter(({ isMet }) => isMet);
        const least = Math.min(...met.map(({ costs }) => costs));
        const best = wanted.isCheapest ? met.find(({ costs }) => costs === least) : met.at(-1);
        expect(chosen(rows, wanted)).toBe(best?.threshold ?? null);
      }),
    );
  });

  test('is none where nothing stopped is fraud, and the strictest of those that cost the same', () => {
    const good: Scored[] = [{ week: 0, score: 40, side: GOOD }];
    expect(chosen(good, { ...ANY, leastPrecision: 0.1 })).toBeNull();
    expect(chosen(good, { ...ANY, isCheapest: true })).toBe(100);
    expect(chosen([{ week: 0, score: 60.2, side: FRAUD }], { ...ANY, isCheapest: true })).toBe(60);
  });

  test('moves with how likely a dispute is won, as the profile moves it', () => {
    const settings = { ...PLAIN, disputability: { very_unlikely: { fraud_risk_score: -10 } } };
    const rows: Scored[] = [{ week: 0, score: 45, side: FRAUD }];
    const strictest = (likely: string | null) =>
      chooseThreshold(togetherOf(weeksOf(rows, settings, likely)), { ...ANY, isCheapest: true }, cost);
    expect(strictest('very_unlikely')).toBe(54);
    expect(strictest('neutral')).toBe(44);
    expect(strictest(null)).toBe(44);
  });

  test('stops what has no score by no threshold, or by all of them', () => {
    const rows: Scored[] = [{ week: 0, score: null, side: FRAUD }];
    const stopped = (on_missing: ThresholdSettings['on_missing']) =>
      togetherOf(weeksOf(rows, { ...PLAIN, on_missing })).map((sums) => at(sums, FRAUD));
    expect(stopped({}).slice(0, -1)).toEqual(TRIED_SCORES.map(() => 0));
    expect(stopped({ fraud_risk_score: 'review' }).slice(0, -1)).toEqual(TRIED_SCORES.map(() => 0));
    expect(stopped({ fraud_risk_score: 'challenge' })).toEqual([...TRIED_SCORES, 'all'].map(() => 1));
  });
});

describe('weeks', () => {
  test('together are all rows there are', () => {
    fc.assert(
      fc.property(past, (rows) => {
        const all = togetherOf(weeksOf(rows)).at(-1) ?? noSums();
        expect(rowsOf(all)).toBe(rows.length);
        const expected = noSums();
        for (const { side } of rows) addRow(expected, { side, currency: 0, amountMinor: 100, usd: 1 });
        expect(Array.from(all, (each) => each ?? 0)).toEqual(Array.from(expected, (each) => each ?? 0));
      }),
    );
  });
});

describe('the interval of a threshold', () => {
  test('is the same for the same seed', () => {
    fc.assert(
      fc.property(past, wish, fc.integer(), (rows, wanted, seed) => {
        const draw = () => intervalsOf(weeksOf(rows), [wanted], cost, { ...DRAWS, seed });
        expect(draw()).toEqual(draw());
      }),
      { numRuns: 20 },
    );
  });

  test('of weeks that are all alike is the threshold itself', () => {
    fc.assert(
      fc.property(past, wish, (rows, wanted) => {
        const alike = [0, 1, 2].flatMap((week) => rows.map((row) => ({ ...row, week })));
        const threshold = chosen(alike, wanted);
        expect(intervalsOf(weeksOf(alike), [wanted], cost, DRAWS)).toEqual([{ low: threshold, high: threshold }]);
      }),
      { numRuns: 20 },
    );
  });

  test('is wide where weeks differ, open where in some of them none meets the wish, and none of few weeks', () => {
    const fraud = (week: number, score: number): Scored => ({ week, score, side: FRAUD });
    const good = (week: number, score: number): Scored => ({ week, score, side: GOOD });
    const precise = { ...ANY, leastPrecision: 0.5 };
    const rows = [0, 1, 2, 3, 4].flatMap((week) => {
      const score = 20 + 10 * week;
      return [fraud(week, 90), good(week, score), good(week, score)];
    });
    const [interval] = intervalsOf(weeksOf(rows), [precise], cost, DRAWS);
    expect(interval?.low).toBeLessThan(interval?.high ?? 0);
    const sometimes = [fraud(0, 90), good(1, 95), good(2, 95)];
    expect(intervalsOf(weeksOf(sometimes), [precise], cost, DRAWS)[0]).toMatchObject({ high: null });
    expect(intervalsOf(weeksOf(rows), [precise], cost, { ...DRAWS, minWeeks: 6 })).toEqual([{ low: null, high: null }]);
  });

  test('is drawn by numbers that are spread evenly', () => {
    const random = createRandom(7);
    const counts = [0, 0, 0, 0];
    for (let index = 0; index < 4_000; index += 1) {
      const drawn = Math.floor(random() * 4);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(900);
  });
});
