import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  eachFoldedId,
  findFoldedId,
  foldedIdsOf,
  idText,
  numberOfIdText,
} from '../../../../src/core/features/timeline/folded-ids.ts';
import { codeOfLetter, outcomeCode } from '../../../../src/core/features/timeline/outcome.ts';
import { entryIdOf } from '../../../../src/core/features/timeline/rows.ts';
import { entryOf, HOUR } from '../../../contract/timelines/stage.ts';
import { layout, rowsOf } from './rows-of.ts';

test('an id of 53 bits is nine characters and back', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (id) => {
      expect(idText(id)).toMatch(/^[\w-]{9}$/);
      expect(numberOfIdText(`${idText(id)}a`)).toBe(id);
    }),
  );
  expect(idText(0)).toBe('AAAAAAAAA');
});

test('ids are remembered by the hour of their entries, with the outcome', () => {
  const entries = [
    entryOf('a', 10 * HOUR, [], { outcome: 'approved' }),
    entryOf('b', 11 * HOUR - 1, [], { outcome: 'pending' }),
    entryOf('c', 11 * HOUR, [], { outcome: 'declined' }),
    entryOf('d', 11 * HOUR + 1),
  ];
  const ids = foldedIdsOf(layout([]), rowsOf([], entries), 3);
  const text = (id: string, letter: string) => idText(entryIdOf(id)) + letter;
  expect([...ids]).toEqual([
    [10, text('a', 'a') + text('b', 'p')],
    [11, text('c', 'd')],
  ]);
});

test('an id is found only where one begins, and all of them in their order', () => {
  // The second one is also to be read across the first two.
  const text = 'xAAAAAAAABabcdefghiaAAAAAAAABp';
  expect(findFoldedId(text, 'AAAAAAAAB')).toBe(outcomeCode('pending'));
  expect(findFoldedId(text, 'abcdefghi')).toBe(outcomeCode('approved'));
  expect(findFoldedId(text, 'bcdefghia')).toBeNull();
  expect(findFoldedId('', 'abcdefghi')).toBeNull();
  expect([...eachFoldedId('AAAAAAAABpAAAAAAAACS')]).toEqual([
    [1, codeOfLetter('p')],
    [2, codeOfLetter('S')],
  ]);
});
