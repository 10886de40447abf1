import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENTRY_OUTCOMES } from '../../../../src/core/features/built-in-event.ts';
import {
  codeOfLetter,
  outcomeAfter,
  outcomeCode,
  outcomeLetter,
  outcomeMask,
  outcomeOf,
} from '../../../../src/core/features/timeline/outcome.ts';

const codes = ENTRY_OUTCOMES.flatMap((outcome) => [outcomeCode(outcome), outcomeCode(outcome, true)]);
const code = fc.constantFrom(...codes);

test('a code, its outcome and its letter say the same; upper case is what was reported', () => {
  expect(codes.map(outcomeLetter).join('')).toBe('nNpPaAdDcCsSuU');
  expect(codes.map((each) => codeOfLetter(outcomeLetter(each)))).toEqual(codes);
  expect(codes.map(outcomeOf)).toEqual(ENTRY_OUTCOMES.flatMap((outcome) => [outcome, outcome]));
});

test.each([
  ['p', 'a', 'a'],
  ['a', 'p', 'a'],
  ['n', 'a', 'a'],
  ['n', 'p', 'n'],
  ['a', 'd', 'd'],
  ['d', 'c', 'c'],
  ['a', 'S', 'S'],
  ['S', 'a', 'S'],
  ['S', 'A', 'A'],
  ['A', 'a', 'A'],
  ['A', 'P', 'A'],
  ['d', 'U', 'U'],
  ['U', 'd', 'U'],
])('where %s stands and %s comes, %s stands', (standing, next, after) => {
  expect(outcomeLetter(outcomeAfter(codeOfLetter(standing), codeOfLetter(next)))).toBe(after);
});

test('the same said again changes nothing, and a report gives way to a report alone', () => {
  fc.assert(
    fc.property(code, code, (standing, next) => {
      const after = outcomeAfter(standing, next);
      expect([standing, next]).toContain(after);
      expect(outcomeAfter(after, next)).toBe(after);
      const isReport = (letter: string) => letter === letter.toUpperCase();
      if (isReport(outcomeLetter(standing))) expect(isReport(outcomeLetter(after))).toBe(true);
    }),
  );
});

test('a mask has the bits of its outcomes, and where none is named all but that of what nobody judged', () => {
  const names = (mask: number) => ENTRY_OUTCOMES.filter((outcome) => (mask >> outcomeCode(outcome)) & 1);
  expect(names(outcomeMask(['approved', 'pending']))).toEqual(['pending', 'approved']);
  expect(names(outcomeMask([]))).toEqual([]);
  expect(names(outcomeMask(null))).toEqual(ENTRY_OUTCOMES.filter((outcome) => outcome !== 'unjudged'));
});
