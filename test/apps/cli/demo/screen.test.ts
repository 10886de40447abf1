import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScreen } from '../../../../src/apps/cli/demo/screen.ts';
import { cut, piece, render, spread, widthOf } from '../../../../src/apps/cli/demo/styled.ts';
import { createTestTerminal } from './terminal.ts';

const words = fc.constantFrom('', 'one', 'another', 'a b');

test('a terminal shows the last lines whatever it showed before, though only differences are written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(words, { minLength: 3, maxLength: 3 }), fc.constantFrom(60, 80))),
      (shows) => {
        const terminal = createTestTerminal();
        const screen = createScreen(terminal.write);
        for (const [lines, columns] of shows) {
          screen.show(lines, columns);
          const rows = terminal.rows();
          expect(lines.map((_, row) => rows[row] ?? '')).toEqual(lines);
        }
      },
    ),
  );
});

test('what is unchanged is not written again, and nothing at all where all is', () => {
  const written: string[] = [];
  const screen = createScreen((text) => written.push(text));
  screen.show(['first', 'second'], 80);
  written.length = 0;
  screen.show(['first', 'other'], 80);
  screen.show(['first', 'other'], 80);
  expect(written).toEqual(['\u001b[2;1Hother\u001b[K']);
});

test('leaving gives the cursor and the other text back, once', () => {
  const terminal = createTestTerminal();
  const screen = createScreen(terminal.write);
  screen.show(['a'], 80);
  expect([terminal.isOnOtherScreen(), terminal.hasCursor()]).toEqual([true, false]);
  screen.leave();
  expect([terminal.isOnOtherScreen(), terminal.hasCursor()]).toEqual([false, true]);
  const written: string[] = [];
  createScreen((text) => written.push(text)).leave();
  expect(written).toEqual([]);
});

test('a line that is too long ends in an ellipsis, at its columns', () => {
  const line = [piece('one two'), piece(' three', 'dim')];
  expect(render(cut(line, 13), false)).toBe('one two three');
  expect(render(cut(line, 10), false)).toBe('one two t…');
  expect(render(cut(line, 7), false)).toBe('one tw…');
  expect(render(cut(line, 7), true)).not.toContain('\u001b');
});

test('of two ends of a line the right one stays', () => {
  const line = spread([piece('a long beginning')], [piece('the end')], 20);
  expect([render(line, false), widthOf(line)]).toEqual(['a long begi… the end', 20]);
});
