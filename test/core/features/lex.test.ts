import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { lex } from '../../../src/core/features/parse/lex.ts';
import { createReporter } from '../../../src/core/language/reporter.ts';

/** The tokens of a text without faults, without the end. */
function tokensOf(text: string) {
  const reporter = createReporter({ path: 'features', text }, limits.maxScowlFaults);
  const tokens = lex(text, reporter);
  expect(reporter.diagnostics).toEqual([]);
  expect(tokens.at(-1)).toMatchObject({ kind: 'end', span: { start: text.length, end: text.length } });
  return tokens.slice(0, -1);
}

const kindsOf = (text: string) => tokensOf(text).map(({ kind }) => kind);

describe('signs', () => {
  test.each<[string, string[]]>([
    ['a := b', ['word', ':=', 'word']],
    ['a:=b', ['word', ':=', 'word']],
    ['{a:b}', ['{', 'word', ':', 'word', '}']],
    ['a<=b', ['word', '<=', 'word']],
    ['Count<login>(x)', ['word', '<', 'word', '>', '(', 'word', ')']],
    ['a<b>=c', ['word', '<', 'word', '>=', 'word']],
    ['a!=-5', ['word', '!=', '-', 'number']],
    ['a - -b', ['word', '-', '-', 'word']],
    ['$.a["b c"]', ['$', '.', 'word', '[', 'string', ']']],
    ['int?5', ['word', '?', 'number']],
    ['a.b[0].c', ['word', '.', 'word', '[', 'number', ']', '.', 'word']],
    ['a:b:=c', ['word', ':', 'word', ':=', 'word']],
    ['1,2', ['number', ',', 'number']],
    ['map{string:int}', ['word', '{', 'word', ':', 'word', '}']],
  ])('%s', (text, kinds) => {
    expect(kindsOf(text)).toEqual(kinds);
  });
});

describe('strings', () => {
  test.each([
    ['"a"', 'a'],
    ["'a'", 'a'],
    ['""', ''],
    ['"it\'s"', "it's"],
    ['"say \\"yes\\""', 'say "yes"'],
    ["'it\\'s'", "it's"],
    ['"\\\\"', '\\'],
    ['"a\\nb\\tc\\r\\b\\f\\/"', 'a\nb\tc\r\b\f/'],
    ['"\\u00e9\\uD83D\\uDE00"', 'é😀'],
    ['"it’s — “so”"', 'it’s — “so”'],
    ['"a -- b # c"', 'a -- b # c'],
    ['"\u2028"', '\u2028'],
  ])('%s', (text, value) => {
    expect(tokensOf(text)).toMatchObject([{ kind: 'string', value, span: { start: 0, end: text.length } }]);
  });
});

describe('numbers', () => {
  test.each([
    ['0', 0],
    ['007', 7],
    ['5.25', 5.25],
    ['1e3', 1000],
    ['1.5E+3', 1500],
    ['5e-324', 5e-324],
    ['1000000000000000', 1e15],
  ])('%s', (text, value) => {
    expect(tokensOf(text)).toMatchObject([{ kind: 'number', value, span: { start: 0, end: text.length } }]);
  });

  test('end where a unit or a point begins', () => {
    expect(tokensOf('5days 5.x 5else')).toMatchObject([
      { value: 5 },
      { text: 'days' },
      { value: 5 },
      { kind: '.' },
      { text: 'x' },
      { value: 5 },
      { text: 'else' },
    ]);
  });
});

describe('words', () => {
  test('keep their case, and are compared without', () => {
    expect(tokensOf('EmailDomain BY größe _a1')).toMatchObject([
      { text: 'EmailDomain', lower: 'emaildomain' },
      { text: 'BY', lower: 'by' },
      { text: 'größe' },
      { text: '_a1' },
    ]);
  });
});

describe('lines', () => {
  test.each<[string, boolean[]]>([
    ['a b\nc', [true, false, true]],
    ['  a\r\n b', [true, true]],
    ['a\rb', [true, true]],
    ['a -- b\nc d', [true, true, false]],
    ['-- a\n\n-- b\nc', [true]],
    ['a "b\\nc" d', [true, false, false]],
  ])('%j', (text, starts) => {
    expect(tokensOf(text).map(({ isLineStart }) => isLineStart)).toEqual(starts);
  });

  test('spans leave blanks and comments out', () => {
    const text = '\uFEFF a -- b\n\t"c d"  := 5.0';
    expect(tokensOf(text).map(({ span }) => text.slice(span.start, span.end))).toEqual(['a', '"c d"', ':=', '5.0']);
  });
});
