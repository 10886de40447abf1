import { describe, expect, test } from 'vitest';
import { nextProblem, type Problem, rangeOf } from '../../../../src/apps/console/editor/problems.ts';

function problem(path: string, line: number, column: number, end = column): Problem {
  return { severity: 'error', path, line, column, end_line: line, end_column: end, message: 'wrong', hint: null };
}

/** A text as an editor has it. */
function lines(text: string) {
  const all = text.split('\n');
  return {
    lines: all.length,
    length: text.length,
    line(number: number) {
      const from = all.slice(0, number - 1).reduce((sum, each) => sum + each.length + 1, 0);
      return { from, to: from + (all[number - 1] ?? '').length };
    },
  };
}

describe('what is underlined', () => {
  const doc = lines('one\ntwo three\n');

  test('is the text that the problem is about', () => {
    expect(rangeOf(problem('a', 2, 5, 10), doc)).toEqual({ from: 8, to: 13 });
  });

  test('is a letter where the place has none', () => {
    expect(rangeOf(problem('a', 1, 1), doc)).toEqual({ from: 0, to: 1 });
    expect(rangeOf(problem('a', 2, 10), doc)).toEqual({ from: 12, to: 13 });
  });

  test('is within the text, however it was shortened since', () => {
    expect(rangeOf(problem('a', 9, 9, 12), doc)).toEqual({ from: 14, to: 14 });
  });
});

describe('the next problem', () => {
  const all = [problem('a', 1, 5), problem('a', 3, 1), problem('b', 2, 2)];

  test('is the one after the cursor, then in the next file, then the first again', () => {
    expect(nextProblem(all, { file: 'a', line: 1, column: 5 })).toBe(all[1]);
    expect(nextProblem(all, { file: 'a', line: 3, column: 1 })).toBe(all[2]);
    expect(nextProblem(all, { file: 'b', line: 2, column: 2 })).toBe(all[0]);
    expect(nextProblem([], { file: 'a', line: 1, column: 1 })).toBeNull();
  });
});
