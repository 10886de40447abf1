import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disputeLives, disputeSteps, type ToldDispute } from '../../../src/core/history/dispute-life.ts';
import { disputeRates } from '../../../src/core/history/dispute-rate.ts';
import { isMonth, monthSpan, monthsBefore } from '../../../src/core/history/months.ts';

const DAY_MS = 86_400_000;
const at = (time: string) => Date.parse(time);
const NOW = { nowMs: at('2026-12-10T00:00:00Z'), ageDays: 30 };
const MONTHS = ['2026-09', '2026-10', '2026-11'].map((month) => ({ month, count: 1_000, money: [] }));

/** A purchase of five cents that was disputed as fraud, and perhaps filed. */
function disputed(bought: string, since: string, filed: string | null) {
  const times = { boughtAtMs: at(bought), disputedAtMs: at(since), filedAtMs: filed === null ? null : at(filed) };
  return { ...times, amountMinor: 5, currency: 'usd' };
}

describe('the dispute rate', () => {
  it('counts a dispute in the month of its purchase and in the month of its filing', () => {
    const rates = disputeRates(MONTHS, [disputed('2026-09-30', '2026-10-31', '2026-11-02')], NOW);
    expect(rates.map(({ by_purchase: of }) => of.count)).toEqual([1, 0, 0]);
    expect(rates.map(({ by_filing: of }) => of.count)).toEqual([0, 0, 1]);
    // On its thirtieth day nobody knew of it yet.
    expect(rates.map(({ at_age: of }) => of?.count ?? null)).toEqual([0, 0, null]);
  });

  it('counts a dispute as filed once it was handed in, not while it is a draft', () => {
    const byFiling = (filed: string | null) =>
      disputeRates(MONTHS, [disputed('2026-09-02', '2026-09-20', filed)], NOW).map(({ by_filing: of }) => of.count);
    expect([byFiling('2026-11-02'), byFiling(null), byFiling('2026-12-11')]).toEqual([
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('is above where more than 0.75 % are filed, and not at that', () => {
    const filed = (count: number) =>
      Array.from({ length: count }, () => disputed('2026-10-02', '2026-10-20', '2026-10-20'));
    const months = [{ month: '2026-10', count: 4_000, money: [] }];
    expect([30, 31].map((count) => disputeRates(months, filed(count), NOW)[0]?.is_above)).toEqual([false, true]);
  });

  it('has no interval where more is filed than bought, and no rate where nothing was bought', () => {
    const two = Array.from({ length: 2 }, () => disputed('2026-08-02', '2026-10-20', '2026-10-20'));
    const rateOf = (count: number) =>
      disputeRates([{ month: '2026-10', count, money: [] }], two, NOW)[0]?.by_filing.rate;
    expect([rateOf(1), rateOf(0)]).toEqual([
      { value: 2, low: null, high: null },
      { value: null, low: null, high: null },
    ]);
  });

  it('never sees what comes later, and loses no dispute between months', () => {
    const time = fc.integer({ min: at('2026-09-01'), max: at('2026-12-01') - 1 });
    const dispute = fc.record({ boughtAtMs: time, days: fc.nat(120) });
    fc.assert(
      fc.property(fc.array(dispute), fc.integer({ min: 1, max: 90 }), (some, ageDays) => {
        const all = some.map(({ boughtAtMs, days }) => {
          const disputedAtMs = boughtAtMs + days * DAY_MS;
          return { boughtAtMs, disputedAtMs, filedAtMs: disputedAtMs, amountMinor: 1, currency: 'usd' };
        });
        const known = all.filter(({ disputedAtMs }) => disputedAtMs <= NOW.nowMs);
        const rates = disputeRates(MONTHS, all, { ...NOW, ageDays });
        expect(rates.reduce((sum, { by_purchase: of }) => sum + of.count, 0)).toBe(known.length);
        expect(rates).toEqual(disputeRates(MONTHS, known, { ...NOW, ageDays }));
        for (const { at_age: aged, by_purchase: of } of rates) expect(aged?.count ?? 0).toBeLessThanOrEqual(of.count);
      }),
    );
  });

  it('knows months, over the turn of the year too', () => {
    expect([monthsBefore('2026-01'), monthsBefore('2026-03', 14)]).toEqual(['2025-12', '2025-01']);
    expect(['2026-12', '2026-13', '2026-1', 'october'].map(isMonth)).toEqual([true, false, false, false]);
    expect(monthSpan('2026-12')).toEqual({ fromMs: at('2026-12-01'), toMs: at('2027-01-01') });
  });
});

describe('the life of a dispute', () => {
  const told = (id: string, day: string, status: string, amountMinor: number | null = 700): ToldDispute => {
    const currency = amountMinor === null ? null : 'usd';
    return { id, atMs: at(day), status, reason: 'fraudulent', lossReason: null, amountMinor, currency };
  };
  const OCTOBER = monthSpan('2026-10');

  it('counts each step in the month in which it was taken', () => {
    const events = [
      ...[told('a', '2026-09-20', 'unsubmitted'), told('a', '2026-10-02', 'submitted'), told('a', '2026-11-20', 'won')],
      ...[told('b', '2026-10-03', 'submitted'), told('b', '2026-10-30', 'lost')],
      ...[told('c', '2026-10-05', 'unsubmitted'), told('c', '2026-10-29', 'expired')],
    ];
    expect(disputeSteps(disputeLives(events), OCTOBER)).toEqual({
      opened: { count: 2, money: [{ currency: 'usd', amount: 1_400 }] },
      filed: { count: 2, money: [{ currency: 'usd', amount: 1_400 }] },
      won: { count: 0, money: [] },
      lost: { count: 1, money: [{ currency: 'usd', amount: 700 }] },
      expired: { count: 1, money: [{ currency: 'usd', amount: 700 }] },
      filed_as_fraud: 2,
    });
  });

  it('is the same in whatever order it is told, and keeps an amount that only one event tells', () => {
    const events = [
      ...[told('a', '2026-10-02', 'unsubmitted', null), told('a', '2026-10-02', 'submitted')],
      told('a', '2026-10-20', 'won', null),
    ];
    const lives = disputeLives(events);
    expect(lives).toMatchObject([{ end: 'won', amountMinor: 700, filedAtMs: at('2026-10-02') }]);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(disputeLives(shuffled)).toEqual(lives);
      }),
    );
  });
});
