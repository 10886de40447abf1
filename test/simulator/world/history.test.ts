import { beforeAll, describe, expect, test } from 'vitest';
import type { PurchaseEntry } from '../../../src/simulator/world/books.ts';
import { type Lived, live, quantile, usd } from './live.ts';

function scoresOf(purchases: readonly PurchaseEntry[]): number[] {
  return purchases.flatMap(({ purchase }) => purchase.signals.fraudScore ?? []);
}

/** How often a fraud scores above a good purchase: the area under the curve of the score alone. */
function areaUnderCurve(frauds: readonly number[], goods: readonly number[]): number {
  const sorted = [...goods].sort((one, other) => one - other);
  let below = 0;
  let passed = 0;
  for (const score of [...frauds].sort((one, other) => one - other)) {
    while ((sorted[passed] ?? Number.POSITIVE_INFINITY) < score) passed += 1;
    below += passed;
  }
  return below / frauds.length / goods.length;
}

describe.each(['a', 'harvest', '2026'])('ninety days of three hundred cardholders (seed %s)', (seed) => {
  let lived: Lived;
  let frauds: PurchaseEntry[];
  let goods: PurchaseEntry[];
  beforeAll(async () => {
    lived = await live(90, { seed, cardholders: 300, scenario: 'all' });
    frauds = lived.purchases.filter(({ isFraud }) => isFraud);
    goods = lived.purchases.filter(({ isFraud }) => !isFraud);
  });

  test('hold about as much fraud as was wished', () => {
    const share = frauds.length / lived.purchases.length;
    expect(share).toBeGreaterThan(0.007);
    expect(share).toBeLessThan(0.013);
  });

  test('are told apart by the score alone with an area near 0.90', () => {
    const area = areaUnderCurve(scoresOf(frauds), scoresOf(goods));
    expect(area).toBeGreaterThan(0.87);
    expect(area).toBeLessThan(0.92);
  });

  test('hold good purchases with high scores, and frauds with low ones', () => {
    const shareAbove = (purchases: readonly PurchaseEntry[], score: number) =>
      scoresOf(purchases).filter((each) => each > score).length / purchases.length;
    expect(shareAbove(goods, 50)).toBeGreaterThan(0.01);
    expect(shareAbove(goods, 50)).toBeLessThan(0.03);
    expect(shareAbove(frauds, 25)).toBeLessThan(0.8);
    expect(shareAbove(lived.purchases, -1)).toBeCloseTo(0.99, 2);
  });

  test('hold frauds of the same size as good purchases', () => {
    const [fraudUsd, goodUsd] = [frauds.map(usd), goods.map(usd)];
    expect(quantile(fraudUsd, 0.25)).toBeLessThan(quantile(goodUsd, 0.75));
    expect(quantile(goodUsd, 0.25)).toBeLessThan(quantile(fraudUsd, 0.75));
    const spent = frauds.filter(({ scenario }) => scenario !== 'card-testing').map(usd);
    expect(quantile(spent, 0.25)).toBeLessThan(quantile(goodUsd, 0.75));
  });

  test('see every kind of attack', () => {
    expect(new Set(lived.attacks.map(({ attack }) => attack)).size).toBe(6);
  });

  test('do everything that can be done at an issuer', () => {
    const methods = ['increment', 'reverse', 'capture', 'expire', 'forceCapture', 'refund', 'dispute', 'closeDispute'];
    expect(methods.filter((method) => !lived.issuer.calls.get(method))).toEqual([]);
    expect(lived.issuer.forced.length).toBeLessThan(lived.purchases.length / 200);
  });

  test('are spent in many currencies, also those without a minor unit', () => {
    const currencies = new Set(lived.purchases.map(({ purchase }) => purchase.merchantAmount.currency));
    for (const currency of ['usd', 'gbp', 'eur', 'jpy', 'kwd']) expect(currencies).toContain(currency);
  });

  test('hold good purchases that look strange', () => {
    expect(goods.some((entry) => usd(entry) > 1_000)).toBe(true);
    const kinds = new Set(goods.map(({ purchase }) => purchase.merchant.category));
    for (const category of ['betting_casino_gambling', 'non_fi_stored_value_card_purchase_load']) {
      expect(kinds).toContain(category);
    }
    expect(goods.some(({ scenario }) => scenario === 'travel')).toBe(true);
    expect(goods.some(({ purchase }) => purchase.cashbackMinor > 0)).toBe(true);
    expect(goods.some(({ purchase }) => purchase.signals.cardTestingLevel === 'elevated')).toBe(true);
  });

  test('are shopped through more on Saturdays than on Tuesdays, and by day', () => {
    const onDay = (weekday: number) => goods.filter(({ atMs }) => new Date(atMs).getUTCDay() === weekday).length;
    expect(onDay(6)).toBeGreaterThan(1.15 * onDay(2));
    // In the United States, where most live, it is night.
    const atHour = (hour: number) => goods.filter(({ atMs }) => new Date(atMs).getUTCHours() === hour).length;
    expect(atHour(18)).toBeGreaterThan(3 * atHour(9));
    expect(atHour(9)).toBeGreaterThan(0);
  });

  test('see frauds disputed weeks later, but not all of them', () => {
    const fraudAt = new Map(frauds.map(({ answer, atMs }) => [answer.authorizationId, atMs]));
    const daysLater = lived.disputes.flatMap(({ authorizationId, atMs }) => {
      const boughtAtMs = fraudAt.get(authorizationId);
      return boughtAtMs === undefined ? [] : [(atMs - boughtAtMs) / 86_400_000];
    });
    expect(quantile(daysLater, 0.5)).toBeGreaterThan(8);
    expect(quantile(daysLater, 0.5)).toBeLessThan(16);
    const early = frauds.filter(
      ({ atMs, purchase }) =>
        atMs < (lived.purchases[0]?.atMs ?? 0) + 40 * 86_400_000 && purchase.amount.amountMinor > 0,
    );
    const disputed = new Set(lived.disputes.map(({ authorizationId }) => authorizationId));
    const noticed = early.filter(({ answer }) => disputed.has(answer.authorizationId)).length / early.length;
    expect(noticed).toBeGreaterThan(0.7);
    expect(noticed).toBeLessThan(0.96);
  });

  test('see some good purchases disputed, for other reasons or in bad faith', () => {
    const good = new Set(goods.map(({ answer }) => answer.authorizationId));
    const quarrels = lived.disputes.filter(({ authorizationId }) => good.has(authorizationId));
    expect(quarrels.some(({ isFraudClaimed }) => isFraudClaimed)).toBe(true);
    expect(quarrels.some(({ isFraudClaimed }) => !isFraudClaimed)).toBe(true);
    expect(new Set([...lived.issuer.disputes.values()].map(({ status }) => status))).toEqual(
      new Set(['submitted', 'won', 'lost']),
    );
  });
});
