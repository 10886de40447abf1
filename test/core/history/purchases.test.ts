import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPurchaseTally } from '../../../src/core/history/purchases.ts';
import type { Truth } from '../../../src/core/history/truth.ts';
import { DAY, MINUTE, MONDAY, type PastRow, pastRow } from '../../support/past-rows.ts';

type Asked = Omit<PastRow, 'id' | 'atMs'> & {
  readonly id?: string;
  readonly minute: number;
  readonly truth?: Truth;
  readonly isStopped?: boolean;
};

function purchasesOf(asks: readonly Asked[]) {
  const tally = createPurchaseTally();
  for (const [index, { minute, truth = 'good', isStopped = false, ...row }] of asks.entries()) {
    const { authorization } = pastRow({ id: `a${index}`, card: 'card', ...row, atMs: MONDAY + minute * MINUTE });
    tally.add(authorization, truth, isStopped);
  }
  return tally.result();
}

const increment = (id: string, minute: number, amountMinor: number) => ({
  ...{ id, minute },
  changes: { amountMinor, isIncremental: true, historyLength: 1 },
});

describe('purchases', () => {
  test('are one where a card tries one amount again at a merchant, each time within the hour', () => {
    expect(purchasesOf([{ minute: 0 }, { minute: 60 }, { minute: 120 }]).count).toBe(1);
    expect(purchasesOf([{ minute: 0 }, { minute: 61 }]).count).toBe(2);
  });

  test.each<[string, Partial<Asked>]>([
    ['card', { card: 'another' }],
    ['merchant', { merchant: 'another' }],
    ['amount', { changes: { amountMinor: 1235 } }],
    ['currency', { changes: { currency: 'eur' } }],
    ['account', { changes: { scope: { livemode: false, account: 'acct_1' } } }],
    ['mode', { changes: { scope: { livemode: true, account: null } } }],
  ])('are two of another %s', (_what, changes) => {
    expect(purchasesOf([{ minute: 0 }, { minute: 1, ...changes }]).count).toBe(2);
    expect(purchasesOf([{ minute: 0 }, { minute: 1 }]).count).toBe(1);
  });

  test('are never taken for one where card or merchant is not known', () => {
    expect(
      purchasesOf([
        { minute: 0, card: null },
        { minute: 1, card: null },
      ]).count,
    ).toBe(2);
    expect(
      purchasesOf([
        { minute: 0, merchant: null },
        { minute: 1, merchant: null },
      ]).count,
    ).toBe(2);
  });

  test('go by the name of a merchant that has no id', () => {
    const named = (name: string, minute: number): Asked => ({
      ...{ minute, merchant: null },
      changes: { merchant: { ...pastRow({ id: 'x' }).authorization.merchant, networkId: null, name } },
    });
    expect(purchasesOf([named('Shop', 0), named('Shop', 1), named('Other', 2)]).count).toBe(2);
  });

  test('hold the increments of an authorization, weeks later too, with their money', () => {
    const { count, money } = purchasesOf([
      { id: 'hotel', minute: 0, changes: { amountMinor: 1_000 } },
      increment('hotel', (10 * DAY) / MINUTE, 200),
      increment('hotel', (10 * DAY) / MINUTE + 1, 200),
      increment('hotel', (30 * DAY) / MINUTE, 50),
      increment('another', (30 * DAY) / MINUTE, 7),
    ]);
    expect([count, money]).toEqual([2, [{ currency: 'usd', tp: 0, fp: 0, fn: 0, tn: 1_257 }]]);
  });

  test('are stopped where all of their asks are: a challenge that is answered and tried again went through', () => {
    const outcome = (...stops: readonly boolean[]) =>
      purchasesOf(stops.map((isStopped, minute) => ({ minute, isStopped }))).confusion;
    expect(outcome(true, true)).toEqual({ tp: 0, fp: 1, fn: 0, tn: 0 });
    expect(outcome(true, false)).toEqual({ tp: 0, fp: 0, fn: 0, tn: 1 });
    expect(outcome(false, true)).toEqual({ tp: 0, fp: 0, fn: 0, tn: 1 });
  });

  test('are fraud where one ask is, good where one is good, and else not known', () => {
    const confusion = (...truths: readonly Truth[]) =>
      purchasesOf(truths.map((truth, minute) => ({ minute, truth }))).confusion;
    expect(confusion('good', 'fraud', 'good')).toEqual({ tp: 0, fp: 0, fn: 1, tn: 0 });
    expect(confusion('unknowable', 'good')).toEqual({ tp: 0, fp: 0, fn: 0, tn: 1 });
    expect(confusion('unknowable', 'immature')).toEqual({ tp: 0, fp: 0, fn: 0, tn: 0 });
  });

  test('are as many as a plain reading of the rule finds, and never more than asks', () => {
    const ask = fc.record({
      minutes: fc.integer({ min: 0, max: 45 }),
      card: fc.constantFrom('c1', 'c2', null),
      merchant: fc.constantFrom('m1', 'm2'),
      amountMinor: fc.constantFrom(100, 2 ** 33 + 100, 0),
      isStopped: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 60 }), (asks) => {
        let minute = 0;
        const timed = asks.map(({ minutes, ...rest }) => {
          minute += minutes;
          return { ...rest, minute };
        });
        const last = new Map<string, number>();
        let count = 0;
        for (const { card, merchant, amountMinor, minute: at } of timed) {
          const before = last.get(`${card} ${merchant} ${amountMinor}`);
          if (card === null || before === undefined || at - before > 60) count += 1;
          last.set(`${card} ${merchant} ${amountMinor}`, at);
        }
        const found = purchasesOf(timed.map(({ amountMinor, ...rest }) => ({ ...rest, changes: { amountMinor } })));
        expect(found.count).toBe(count);
        expect(found.count).toBeLessThanOrEqual(asks.length);
        const { tp, fp, fn, tn } = found.confusion;
        expect(tp + fp + fn + tn).toBe(count);
      }),
    );
  });
});
