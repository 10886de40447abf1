import fc from 'fast-check';
import type { AttributeReference, Comparison, Condition, Leaf, Literal } from '../../../src/core/rules/condition.ts';

const span = { start: 0, end: 0 };

/** Text that a condition can hold: on one line, and not both kinds of quotes. */
const value = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((text) => !text.includes('\n') && !(text.includes("'") && text.includes('"')));

const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }).map((double) => (double === 0 ? 0 : double)),
);

const literal: fc.Arbitrary<Literal> = fc.oneof(
  value.map((text) => ({ kind: 'string', value: text, span }) as const),
  number.map((double) => ({ kind: 'number', value: double, span }) as const),
  fc.boolean().map((truth) => ({ kind: 'boolean', value: truth, span }) as const),
);

const attribute: fc.Arbitrary<AttributeReference> = fc.oneof(
  fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/).map((name) => ({ kind: 'named', name, span }) as const),
  fc
    .record({
      owner: fc.constantFrom('authorization', 'card', 'cardholder'),
      key: fc.stringMatching(/^[\p{L}#,&@%*][\p{L}\d #,&|@%*._-]{0,8}$/u),
    })
    .map(({ owner, key }) => ({ kind: 'metadata', owner, key, span }) as const),
);

const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');

const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc
    .record({ operator, left: attribute, right: fc.oneof(literal, attribute) })
    .map((parts): Comparison => ({ kind: 'compare', ...parts, span })),
  fc
    .record({ left: attribute, items: fc.array(literal, { minLength: 1, maxLength: 4 }) })
    .map((parts) => ({ kind: 'in', ...parts, span }) as const),
  fc
    .record({ left: attribute, list: fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/) })
    .map((parts) => ({ kind: 'in_list', ...parts, listSpan: span, span }) as const),
  fc
    .record({
      operator: fc.constantFrom('includes', 'like'),
      left: attribute,
      right: value.map((text) => ({ kind: 'string', value: text, span }) as const),
    })
    .map((parts) => ({ kind: 'match', ...parts, span }) as const),
  attribute.map((read) => ({ kind: 'is_missing', attribute: read, span }) as const),
  attribute.map((read) => ({ kind: 'attribute', attribute: read, span }) as const),
);

/** Conditions with these leaves, nested some levels deep, in the shape that the parser gives. */
export function conditionsOf(leaves: fc.Arbitrary<Leaf>): fc.Arbitrary<Condition> {
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small' },
      leaves,
      tie('condition').map((operand) => ({ kind: 'not', operand, span }) as const),
      fc
        .record({
          kind: fc.constantFrom('and', 'or'),
          operands: fc.array(tie('condition'), { minLength: 2, maxLength: 4 }),
        })
        .map(({ kind, operands }) => ({
          kind,
          operands: operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand])),
          span,
        })),
    ),
  })).condition;
}

/** Any condition at all, whether or not its attributes exist. */
export const anyCondition = conditionsOf(leaf);

/** The same condition wherever it was written. */
export function withoutSpans(condition: unknown): unknown {
  return JSON.parse(JSON.stringify(condition, (key, part) => (/span$/i.test(key) ? undefined : part)));
}
