import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missing } from '../../../src/core/domain/value.ts';
import { compileTerm, type TermScope } from '../../../src/core/features/compile.ts';
import { createConcealing } from '../../../src/core/features/engine/conceal.ts';
import { findFunction, functionNames } from '../../../src/core/features/functions/catalogue.ts';
import type { FunctionDefinition } from '../../../src/core/features/functions/definition.ts';
import {
  BOOL,
  DURATION,
  FLOAT,
  INT,
  type ScowlType,
  STRING,
  TIME,
  UNKNOWN,
} from '../../../src/core/features/scowl-type.ts';
import { isNull, type ScowlValue } from '../../../src/core/features/scowl-value.ts';
import type { Term } from '../../../src/core/features/term.ts';
import { conceal } from './evaluated.ts';

const SLOTS = ['a', 'b', 'c', 'd'];

const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('ann@example.com', '203.0.113.7', '+4915112345678', 'hmac_abc', '2026-01-01T00:00:00Z', '__proto__'),
);
const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);

const value: fc.Arbitrary<ScowlValue> = fc.letrec<{ value: ScowlValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    number,
    fc.boolean(),
    fc.constantFrom(missing('not_sent'), missing('cold'), missing('no_value')),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
})).value;

const type: fc.Arbitrary<ScowlType> = fc.constantFrom(BOOL, INT, FLOAT, STRING, TIME, DURATION, UNKNOWN);
const definition = fc
  .constantFrom(...functionNames())
  .map(findFunction)
  .filter((found): found is FunctionDefinition => found !== null);

/** Terms of any shape, well typed or not. */
const term: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>((tie) => {
  const inner = tie('term');
  const pair = { left: inner, right: inner, type };
  return {
    term: fc.oneof(
      { depthSize: 'small' },
      fc.record({ kind: fc.constant('constant' as const), value, type }),
      fc.record({ kind: fc.constant('input' as const), name: fc.constantFrom(...SLOTS), type }),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), ...pair }),
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom('=' as const, '!=' as const, '<' as const, '>=' as const),
        ...pair,
      }),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
        ...pair,
      }),
      fc.record({ kind: fc.constant('in' as const), isNegated: fc.boolean(), ...pair }),
      fc.record({ kind: fc.constantFrom('negation' as const, 'not' as const), operand: inner, type }),
      fc.record({
        kind: fc.constant('is' as const),
        isNegated: fc.boolean(),
        operand: inner,
        what: fc.constantFrom('null' as const, 'true' as const, 'false' as const),
        type,
      }),
      fc.record({
        kind: fc.constant('call' as const),
        function: definition,
        args: fc.array(inner, { maxLength: 3 }),
        type,
      }),
      fc.record({ kind: fc.constant('array' as const), items: fc.array(inner, { maxLength: 3 }), type }),
      fc.record({ kind: fc.constant('field' as const), target: inner, name: text, type }),
      fc.record({ kind: fc.constant('index' as const), target: inner, index: inner, type }),
      fc.record({
        kind: fc.constant('case' as const),
        // biome-ignore lint/suspicious/noThenProperty: that is what terms call it
        whens: fc.array(fc.record({ when: inner, then: inner }), { maxLength: 2 }),
        otherwise: fc.option(inner),
        type,
      }),
    ),
  };
}).term;

const scope: TermScope = {
  slotOf: (found) => ('name' in found ? SLOTS.indexOf(found.name) : 0),
  derivedText: () => null,
};

function isSound(found: ScowlValue): boolean {
  if (typeof found === 'number') return Number.isFinite(found);
  if (typeof found === 'string' || typeof found === 'boolean') return true;
  if (isNull(found)) return typeof found.missing === 'string';
  return [...found.values()].every(isSound);
}

test('no term throws, whatever its parts are, and none gives what is no value', () => {
  fc.assert(
    fc.property(term, fc.tuple(value, value, value, value), (generated, slots) => {
      const frame = { atMs: 1e12, slots: [...slots], derived: null, conceal: createConcealing(conceal) };
      expect(isSound(compileTerm(generated, scope)(frame))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a comparison and its opposite are opposites, or both null', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const frame = { atMs: 0, slots: [a, b], derived: null, conceal: createConcealing(conceal) };
      const compare = (operator: '=' | '!=' | '<' | '>='): ScowlValue => {
        const [left, right] = [input('a'), input('b')];
        return compileTerm({ kind: 'compare', operator, left, right, type: BOOL }, scope)(frame);
      };
      expectOpposite(compare('='), compare('!='));
      expectOpposite(compare('<'), compare('>='));
    }),
  );
});

function input(name: string): Term {
  return { kind: 'input', name, type: UNKNOWN };
}

function expectOpposite(a: ScowlValue, b: ScowlValue): void {
  if (typeof a === 'boolean') expect(b).toBe(!a);
  else expect(b).toEqual(a);
}
