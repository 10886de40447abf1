import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFingerprint } from '../../../src/core/history/fingerprint.ts';
import { createRecent } from '../../../src/core/history/recent.ts';

const keyOf = (text: string) => createFingerprint().begin().text(text).end();

describe('what is kept lately', () => {
  test('is found for as long as it is to be, and gone after twice as long', () => {
    const recent = createRecent(100);
    recent.set(keyOf('a'), 7, 0);
    recent.set(keyOf('b'), 8, 100);
    expect([recent.get(keyOf('a')), recent.get(keyOf('b')), recent.get(keyOf('c'))]).toEqual([7, 8, -1]);
    recent.set(keyOf('c'), 9, 101);
    recent.set(keyOf('c'), 9, 200);
    expect([recent.get(keyOf('b')), recent.get(keyOf('c'))]).toEqual([8, 9]);
    recent.set(keyOf('d'), 1, 202);
    expect([recent.get(keyOf('a')), recent.get(keyOf('b')), recent.get(keyOf('c'))]).toEqual([-1, -1, 9]);
  });

  test('is all gone after a long silence', () => {
    const recent = createRecent(100);
    recent.set(keyOf('a'), 7, 0);
    recent.set(keyOf('b'), 8, 500);
    expect(recent.get(keyOf('a'))).toBe(-1);
  });

  test('is what a map would keep, however much it is', () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 1_000_000 }));
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1_000, maxLength: 3_000 }), (entries) => {
        const recent = createRecent(10);
        const map = new Map<number, number>();
        for (const [key, value] of entries) {
          // Many different ones, and some that come again.
          const name = key * (value % 7);
          recent.set(keyOf(`k${name}`), value, 0);
          map.set(name, value);
        }
        for (const [name, value] of map) expect(recent.get(keyOf(`k${name}`))).toBe(value);
        expect(recent.get(keyOf('none'))).toBe(-1);
      }),
      { numRuns: 10 },
    );
  });
});

describe('a fingerprint', () => {
  test('is another one for other values, for their order, and for where one ends', () => {
    const numbers = [0, 1, -1, 255, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 53 - 1];
    const made = createFingerprint();
    const halves = () => `${made.end().high} ${made.low}`;
    const found = [
      ...numbers.map((number) => made.begin().number(number) && halves()),
      ...numbers.map((number) => made.begin().text(String(number)) && halves()),
      ...['ab c', 'a bc', 'abc ', ' abc'].map((text) => {
        const [one = '', other = ''] = text.split(' ');
        return made.begin().text(one).text(other) && halves();
      }),
    ];
    // 'abc ' is 'abc' and nothing, ' abc' nothing and 'abc'.
    expect(new Set(found).size).toBe(found.length);
  });

  test('of many ids is as many different ones, and each half of it nearly so', () => {
    const made = createFingerprint();
    const [both, high, low] = [new Set<string>(), new Set<number>(), new Set<number>()];
    for (let number = 0; number < 200_000; number += 1) {
      made
        .begin()
        .text(`iauth_1Qx${number.toString(36)}`)
        .end();
      both.add(`${made.high} ${made.low}`);
      high.add(made.high);
      low.add(made.low);
    }
    expect(both.size).toBe(200_000);
    // By chance about five of 200,000 fall together in 32 bits.
    expect(Math.min(high.size, low.size)).toBeGreaterThan(199_960);
  });
});
