import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../../src/core/features/timeline/hash.ts';

const both = (text: string) => {
  const { first, second } = fingerprint(text);
  return `${first}:${second}`;
};

test('a text has one fingerprint, of two whole numbers of 53 bits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { first, second } = fingerprint(text);
      expect(fingerprint([...text].join(''))).toEqual({ first, second });
      for (const half of [first, second]) {
        expect(Number.isSafeInteger(half)).toBe(true);
        expect(half).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('texts that are nearly the same have different fingerprints', () => {
  const texts = ['', '\0', '\0\0', 'a', 'a\0', 'b', 'ab', 'ba', 'aab', 'aba', 'a'.repeat(7), 'a'.repeat(8), 'ü', '😀'];
  expect(new Set(texts.map(both)).size).toBe(texts.length);
});

test('two hundred thousand ids in a row share neither half', () => {
  const halves = [new Set<number>(), new Set<number>()] as const;
  const count = 200_000;
  for (let index = 0; index < count; index++) {
    const { first, second } = fingerprint(`ic_1N${index}`);
    halves[0].add(first);
    halves[1].add(second);
  }
  expect(halves.map(({ size }) => size)).toEqual([count, count]);
});

test('one bit of a text turns half of the bits of its fingerprint', () => {
  const bits = (number: number) => number.toString(2).padStart(53, '0');
  let turned = 0;
  let asked = 0;
  for (let index = 0; index < 2000; index++) {
    const text = `merchant ${index}`;
    const place = index % text.length;
    const other = text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ 1) + text.slice(place + 1);
    for (const half of ['first', 'second'] as const) {
      const [a, b] = [bits(fingerprint(text)[half]), bits(fingerprint(other)[half])];
      for (let bit = 0; bit < 53; bit++) turned += a[bit] === b[bit] ? 0 : 1;
      asked += 53;
    }
  }
  expect(turned / asked).toBeGreaterThan(0.49);
  expect(turned / asked).toBeLessThan(0.51);
});
