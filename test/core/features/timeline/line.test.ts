import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnKind } from '../../../../src/core/features/timeline/definition.ts';
import { decodeLines, encodeLine } from '../../../../src/core/features/timeline/line.ts';
import { outcomeCode } from '../../../../src/core/features/timeline/outcome.ts';
import { rowOf } from '../../../../src/core/features/timeline/rows.ts';
import { entryOf, NOON } from '../../../contract/timelines/stage.ts';
import { layout, rowsOf } from './rows-of.ts';

const KINDS: readonly ColumnKind[] = ['value', 'mark', 'number', 'money', 'identity'];

const values = fc.tuple(
  fc.option(fc.oneof(fc.string(), fc.constant({ a: ['"],\n'] }), fc.boolean())),
  fc.constantFrom(null, 1),
  fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)),
  fc.option(fc.tuple(fc.maxSafeInteger(), fc.constantFrom('usd', 'jpy'))),
  fc.option(fc.string()),
);

test('rows come back from their lines as they were', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 5 }), (all) => {
      const entries = all.map((each, index) => entryOf(`e${index}`, NOON + index, each, { outcome: 'declined' }));
      const lines = entries.map((entry) => encodeLine(rowOf(layout(KINDS), entry), outcomeCode('declined')));
      const decoded = decodeLines(layout(KINDS), JSON.parse(`[${lines.join()}]`));
      // JSON has no negative zero; nobody else tells it from zero either.
      expect(decoded).toEqual(rowsOf(KINDS, entries));
    }),
  );
});

test('a line begins with id and outcome at places that never change', () => {
  const line = encodeLine(rowOf(layout(['mark']), entryOf('e1', NOON, [1])), outcomeCode('approved', true));
  expect(line).toMatch(/^\["[\w-]{9}A",\d+,\d+,1\]$/);
});

test('lines come in the order of writing, rows in that of time and arrival', () => {
  const entries = [
    entryOf('late', NOON + 2, ['d'], { arrival: 1 }),
    entryOf('first', NOON, ['a'], { arrival: 2 }),
    entryOf('tied', NOON + 1, ['b'], { arrival: 3 }),
    entryOf('tied, too', NOON + 1, ['c'], { arrival: 3 }),
  ];
  const lines = entries.map((entry) => encodeLine(rowOf(layout(['value']), entry), 0));
  const { others } = decodeLines(layout(['value']), JSON.parse(`[${lines.join()}]`));
  expect(others).toEqual(['a', 'b', 'c', 'd']);
});
