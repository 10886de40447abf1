import { describe, expect, test } from 'vitest';
import { ATTACKS, type Attack, type PurchaseEntry } from '../../../src/simulator/world/books.ts';
import type { WorldOptions } from '../../../src/simulator/world/world.ts';
import { createFakeIssuer, type FakeIssuerOptions } from '../../support/issuer.ts';
import { DAY_MS, live, quantile, START_MS, usd } from './live.ts';

const FIRST_MS = START_MS + 3_600_000;

/** A world with one attack only, the first, at a known time. */
async function once(
  attack: Attack,
  options: Partial<WorldOptions> = {},
  refuse: FakeIssuerOptions['refuse'] = () => null,
) {
  const world = { scenario: attack, cardholders: 120, firstAttackAtMs: FIRST_MS, fraudShare: 0, ...options };
  const lived = await live(attack === 'collusion' ? 14 : 3, world, createFakeIssuer({ refuse }));
  return { ...lived, raid: lived.purchases.filter(({ scenario }) => scenario === attack) };
}

const DECLINED = () => 'webhook_declined';

function cardsOf(purchases: readonly PurchaseEntry[]): Set<string> {
  return new Set(purchases.map(({ purchase }) => purchase.cardId));
}

describe('attacks', () => {
  test.each(ATTACKS)('%s begins when it should, and says so in one clause', async (attack) => {
    const { attacks, raid } = await once(attack);
    expect(attacks).toHaveLength(1);
    expect(attacks[0]).toMatchObject({ attack, atMs: FIRST_MS });
    expect(attacks[0]?.what).toMatch(/^[^.!\n]{20,100}$/);
    expect(raid[0]?.atMs).toBeGreaterThanOrEqual(FIRST_MS);
    expect(raid[0]?.atMs).toBeLessThan(FIRST_MS + 3_600_000);
    expect(raid.every(({ isFraud }) => isFraud === (attack !== 'friendly-fraud'))).toBe(true);
  });

  test.each(ATTACKS)('%s comes again and again, as often as was wished', async (attack) => {
    const { purchases, attacks } = await live(60, { scenario: attack, cardholders: 80, fraudShare: 0.05 });
    const share = purchases.filter(({ scenario }) => scenario === attack).length / purchases.length;
    expect(attacks.length).toBeGreaterThan(4);
    expect(share).toBeGreaterThan(0.035);
    expect(share).toBeLessThan(0.065);
  });

  test.each(ATTACKS)('%s is possible where there is only one cardholder', async (attack) => {
    const { attacks, raid } = await once(attack, { cardholders: 1 });
    expect(attacks).toHaveLength(1);
    expect(raid.length).toBeGreaterThan(0);
  });

  test('the first of all kinds, when its time is given, is one that can be seen', async () => {
    const { attacks } = await live(1, { scenario: 'all', cardholders: 300, firstAttackAtMs: FIRST_MS });
    expect(attacks[0]).toMatchObject({ attack: 'card-testing', atMs: FIRST_MS });
  });

  test('none comes in a quiet world', async () => {
    const { attacks, purchases } = await live(20, { scenario: 'quiet', firstAttackAtMs: FIRST_MS });
    expect(attacks).toEqual([]);
    expect(purchases.some(({ isFraud }) => isFraud)).toBe(false);
  });

  test('card testers try many cards quickly for next to nothing, and the signals climb', async () => {
    const { raid } = await once('card-testing');
    const tries = raid.filter((entry) => usd(entry) <= 2.01);
    expect(cardsOf(tries).size).toBeGreaterThanOrEqual(20);
    expect(tries.some((entry) => usd(entry) === 0)).toBe(true);
    expect((tries.at(-1)?.atMs ?? 0) - FIRST_MS).toBeLessThan(3_600_000);
    const failed = tries.filter(
      ({ purchase }) => purchase.cvcCheck === 'mismatch' || purchase.expiryCheck === 'mismatch',
    );
    expect(failed.length / tries.length).toBeGreaterThan(0.4);
    const rates = tries.map(({ purchase }) => purchase.signals.invalidAccountNumberDeclineRatePercent);
    expect(quantile(rates.slice(-10), 0.5)).toBeGreaterThan(2 * quantile(rates.slice(0, 5), 0.5));
    expect(raid.some((entry) => usd(entry) > 20)).toBe(true);
  });

  test('card testers go elsewhere after declines, and give up', async () => {
    const { raid } = await once('card-testing', {}, DECLINED);
    const merchants = new Set(raid.map(({ purchase }) => purchase.merchant.networkId));
    expect(merchants.size).toBeGreaterThan(1);
    expect(raid.length).toBeLessThanOrEqual(24 + 20);
  });

  test.each(['stolen-card', 'account-takeover', 'counterfeit'] as const)(
    '%s ends after two declines',
    async (attack) => {
      const { raid } = await once(attack, {}, DECLINED);
      expect(raid).toHaveLength(2);
      expect(cardsOf(raid).size).toBe(1);
    },
  );

  test('a stolen card is used in person, near home, within a few hours', async () => {
    const { raid, issuer } = await once('stolen-card');
    const [first] = raid;
    const card = issuer.cards.get(first?.purchase.cardId ?? '');
    expect(first?.purchase.merchant.category).toBe('automated_fuel_dispensers');
    for (const { purchase, atMs } of raid) {
      expect(purchase.method).not.toBe('online');
      expect(purchase.merchant.city).toBe(issuer.cardholders.get(card?.cardholderId ?? '')?.city);
      expect(atMs - FIRST_MS).toBeLessThan(3 * 3_600_000);
    }
  });

  test('an account is taken over by guessing from one address, and then goes shopping online', async () => {
    const { logins, raid } = await once('account-takeover');
    const guesses = logins.filter(({ ip }) => ip.startsWith('198.51.100.'));
    expect(new Set(guesses.map(({ ip }) => ip)).size).toBe(1);
    expect(new Set(guesses.map(({ userId }) => userId)).size).toBeGreaterThan(2);
    expect(guesses.filter(({ isSuccessful }) => isSuccessful)).toEqual([guesses.at(-1)]);
    expect(raid[0]?.atMs).toBeGreaterThan(guesses.at(-1)?.atMs ?? 0);
    expect(raid.every(({ purchase }) => purchase.method === 'online')).toBe(true);
    // Everybody logs in now and then, and mistypes.
    const others = logins.filter((login) => !guesses.includes(login));
    expect(others.length).toBeGreaterThan(60);
    expect(others.some(({ isSuccessful }) => !isSuccessful)).toBe(true);
  });

  test('a cloned card is swiped abroad while its holder shops at home', async () => {
    const { raid, purchases, issuer } = await once('counterfeit');
    const cardholderId = issuer.cards.get(raid[0]?.purchase.cardId ?? '')?.cardholderId ?? '';
    const country = issuer.cardholders.get(cardholderId)?.country;
    for (const { purchase } of raid) {
      expect(purchase.method).toBe('swipe');
      expect(purchase.merchant.country).not.toBe(country);
    }
    const meanwhile = purchases.filter(
      ({ purchase, isFraud, atMs }) =>
        !isFraud &&
        issuer.cards.get(purchase.cardId)?.cardholderId === cardholderId &&
        Math.abs(atMs - FIRST_MS) < 2 * 3_600_000,
    );
    expect(meanwhile.length).toBeGreaterThan(0);
  });

  test('a colluding merchant charges many cards small sums over days, and its dispute rate climbs', async () => {
    const { raid } = await once('collusion');
    const merchants = new Set(raid.map(({ purchase }) => purchase.merchant.networkId));
    expect(merchants.size).toBe(1);
    expect(cardsOf(raid).size).toBeGreaterThan(10);
    expect(Math.max(...raid.map(usd))).toBeLessThan(200);
    const later = await live(40, { scenario: 'collusion', cardholders: 300, firstAttackAtMs: FIRST_MS, fraudShare: 0 });
    const rateIn = (fromDay: number, toDay: number) =>
      later.purchases
        .filter(({ purchase }) => merchants.has(purchase.merchant.networkId))
        .filter(({ atMs }) => atMs >= START_MS + fromDay * DAY_MS && atMs < START_MS + toDay * DAY_MS)
        .map(({ purchase }) => purchase.signals.merchantDisputeRatePercent);
    expect(quantile(rateIn(30, 40), 0.5)).toBeGreaterThan(quantile(rateIn(0, 4), 0.5) + 2);
  });

  test('friendly fraud is a good purchase that is disputed as fraud', async () => {
    const lived = await live(60, {
      scenario: 'friendly-fraud',
      cardholders: 20,
      firstAttackAtMs: FIRST_MS,
      fraudShare: 0,
    });
    const [bought] = lived.purchases.filter(({ scenario }) => scenario === 'friendly-fraud');
    expect(bought?.isFraud).toBe(false);
    expect(
      lived.disputes.filter(({ isFraudClaimed }) => isFraudClaimed).map((dispute) => dispute.authorizationId),
    ).toEqual([bought?.answer.authorizationId]);
  });
});
