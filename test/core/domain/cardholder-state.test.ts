import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CardholderSighting,
  phoneOf,
  UNKNOWN_CARDHOLDER,
  withCardholderSighting,
} from '../../../src/core/domain/cardholder-state.ts';

const seen = (atMs: number, phone: boolean, isPhoneNew = false): CardholderSighting => {
  return { scope: { livemode: false, account: null }, id: 'ich_1', atMs, from: 'event', told: { phone }, isPhoneNew };
};
const phoneAfter = (...sightings: CardholderSighting[]) =>
  phoneOf(sightings.reduce(withCardholderSighting, UNKNOWN_CARDHOLDER));

describe('the phone of a cardholder', () => {
  test.each<[string, CardholderSighting[], ReturnType<typeof phoneOf>]>([
    ['is not known before anybody told', [], { hasPhone: null, sinceMs: null }],
    ['was there whenever we looked', [seen(3_000, true), seen(5_000, true)], { hasPhone: true, sinceMs: null }],
    [
      'came after there was none',
      [seen(1_000, false), seen(5_000, true), seen(3_000, true)],
      { hasPhone: true, sinceMs: 3_000 },
    ],
    [
      'is another one since',
      [seen(1_000, true), seen(4_000, true, true), seen(9_000, true)],
      { hasPhone: true, sinceMs: 4_000 },
    ],
    ['went away', [seen(5_000, false), seen(3_000, true)], { hasPhone: false, sinceMs: null }],
    ['came back', [seen(1_000, true), seen(2_000, false), seen(3_000, true)], { hasPhone: true, sinceMs: 3_000 }],
  ])('%s', (_name, sightings, expected) => {
    expect(phoneAfter(...sightings)).toEqual(expected);
  });

  test('is never said to be there for longer than it is, in whatever order it is told', () => {
    const rows = fc.uniqueArray(fc.record({ at: fc.integer({ min: 1, max: 30 }), phone: fc.boolean() }), {
      selector: ({ at }) => at,
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, (told) => {
        const sorted = told.toSorted((one, other) => one.at - other.at);
        const lastAbsent = sorted.findLastIndex(({ phone }) => !phone);
        const hasPhone = sorted.at(-1)?.phone === true;
        const truth = lastAbsent === -1 || !hasPhone ? null : (sorted[lastAbsent + 1]?.at ?? 0) * 1000;
        const inOrder = phoneAfter(...sorted.map(({ at, phone }) => seen(at * 1000, phone)));
        expect(inOrder).toEqual({ hasPhone, sinceMs: truth });
        const anyhow = phoneAfter(...told.map(({ at, phone }) => seen(at * 1000, phone)));
        expect(anyhow.hasPhone).toBe(hasPhone);
        expect((anyhow.sinceMs ?? 0) >= (truth ?? 0)).toBe(true);
        expect(anyhow.sinceMs === null).toBe(truth === null);
      }),
    );
  });
});
