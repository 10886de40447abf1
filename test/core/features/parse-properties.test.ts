import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { SIGNS } from '../../../src/core/features/parse/token.ts';
import { parseScowl } from '../../../src/core/features/parse.ts';
import { printExpression, printProgram } from '../../../src/core/features/print.ts';
import type { Diagnostic } from '../../../src/core/language/diagnostic.ts';
import { anyExpression, anyProgram, withoutSpans } from './generated-program.ts';

const SEED = 20261121;

const parse = (text: string) => parseScowl({ path: 'features', text });
const isError = ({ severity }: Diagnostic) => severity === 'error';

test('parse after print is the same program', () => {
  fc.assert(
    fc.property(anyProgram, (program) => {
      const parsed = parse(printProgram(program));
      expect(parsed.diagnostics).toEqual([]);
      expect(withoutSpans(parsed.program)).toEqual(withoutSpans(program));
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test('parse after print is the same expression', () => {
  fc.assert(
    fc.property(anyExpression, (expression) => {
      const text = printExpression(expression);
      const parsed = parse(`event login\nfeature := ${text}`);
      expect(parsed.diagnostics).toEqual([]);
      const declared = parsed.program.events[0]?.declarations[0];
      expect(declared?.kind === 'feature' && withoutSpans(declared.expression)).toEqual(withoutSpans(expression));
    }),
    { seed: SEED, numRuns: 3_000 },
  );
});

test('an expression is printed on one line, whatever stands in its strings', () => {
  fc.assert(
    fc.property(anyExpression, (expression) => {
      expect(printExpression(expression)).not.toMatch(/[\n\r]/);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

/** What holds of every text, however broken. */
function expectSound(text: string): void {
  const { program, diagnostics } = parse(text);
  for (const { span, message, hint } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
    expect(message).not.toBe('');
    expect(hint).not.toBe('');
  }
  expect(diagnostics.map(({ span }) => span.start)).toEqual(
    diagnostics.map(({ span }) => span.start).toSorted((a, b) => a - b),
  );
  const printed = printProgram(program);
  if (diagnostics.some(isError)) return;
  // What was accepted is understood: it says the same in canonical form.
  const again = parse(printed);
  expect(again.diagnostics).toEqual([]);
  expect(printProgram(again.program)).toBe(printed);
}

test('whatever the characters, there is a program and every fault has a place', () => {
  const characters = fc.string({ unit: fc.constantFrom(...'ab1 .,:=<>!"\'\\$()[]{}?+-*/_@#;&|\n\r—“”’é\u0000') });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), characters), (text) => {
      expectSound(text);
      expectSound(`event login\nfeature := ${text}`);
    }),
    { seed: SEED, numRuns: 3_000 },
  );
});

const PIECES = [
  ...SIGNS,
  ...[
    'event login\n',
    '\nevent',
    'a :=',
    '\nb =',
    '\nc := ',
    'x',
    'y',
    '5',
    '2.5',
    '"text"',
    "'",
    '"',
    '\n',
    '-- no\n',
  ],
  ...['and', 'or', 'not', 'in', 'is', 'null', 'true', 'by', 'where', 'after', 'last', 'limit', 'exclusive', 'as'],
  ...['Case(', 'when', 'then', 'default', 'Count(', 'Max<login>(', 'Foo(', 'Lookup<', 'map{', '$.a', 'days', 'month'],
  ...[
    'require table',
    '==',
    '&&',
    '!',
    ':x:',
    '::card:x::',
    '@list',
    ';',
    '%',
    'string',
    '.Foo(',
    'constructor',
    '__proto__',
  ],
];

test('whatever the words, there is a program and every fault has a place', () => {
  const soup = fc
    .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(' ', ' ', '')), { maxLength: 40 })
    .map((pieces) => pieces.flat().join(''));
  fc.assert(
    fc.property(soup, (text) => {
      expectSound(text);
      expectSound(`event login\nfeature := ${text}`);
    }),
    { seed: SEED, numRuns: 3_000 },
  );
});

test('whatever is cut out of a program or put into it, the rest is read', () => {
  const change = fc.record({ at: fc.nat(), cut: fc.nat({ max: 6 }), put: fc.constantFrom('', '', ...PIECES) });
  fc.assert(
    fc.property(anyProgram, fc.array(change, { minLength: 1, maxLength: 3 }), (program, changes) => {
      let text = printProgram(program);
      for (const { at, cut, put } of changes) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + put + text.slice(place + cut);
      }
      expectSound(text);
    }),
    { seed: SEED, numRuns: 2_500 },
  );
});

test('a fault in one declaration leaves the next ones whole', () => {
  const broken = fc.array(fc.constantFrom(...PIECES.filter((piece) => !/event|:=|['"]|--/.test(piece))), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(broken, (pieces) => {
      const { program } = parse(`event login\nfirst := ${pieces.join(' ')}\nsecond := Count(by ip last 5 days)\n`);
      const second = program.events.at(-1)?.declarations.find(({ name }) => name === 'second');
      expect(second?.kind === 'feature' && printExpression(second.expression)).toBe('Count(by ip last 5 days)');
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

const LONG = limits.maxScowlLength - 100;

test.each([
  ...['(', '[', '{', 'a(', 'a<', 'not ', '- ', 'a.', 'a[', 'Case(when ', 'Count(by ', 'map{"a":', '$', '$.a', '!'],
  ...['a+', 'a and ', 'a=', 'a is null ', 'x := ', '\nx = ', 'event ', 'event x\n', '"', "'a", '\\', '"\\', '--\n'],
  ...[
    'a b ',
    'a-',
    'a, ',
    ')',
    '5 ',
    '5 days ',
    ':a:',
    '::a',
    '\nx := $.a as [',
    '\nx := (',
    '\nx = (',
    '<a,',
    'é',
    '/*',
  ],
])('a text of nothing but %j is read in no time', (piece) => {
  const text = `event login\nx := ${piece.repeat(Math.floor(LONG / piece.length))}`;
  const startMs = performance.now();
  const { program, diagnostics } = parse(text);
  printProgram(program);
  expect(performance.now() - startMs).toBeLessThan(limits.stripeTimeoutMs);
  expect(diagnostics.filter(isError).length).toBeLessThanOrEqual(limits.maxScowlFaults);
});
