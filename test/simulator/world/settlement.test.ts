import { describe, expect, test } from 'vitest';
import type { PurchaseEntry } from '../../../src/simulator/world/books.ts';
import { createFakeIssuer } from '../../support/issuer.ts';
import { DAY_MS, type Lived, live } from './live.ts';

const quiet = await live(60, { cardholders: 120 });

function authorizationsOf(lived: Lived, isMeant: (entry: PurchaseEntry) => boolean) {
  return lived.purchases
    .filter(isMeant)
    .flatMap(({ answer }) => lived.issuer.authorizations.get(answer.authorizationId) ?? []);
}

describe('what follows a purchase', () => {
  test('is that nearly everything is captured within days', () => {
    const old = quiet.purchases.filter(
      ({ atMs, purchase }) =>
        purchase.amount.amountMinor > 0 && atMs < (quiet.purchases.at(-1)?.atMs ?? 0) - 14 * DAY_MS,
    );
    const states = old.map(({ answer }) => quiet.issuer.authorizations.get(answer.authorizationId)?.status);
    expect(states.filter((status) => status === 'pending')).toEqual([]);
    expect(states.filter((status) => status === 'closed').length / states.length).toBeGreaterThan(0.97);
    expect(states).toContain('expired');
    expect(states).toContain('reversed');
  });

  test('is a tip on top of what was held, in American restaurants', () => {
    const meals = authorizationsOf(
      quiet,
      ({ purchase: { merchant } }) => merchant.category === 'eating_places_restaurants' && merchant.country === 'US',
    );
    const tipped = meals.filter(({ purchase, capturedMinor }) => capturedMinor > 1.1 * purchase.amount.amountMinor);
    expect(tipped.length / meals.length).toBeGreaterThan(0.5);
    const most = Math.max(...tipped.map(({ purchase, capturedMinor }) => capturedMinor / purchase.amount.amountMinor));
    expect(most).toBeLessThan(1.35);
  });

  test('is more than 1.00 at a fuel pump that asks for so much, and less than was held at one that holds a lot', () => {
    const tanks = authorizationsOf(quiet, ({ scenario }) => scenario === 'fuel').filter(({ captures }) => captures > 0);
    const [controllable, fixed] = [true, false].map((isControllable) =>
      tanks.filter(({ purchase }) => purchase.isAmountControllable === isControllable),
    );
    expect(fixed?.length).toBeGreaterThan(20);
    expect(controllable?.length).toBeGreaterThan(20);
    const isMore = (fixed ?? []).filter(({ purchase, capturedMinor }) => capturedMinor > purchase.amount.amountMinor);
    expect(isMore.length / (fixed?.length ?? 1)).toBeGreaterThan(0.95);
    for (const { purchase, capturedMinor } of controllable ?? []) {
      expect(capturedMinor).toBeLessThanOrEqual(purchase.amount.amountMinor);
    }
  });

  test('is a stay at a hotel that is asked for in parts and captured at the end', () => {
    const stays = authorizationsOf(quiet, ({ scenario }) => scenario === 'hotel').filter(
      ({ captures }) => captures > 0,
    );
    expect(stays.length).toBeGreaterThan(10);
    const grown = stays.filter(({ purchase, capturedMinor }) => capturedMinor > purchase.amount.amountMinor);
    expect(grown.length / stays.length).toBeGreaterThan(0.5);
    expect(stays.every(({ captures, status }) => captures === 1 && status === 'closed')).toBe(true);
  });

  test('is several shipments of some orders', () => {
    const shipped = [...quiet.issuer.authorizations.values()].filter(({ captures }) => captures > 1);
    expect(shipped.length).toBeGreaterThan(20);
    for (const { purchase, capturedMinor } of shipped) {
      expect(capturedMinor).toBeLessThanOrEqual(purchase.amount.amountMinor);
      expect(purchase.method).toBe('online');
    }
  });

  test('is nothing for what was declined, but people may try once more', async () => {
    const refused = await live(5, {}, createFakeIssuer({ refuse: () => 'webhook_declined' }));
    const methods = ['capture', 'reverse', 'expire', 'increment', 'refund', 'dispute'];
    expect(methods.filter((method) => refused.issuer.calls.get(method))).toEqual([]);
    const approved = await live(5);
    const everyday = ({ purchases }: Lived) => purchases.filter(({ scenario }) => scenario === 'everyday').length;
    expect(everyday(refused)).toBeGreaterThan(1.15 * everyday(approved));
    expect(everyday(refused)).toBeLessThan(1.6 * everyday(approved));
  });
});

describe('a subscription', () => {
  const sameAgain = ({ purchase: { cardId, merchant, amount } }: PurchaseEntry) =>
    `${cardId} ${merchant.networkId} ${amount.amountMinor}`;

  test('is charged monthly, the same each time', () => {
    const charges = Map.groupBy(
      quiet.purchases.filter(({ scenario }) => scenario === 'subscription'),
      sameAgain,
    );
    const twice = [...charges.values()].filter(({ length }) => length === 2);
    expect(twice.length / charges.size).toBeGreaterThan(0.8);
    for (const [first, second] of twice) {
      const days = ((second?.atMs ?? 0) - (first?.atMs ?? 0)) / DAY_MS;
      expect(days).toBeGreaterThanOrEqual(28);
      expect(days).toBeLessThanOrEqual(31);
    }
  });

  test('is tried again a day and three days after each decline, and then given up', async () => {
    const lived = await live(25, { cardholders: 60 }, createFakeIssuer({ refuse: () => 'insufficient_funds' }));
    const charges = Map.groupBy(
      lived.purchases.filter(({ scenario }) => scenario === 'subscription'),
      sameAgain,
    );
    const gaps = [...charges.values()]
      .filter(([first]) => (first?.atMs ?? 0) < (lived.purchases[0]?.atMs ?? 0) + 20 * DAY_MS)
      .map((tries) => tries.slice(1).map(({ atMs }, index) => (atMs - (tries[index]?.atMs ?? 0)) / DAY_MS));
    expect(gaps.length).toBeGreaterThan(20);
    expect(gaps.filter((days) => days.join() !== '1,3')).toEqual([]);
  });
});

describe('a verification', () => {
  test('asks for nothing, and a purchase at that merchant follows', () => {
    const verified = quiet.purchases.filter(({ scenario }) => scenario === 'verification');
    expect(verified.length).toBeGreaterThan(20);
    for (const { purchase, atMs } of verified) {
      expect(purchase.amount.amountMinor).toBe(0);
      const follows = quiet.purchases.some(
        (next) =>
          next.purchase.cardId === purchase.cardId &&
          next.purchase.merchant.networkId === purchase.merchant.networkId &&
          next.atMs > atMs &&
          next.atMs <= atMs + 300_000,
      );
      expect(follows).toBe(true);
    }
  });
});
