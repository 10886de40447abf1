import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bound,
  boundAt,
  boundOf,
  changesOf,
  type Moves,
  move,
  moved,
  nameOf,
  placeOf,
  placesOf,
  readMoves,
  sayPlace,
  signalsOf,
  type Threshold,
  WORDS,
  writeMoves,
} from '../../../src/apps/console/thresholds/bounds.ts';
import { curveOf, SCORES } from '../../../src/apps/console/thresholds/curves.ts';
import { freshOf } from '../../../src/apps/console/thresholds/fresh.ts';
import { sayDifference } from '../../../src/apps/console/thresholds/say-difference.ts';
import { readThresholdsSearch } from '../../../src/apps/console/thresholds/search.ts';
import type { ThresholdSettings, TuneCell } from '../../../src/core/history/tune-result.ts';
import { CELL_SIGNALS, whatIf } from '../../../src/core/history/what-if.ts';
import type { Backtest } from '../../../src/sdk/index.ts';

const SETTINGS: ThresholdSettings = {
  thresholds: { fraud_risk_score: { decline: 50 }, card_testing_risk_level: { review: 'elevated' } },
  on_missing: {},
  disputability: {},
};
const DECLINE: Threshold = { signal: 'fraud_risk_score', word: 'decline' };

function cell(score: number, fraud: number, good: number, changes: Partial<TuneCell> = {}): TuneCell {
  return {
    fraud_risk_score: score,
    ...{ merchant_dispute_risk_level: null, card_testing_risk_level: null, fraud_disputability: null },
    ...{ rest: 'nothing', review: false, asked: 'challenge', fraud, good, unknown: 0 },
    money: [{ currency: 'usd', fraud: fraud * 10_000, good: good * 2_000 }],
    ...changes,
  };
}

const CELLS = [cell(10, 1, 900), cell(30, 2, 60), cell(55, 4, 20), cell(80, 9, 3)];

const anyMoves: fc.Arbitrary<Moves> = fc
  .array(
    fc.constantFrom(...CELL_SIGNALS).chain((signal) =>
      fc.record({
        name: fc.constantFrom(...WORDS).map((word) => nameOf({ signal, word })),
        bound: fc.integer({ min: 0, max: placesOf(signal) }).map((place) => boundAt(signal, place)),
      }),
    ),
  )
  .map((all) => Object.fromEntries(all.map(({ name, bound }): [string, Bound] => [name, bound])));

describe('a place on a slider', () => {
  it('is a bound, and each bound a place', () => {
    for (const signal of CELL_SIGNALS) {
      for (let place = 0; place <= placesOf(signal); place += 1) {
        expect(placeOf(signal, boundAt(signal, place))).toBe(place);
      }
    }
  });

  it('goes from the strictest to where nothing is done', () => {
    expect([0, 50, 100, 101].map((place) => sayPlace('fraud_risk_score', boundAt('fraud_risk_score', place)))).toEqual([
      ...['above 0', 'above 50', 'above 100', 'never'],
    ]);
    const levels = (signal: (typeof CELL_SIGNALS)[number]) =>
      Array.from({ length: placesOf(signal) + 1 }, (_, place) => sayPlace(signal, boundAt(signal, place)));
    expect(levels('card_testing_risk_level')).toEqual([
      ...['from low', 'from normal', 'from elevated', 'from highest', 'never'],
    ]);
    expect(levels('fraud_disputability')).toEqual([
      ...['if very likely or less', 'if neutral or less', 'if very unlikely or less', 'never'],
    ]);
  });

  it('further to the left never approves more', () => {
    for (const word of ['decline', 'challenge'] as const) {
      const approved = Array.from({ length: placesOf('fraud_risk_score') + 1 }, (_, place) => {
        const settings = moved(SETTINGS, { [`fraud_risk_score.${word}`]: boundAt('fraud_risk_score', place) });
        return whatIf(CELLS, settings, 90).outcomes.approve.count;
      });
      expect(approved).toEqual(approved.toSorted((one, other) => one - other));
    }
  });
});

describe('what was moved', () => {
  it('comes back from the address as it was', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        expect(readMoves(writeMoves(moves))).toEqual(moves);
      }),
    );
  });

  it('is read from an address without what is none', () => {
    const text =
      'fraud_risk_score.decline:60,fraud_risk_score.review:101,amount.decline:5,card_testing_risk_level.decline:x,:';
    expect(readMoves(text)).toEqual({ 'fraud_risk_score.decline': 60 });
    expect(
      readThresholdsSearch({ at: text, run: 'bt_0f-1', portfolio: 'a', curve: 'review', currency: 'usd' }),
    ).toEqual({
      ...{ at: 'fraud_risk_score.decline:60', run: 'bt_0f-1', portfolio: 'a', curve: 'review', currency: 'usd' },
    });
    expect(readThresholdsSearch({ at: '', run: '../x', portfolio: '', curve: 'x', currency: 'dollars' })).toEqual({});
  });

  it('is nothing once it stands where it stood', () => {
    const away = move(SETTINGS, {}, DECLINE, 60);
    expect(away).toEqual({ 'fraud_risk_score.decline': 60 });
    expect(move(SETTINGS, away, DECLINE, 50)).toEqual({});
    expect(move(SETTINGS, {}, { signal: 'fraud_risk_score', word: 'review' }, null)).toEqual({});
  });

  it('stands in the settings, and everything else as it did', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const settings = moved(SETTINGS, moves);
        for (const { signal, word, bound } of changesOf(moves)) expect(boundOf(settings, { signal, word })).toBe(bound);
        for (const signal of CELL_SIGNALS) {
          for (const word of WORDS) {
            if (nameOf({ signal, word }) in moves) continue;
            expect(boundOf(settings, { signal, word })).toBe(boundOf(SETTINGS, { signal, word }));
          }
        }
      }),
    );
    expect(SETTINGS.thresholds.fraud_risk_score).toEqual({ decline: 50 });
  });
});

describe('the signals with sliders', () => {
  it('are the score, and those that some cell or threshold tells of', () => {
    expect(signalsOf(CELLS, SETTINGS)).toEqual(['fraud_risk_score', 'card_testing_risk_level']);
    const told = [...CELLS, cell(1, 0, 1, { fraud_disputability: 'neutral' })];
    expect(signalsOf(told, { ...SETTINGS, thresholds: {} })).toEqual(['fraud_risk_score', 'fraud_disputability']);
  });
});

describe('the curves', () => {
  const level = fc.option(fc.constantFrom('low', 'normal', 'elevated', 'highest'));
  const anyCell: fc.Arbitrary<TuneCell> = fc.record({
    fraud_risk_score: fc.option(fc.integer({ min: 0, max: 100 })),
    ...{ merchant_dispute_risk_level: level, card_testing_risk_level: level },
    fraud_disputability: fc.option(fc.constantFrom('very_unlikely', 'neutral', 'very_likely')),
    rest: fc.constantFrom('nothing' as const, 'allow' as const, 'challenge' as const, 'decline' as const),
    review: fc.boolean(),
    asked: fc.constantFrom('approve' as const, 'challenge' as const, 'decline' as const),
    ...{ fraud: fc.nat(9), good: fc.nat(99), unknown: fc.nat(9) },
    money: fc.constantFrom([], [{ currency: 'usd', fraud: 5, good: 7 }], [{ currency: 'eur', fraud: 1, good: 2 }]),
  });
  const shifted: ThresholdSettings = { ...SETTINGS, disputability: { very_unlikely: { fraud_risk_score: -30 } } };

  it('are at each score what the policy would do with the threshold there', () => {
    fc.assert(
      fc.property(
        fc.array(anyCell, { maxLength: 12 }),
        anyMoves,
        fc.constantFrom(...WORDS),
        fc.constantFrom(SETTINGS, shifted),
        fc.integer({ min: 0, max: 100 }),
        (cells, moves, word, settings, score) => {
          const chosen = moved(settings, moves);
          const point = curveOf(cells, chosen, word, 90)[score];
          const then = whatIf(cells, moved(chosen, { [`fraud_risk_score.${word}`]: score }), 90);
          expect(point).toMatchObject({
            ...{ confusion: then.confusion, precision: then.precision, recall: then.recall },
            approval_rate: then.approval_rate,
            challengesADay: then.capacity.challenges_a_day,
            reviewsADay: then.capacity.reviews_a_day,
          });
          const some = (all: typeof then.money) => all.filter(({ tp, fp, fn, tn }) => tp + fp + fn + tn > 0);
          expect(some(point?.money ?? [])).toEqual(some(then.money));
        },
      ),
    );
  });

  it('go from everything that has a score to nothing', () => {
    const points = curveOf(CELLS, SETTINGS, 'decline', 90);
    expect(points.length).toBe(SCORES.length);
    expect(points[0]?.confusion).toEqual({ tp: 16, fp: 983, fn: 0, tn: 0 });
    expect(points[100]?.confusion).toEqual({ tp: 0, fp: 0, fn: 16, tn: 983 });
  });

  it('do not depend on where the threshold itself stands', () => {
    const elsewhere = moved(SETTINGS, { 'fraud_risk_score.decline': 7 });
    expect(curveOf(CELLS, elsewhere, 'decline', 90)).toEqual(curveOf(CELLS, SETTINGS, 'decline', 90));
    expect(curveOf(CELLS, elsewhere, 'review', 90)).not.toEqual(curveOf(CELLS, SETTINGS, 'review', 90));
  });
});

describe('the difference in words', () => {
  const at = (moves: Moves) => whatIf(CELLS, moved(SETTINGS, moves), 90);
  const said = (moves: Moves) => sayDifference(at({}), at(moves));

  it('says what is stopped, with its money, and what people have to do', () => {
    expect(said({ 'fraud_risk_score.decline': 25 })).toBe(
      'stops 2 more frauds, 200.00 USD; declines or challenges 60 more good purchases, 1,200.00 USD',
    );
    expect(said({ 'fraud_risk_score.decline': 60 })).toBe(
      'stops 4 fewer frauds, 400.00 USD; declines or challenges 20 fewer good purchases, 400.00 USD',
    );
    expect(said({ 'fraud_risk_score.review': 25 })).toBe('0.69 more reviews a day');
  });

  it('is none where nothing would have come out otherwise', () => {
    expect(said({ 'fraud_risk_score.decline': 52 })).toBeNull();
  });

  it('names the money of each currency', () => {
    const sums = (currency: string) => ({ currency, fraud: 100, good: 0 });
    const cells = [cell(40, 1, 0, { money: [sums('eur'), sums('jpy'), sums('usd')] })];
    const of = (moves: Moves) => whatIf(cells, moved(SETTINGS, moves), 90);
    expect(sayDifference(of({}), of({ 'fraud_risk_score.decline': 30 }))).toBe(
      'stops 1 more fraud, 1.00 EUR, 100 JPY and 1.00 USD',
    );
  });

  it('counts one as one', () => {
    const one = [cell(60, 1, 1)];
    const of = (moves: Moves) => whatIf(one, moved(SETTINGS, moves), 90);
    expect(sayDifference(of({ 'fraud_risk_score.decline': null }), of({}))).toBe(
      'stops 1 more fraud, 100.00 USD; declines or challenges 1 more good purchase, 20.00 USD',
    );
  });
});

describe('a run to look at again', () => {
  const NOW_MS = Date.UTC(2026, 5, 2);
  const run = (id: string, changes: Partial<Backtest> = {}): Backtest => ({
    ...{ id, kind: 'tune', livemode: false, account: null, state: 'done', against: null, profile: null },
    ...{ policy: { of: 'live', version: 'pol_1' }, portfolio: 'all', from: null, to: null, labels: null },
    ...{ velocity: 'replay', recount: false, maturity_days: 60, aims: null, by: { id: 'key_1', name: null } },
    created_at: new Date(NOW_MS - 3_600_000).toISOString(),
    ...{ started_at: null, ended_at: null, progress: null, error: null },
    ...changes,
  });
  const fresh = (...runs: Backtest[]) => freshOf(runs, 'all', 'pol_1', NOW_MS)?.id ?? null;

  it('is the latest of this portfolio and version that a new one would be like', () => {
    const older = run('older', { created_at: new Date(NOW_MS - 7_200_000).toISOString() });
    expect(fresh(older, run('newer'))).toBe('newer');
    expect(fresh(run('under_way', { state: 'running' }))).toBe('under_way');
  });

  it('is none that failed, is old, or was asked something else', () => {
    const others: Partial<Backtest>[] = [
      ...([{ state: 'failed' }, { state: 'cancelled' }, { kind: 'backtest' }] as const),
      { policy: { of: 'live', version: 'pol_2' } },
      { created_at: new Date(NOW_MS - 90_000_000).toISOString() },
      ...[{ portfolio: 'other' }, { portfolio: null }, { profile: 'strict' }, { recount: true }],
      ...[{ from: '2026-01-01T00:00:00.000Z' }, { aims: { cheapest: true as const } }, { maturity_days: 30 }],
      ...([{ labels: 'final' }, { velocity: 'counterfactual' }] as const),
    ];
    for (const changes of others) expect([changes, fresh(run('other', changes))]).toEqual([changes, null]);
  });
});
