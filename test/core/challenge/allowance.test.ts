import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, isFor, isWithin } from '../../../src/core/challenge/allowance.ts';
import type { Allowance } from '../../../src/core/domain/allowance.ts';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { authorizationOf } from '../../support/asks.ts';

const DAY_MS = 86_400_000;
const FROM_MS = Date.UTC(2026, 5, 15);
const NOTHING = { totalMinor: 0, usesToday: 0 };

/** A purchase of 40 dollars online, and what a YES to one like it allows. */
const PURCHASE: Authorization = {
  ...authorizationOf(),
  amountMinor: 4_000,
  previouslyApprovedAmountMinor: 0,
  currency: 'usd',
  cardPresence: 'not_present',
  authorizationMethod: 'online',
};
const ALLOWANCE: Allowance = {
  id: 'alw_1',
  challengeId: 'chl_1',
  scope: PURCHASE.scope,
  card: PURCHASE.card.id ?? '',
  cardholder: PURCHASE.cardholder.id,
  merchant: PURCHASE.merchant.networkId ?? '',
  currency: 'usd',
  isCardPresent: false,
  eachMinor: 8_000,
  totalMinor: 8_000,
  usesDaily: 2,
  fromMs: FROM_MS,
  untilMs: FROM_MS + 7 * DAY_MS,
};

function isCovered(changes: Partial<Authorization> = {}, use = NOTHING, atMs = FROM_MS): boolean {
  return covers(ALLOWANCE, use, { ...PURCHASE, ...changes }, atMs);
}

describe('an allowance', () => {
  it('covers the purchase that the cardholder vouched for, from then on and for its days', () => {
    const last = ALLOWANCE.untilMs - 1;
    expect([FROM_MS - 1, FROM_MS, last, last + 1].map((atMs) => isCovered({}, NOTHING, atMs))).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it.each([
    ['card', { card: { ...PURCHASE.card, id: 'ic_other' } }],
    ['merchant', { merchant: { ...PURCHASE.merchant, networkId: 'elsewhere' } }],
    ['merchant that Stripe does not name', { merchant: { ...PURCHASE.merchant, networkId: null } }],
    ['currency', { currency: 'eur' }],
    ['presence of the card', { cardPresence: 'present' }],
    ['presence that is not known', { cardPresence: null, authorizationMethod: null }],
  ])('covers no other %s', (_, changes) => {
    expect([isCovered(), isCovered(changes)]).toEqual([true, false]);
  });

  it('covers nothing where it was not known whether the card was there', () => {
    expect(isFor({ ...ALLOWANCE, isCardPresent: null }, PURCHASE, FROM_MS)).toBe(false);
    const unknown = { ...PURCHASE, cardPresence: null, authorizationMethod: null };
    expect(isFor({ ...ALLOWANCE, isCardPresent: null }, unknown, FROM_MS)).toBe(false);
  });

  it('covers each purchase up to its limit, an increment with what was approved before', () => {
    expect(isCovered({ amountMinor: 8_000 })).toBe(true);
    expect(isCovered({ amountMinor: 8_001 })).toBe(false);
    expect(isCovered({ amountMinor: 3_000, previouslyApprovedAmountMinor: 5_000 })).toBe(true);
    expect(isCovered({ amountMinor: 3_001, previouslyApprovedAmountMinor: 5_000 })).toBe(false);
  });

  it('covers all purchases together up to its limit, and so many within a day', () => {
    expect(isCovered({}, { totalMinor: 4_000, usesToday: 1 })).toBe(true);
    expect(isCovered({}, { totalMinor: 4_001, usesToday: 1 })).toBe(false);
    expect(isCovered({}, { totalMinor: 0, usesToday: 2 })).toBe(false);
  });

  it('never lets through more than its total, whatever is bought in which order', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(amounts, (asked) => {
        let use = NOTHING;
        for (const amountMinor of asked) {
          if (!isWithin(ALLOWANCE, use, amountMinor)) continue;
          use = { totalMinor: use.totalMinor + amountMinor, usesToday: use.usesToday + 1 };
        }
        expect(use.totalMinor).toBeLessThanOrEqual(ALLOWANCE.totalMinor);
        expect(use.usesToday).toBeLessThanOrEqual(ALLOWANCE.usesDaily);
      }),
      { seed: 8 },
    );
  });
});
