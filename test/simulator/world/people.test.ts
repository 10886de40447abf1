import { describe, expect, test } from 'vitest';
import { readPhone } from '../../../src/core/challenge/askable.ts';
import { MERCHANT_CATEGORIES } from '../../../src/core/domain/merchant-categories.ts';
import { createCatalogue } from '../../../src/simulator/world/catalogue.ts';
import { createHolders } from '../../../src/simulator/world/holders.ts';
import { createRandom } from '../../../src/simulator/world/random.ts';
import { START_MS } from './live.ts';

const holders = createHolders('a', 1_000, START_MS);
const everyone = Array.from({ length: 1_000 }, (_, number) => holders.get(number));
const cards = everyone.flatMap((holder) => holder.cards);

describe('cardholders', () => {
  test('have ids of the form that Stripe uses, each its own', () => {
    for (const { details } of everyone) expect(details.id).toMatch(/^ich_1[0-9A-Za-z]{23}$/);
    for (const { id } of cards) expect(id).toMatch(/^ic_1[0-9A-Za-z]{23}$/);
    expect(new Set([...everyone.map(({ details }) => details.id), ...cards.map(({ id }) => id)]).size).toBe(
      everyone.length + cards.length,
    );
  });

  test('have addresses and numbers that nobody has', () => {
    const kept =
      /^\+(1[2-9]\d\d55501\d\d|44(20794|1\d{2}49|28964|29201)\d{5}|49(30231|40669|69900|89999|221471)\d+|33\d{5}\d{4}|35320910\d{4})$/;
    const phones = everyone.flatMap(({ details }) => details.phone ?? []);
    expect(phones.length).toBeGreaterThan(700);
    expect(phones.filter((phone) => !kept.test(phone))).toEqual([]);
    expect(everyone.filter(({ details }) => !details.email.endsWith('@example.com'))).toEqual([]);
  });

  test('can be called, but for those in Ireland, and few share a telephone', () => {
    const phones = everyone.flatMap(({ details }) => (details.phone === null ? [] : [details]));
    const called = phones.map(({ phone, country }) => ({ country, read: phone === null ? null : readPhone(phone) }));
    expect(called.filter(({ country, read }) => (read === null) !== (country === 'IE'))).toEqual([]);
    expect(called.filter(({ country, read }) => read !== null && read.country !== country)).toEqual([]);
    expect(new Set(phones.map(({ phone }) => phone)).size).toBeGreaterThan(0.97 * phones.length);
  });

  test('live in several countries and hold one to three cards of four programs', () => {
    expect(new Set(everyone.map(({ details }) => details.country))).toEqual(
      new Set(['US', 'GB', 'DE', 'FR', 'IE', 'ES']),
    );
    expect(new Set(everyone.map((holder) => holder.cards.length))).toEqual(new Set([1, 2, 3]));
    expect(new Set(cards.map(({ metadata }) => metadata.program))).toEqual(
      new Set(['everyday', 'travel', 'business', 'family']),
    );
    expect(cards.filter(({ currency }) => currency === 'usd').length / cards.length).toBeGreaterThan(0.6);
    expect(new Set(cards.map(({ currency }) => currency))).toEqual(new Set(['usd', 'gbp', 'eur']));
  });

  test('had their cards before the world began, and the account before the cards', () => {
    for (const { details, cards } of everyone) {
      for (const { createdAtMs } of cards) {
        expect(createdAtMs).toBeGreaterThanOrEqual(details.createdAtMs);
        expect(createdAtMs).toBeLessThan(START_MS);
      }
    }
  });

  test('come back the same after they were forgotten', () => {
    const many = createHolders('a', 20_000, START_MS);
    const first = many.get(3);
    expect(many.get(3)).toBe(first);
    for (let number = 4; number < 15_000; number += 1) many.get(number);
    expect(many.get(3)).not.toBe(first);
    expect(many.get(3)).toEqual(first);
  });

  test('are picked without repeating, as many as there are', () => {
    const picked = createHolders('a', 5, START_MS).pick(createRandom('pick'), 9);
    expect(picked.map(({ habits }) => habits.number).sort()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('merchants', () => {
  const { all } = createCatalogue('a');

  test('are some hundreds, each with a name and a number of its own', () => {
    expect(all.length).toBeGreaterThan(300);
    expect(new Set(all.map(({ merchant }) => merchant.name)).size).toBe(all.length);
    expect(new Set(all.map(({ merchant }) => merchant.networkId)).size).toBe(all.length);
  });

  test('have categories that Stripe knows', () => {
    const unknown = all.filter(({ merchant }) => !MERCHANT_CATEGORIES.includes(merchant.category));
    expect(unknown.map(({ merchant }) => merchant.category)).toEqual([]);
    expect(all.filter(({ merchant }) => !/^\d{4}$/.test(merchant.categoryCode))).toEqual([]);
  });

  test('are the same for the same seed and others for another', () => {
    expect(createCatalogue('a').all).toEqual(all);
    expect(createCatalogue('b').all).not.toEqual(all);
  });
});
