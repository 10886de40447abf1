import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import { formatDiagnostic } from '../../../../src/core/language/diagnostic.ts';
import { generatedProgram } from './generated.ts';
import { checked } from './sample.ts';

const SEED = 20261127;

// 20,000 take a minute; MUTATED_FEATURES says how many.
const RUNS = Number(process.env.MUTATED_FEATURES ?? 500);

const PIECES = [
  'event login\n',
  'event purchase\n',
  'event authorization\n',
  'event login_2\n',
  'a := ',
  'b := ',
  'to_stripe := ',
  'in_1 := $.x.y as int ? 5\n',
  'who := $.who as email?\n',
  'm := $.m as map{string: [float]}\n',
  'Count(by ip where ok last 1 day)\n',
  'Count<login>(by cardholder_email as user_id where successful last 5 days)\n',
  'Sum<authorization>(amount by card where is_approved and amount > 5 last 1 week exclusive)\n',
  'Max<login>(a by cardholder_metadata["user_id"] as user_id last day)\n',
  'Latest({a, b} by a after t last 2 hours)\n',
  'CountUnique(a, b by who)\n',
  'First(',
  'Case(when a then b when ok then 1 default null)\n',
  'If(a, b, c)\n',
  'Coalesce(a, b, 5)\n',
  'EmailDomain(who)\n',
  'm["k"][0]\n',
  'a.b.c\n',
  '{a, b: {c: [1, 2], d: map{"x": a}}}\n',
  'a in [1, "x", null]\n',
  'EventTime() - t > 5 days\n',
  'x := ',
  ' and ',
  ' or not ',
  ' = ',
  ' < ',
  ' + ',
  ' / ',
  ' is not null\n',
  '(',
  ')',
  ', ',
  ' by ',
  ' as ',
  'null',
  '-1',
  '"text"',
  'amount',
  'is_declined',
  'card_metadata',
];

const text = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 30 }).map((pieces) => pieces.join(''));

test(`${RUNS} pairs of texts made of pieces: nothing throws, and no fault is misplaced`, () => {
  fc.assert(
    fc.property(text, text, (first, second) => {
      const texts = { 'a.scowl': `event login\n${first}`, 'b.scowl': second };
      const { program, diagnostics } = checked(texts);
      for (const found of diagnostics) {
        formatDiagnostic(found);
        const { span, source } = found;
        if (span.start < 0 || span.end > source.text.length || span.start > span.end) {
          throw new Error(`misplaced: ${JSON.stringify(span)}`);
        }
      }
      if (!program) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

const KINDS: Readonly<Record<string, readonly string[]>> = {
  f_bool: ['bool'],
  f_number: ['int', 'float'],
  f_text: ['string'],
  f_time: ['time'],
  to_stripe: ['struct'],
};

test(`${RUNS} sound texts have no error, and their features are of the types that they were made of`, () => {
  fc.assert(
    fc.property(generatedProgram, (sound) => {
      const { program, diagnostics } = checked(sound);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      for (const { features } of program?.events.values() ?? []) {
        for (const { name, term } of features) {
          // A feature that is null, or that is computed from such, is of any type.
          expect([...(KINDS[name] ?? []), 'null', 'unknown']).toContain(term.type.kind);
        }
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

test('a text as long as may be is checked, however its features hang together', () => {
  const fill = (line: (index: number) => string) => {
    const lines = ['event login'];
    for (let length = 12, index = 0; ; index++) {
      const next = line(index);
      length += next.length + 1;
      if (length > limits.maxScowlLength) return lines.join('\n');
      lines.push(next);
    }
  };
  const texts = [
    fill((index) => `f${index} := f${index + 1}`),
    fill((index) => `f${index} := Count(by k where f${(index * 7) % 1_000} > ${index} last 1 day)`),
    fill((index) => `f${index} := Coalesce(f${Math.max(0, index - 1)}, x${index})`),
    fill((index) => `f${index} := [f${index - 1}, f${index - 1}]`),
    fill((index) => `f${index} := x${index} = x${index + 1}`),
  ];
  for (const long of texts) expect(() => checked(long)).not.toThrow();
});
