import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from '../../../src/apps/cli/lines.ts';
import { collect } from '../../support/collect.ts';

const linesOf = (chunks: readonly (string | Buffer)[]) => collect(readLines(Readable.from(chunks)));

test('lines are the same however an input is cut into chunks, within a character too', async () => {
  const text = fc.array(fc.constantFrom('a', 'ü', '😀', '\n', '\u2028'), { maxLength: 30 }).map((all) => all.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, size) => {
      const bytes = Buffer.from(whole);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const expected = whole.split('\n');
      // The end of the last line begins no other.
      if (expected.at(-1) === '') expected.pop();
      expect(await linesOf(chunks)).toEqual(expected);
    }),
  );
});

test('lines of Windows end in two characters', async () => {
  expect(await linesOf(['a\r', '\nb\r\n', '\r\n', 'c'])).toEqual(['a', 'b', '', 'c']);
});
