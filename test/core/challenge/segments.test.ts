import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beyondGsm, segmentsOf } from '../../../src/core/challenge/segments.ts';

describe('segments of a text message', () => {
  test.each([
    ['nothing', '', 'gsm', 0, 1],
    ['160 letters', 'a'.repeat(160), 'gsm', 160, 1],
    ['one more: parts have heads', 'a'.repeat(161), 'gsm', 161, 2],
    ['two parts, full', 'a'.repeat(306), 'gsm', 306, 2],
    ['three', 'a'.repeat(307), 'gsm', 307, 3],
    ['a euro takes two units', '€'.repeat(80), 'gsm', 160, 1],
    ['and is not split over parts', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm', 306, 3],
    ['every letter of the alphabet', 'äöüÄÖÜßàèéìòùÉÇñÑåÅøØæÆ@£$¥¡¿§Δ\n', 'gsm', 32, 1],
    ['brackets and braces are of the extension', '[]{}\\^~|', 'gsm', 16, 1],
    ['one accent beyond it costs more than half', `í${'a'.repeat(69)}`, 'unicode', 70, 1],
    ['and the 71st letter a second message', `í${'a'.repeat(70)}`, 'unicode', 71, 2],
    ['two parts, full', 'я'.repeat(134), 'unicode', 134, 2],
    ['an emoji takes two units', '👍'.repeat(35), 'unicode', 70, 1],
    ['and is not split over parts', `${'я'.repeat(66)}👍${'я'.repeat(66)}`, 'unicode', 134, 3],
    ['a typographic quote', 'don’t', 'unicode', 5, 1],
    ['a space that does not break', 'a\u00a0b', 'unicode', 3, 1],
  ])('%s', (_, text, alphabet, units, count) => {
    expect(segmentsOf(text)).toEqual({ alphabet, units, count });
  });

  test('are never fewer for a longer text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 40 }), (text, more) => {
        expect(segmentsOf(text + more).count).toBeGreaterThanOrEqual(segmentsOf(text).count);
      }),
    );
  });
});

test.each([
  ['plain text', null],
  ['Sí', 'í'],
  ['ç and Ç', 'ç'],
  ['ok 👍', '👍'],
])('the first letter of %j beyond the alphabet is %j', (text, letter) => {
  expect(beyondGsm(text)).toBe(letter);
});
