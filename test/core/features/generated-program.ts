import fc from 'fast-check';
import { aggregateName, UNBUILT_AGGREGATES } from '../../../src/core/features/parse/aggregate-names.ts';
import { RESERVED } from '../../../src/core/features/parse/token.ts';
import type {
  Aggregate,
  Declaration,
  DurationLiteral,
  Expression,
  Literal,
  Name,
  Program,
  WrittenType,
} from '../../../src/core/features/syntax.ts';
import { AGGREGATE_FUNCTIONS } from '../../../src/core/features/term.ts';

const span = { start: 0, end: 0 };

/** Any word, keywords among them: what may name a field. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/) },
  { weight: 1, arbitrary: fc.constantFrom('day', 'hours', 'table', 'require', 'event', 'ago', 'map', 'case', 'größe') },
  { weight: 1, arbitrary: fc.constantFrom(...RESERVED) },
);

/** A word that may name a value. */
const name = word.filter((text) => !RESERVED.has(text.toLowerCase()) && aggregateName(text) === null);
/** A name that may be declared. */
const declared = name.filter((text) => /^\w+$/.test(text) && text.toLowerCase() !== 'event');
const functionName = fc.oneof(
  { weight: 4, arbitrary: name.filter((text) => !/^(?:case|lookup)$/i.test(text)) },
  { weight: 1, arbitrary: fc.constantFrom('And', 'Or') },
);

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 }));
const size = fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.double({ min: 0, max: 1e15, noNaN: true }));
const number = fc
  .oneof(
    size,
    size.map((positive) => 0 - positive),
  )
  .map((double) => (double === 0 ? 0 : double));

const literal: fc.Arbitrary<Literal> = fc
  .oneof(text, number, fc.boolean(), fc.constant(null))
  .map((value) => ({ kind: 'literal', value, span }));

const nameOf = (words: fc.Arbitrary<string>): fc.Arbitrary<Name> =>
  words.map((written) => ({ kind: 'name', name: written, span }));

const durationOf = (amounts: fc.Arbitrary<number>): fc.Arbitrary<DurationLiteral> =>
  fc.record({
    kind: fc.constant('duration' as const),
    amount: amounts,
    unit: fc.constantFrom('second', 'minute', 'hour', 'day', 'week'),
    span: fc.constant(span),
  });

function aggregateOf(inner: fc.Arbitrary<Expression>): fc.Arbitrary<Aggregate> {
  const known = fc.record({
    name: fc.constantFrom<string>(...AGGREGATE_FUNCTIONS, ...UNBUILT_AGGREGATES),
    events: fc.array(nameOf(name), { maxLength: 2 }),
  });
  const unknown = fc.record({
    name: name.filter((written) => !/^lookup$/i.test(written)),
    events: fc.array(nameOf(name), { minLength: 1, maxLength: 2 }),
  });
  const key = fc.record({ reader: inner, writer: fc.option(nameOf(name)) });
  const rest = fc.record({
    values: fc.array(inner, { maxLength: 2 }),
    keys: fc.array(key, { maxLength: 2 }),
    where: fc.option(inner),
    after: fc.option(inner),
    last: fc.option(durationOf(size.filter((amount) => amount > 0))),
    limit: fc.option(fc.integer({ min: 1, max: 99 }).map((value): Literal => ({ kind: 'literal', value, span }))),
    isExclusive: fc.boolean(),
  });
  return fc
    .tuple(fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: unknown }), rest)
    .map(([called, clauses]) => ({ kind: 'aggregate', nameSpan: span, ...called, ...clauses, span }));
}

function compositeOf(inner: fc.Arbitrary<Expression>): fc.Arbitrary<Expression>[] {
  const items = fc.array(inner, { maxLength: 3 });
  const sides = fc.record({ left: inner, right: inner });
  const field = fc.record({ name: word, nameSpan: fc.constant(span), value: inner });
  const shorthand = name.map((written) => ({
    name: written,
    nameSpan: span,
    value: { kind: 'name', name: written, span } as const,
  }));
  return [
    fc.record({ target: inner, name: word }).map((parts) => ({ kind: 'field', ...parts, span })),
    fc.record({ target: inner, index: inner }).map((parts) => ({ kind: 'index', ...parts, span })),
    fc.array(fc.oneof(field, shorthand), { maxLength: 3 }).map((fields) => ({ kind: 'struct', fields, span })),
    items.map((parts) => ({ kind: 'array', items: parts, span })),
    fc
      .array(fc.record({ key: text, value: inner }), { maxLength: 3 })
      .map((entries) => ({ kind: 'map', entries, span })),
    fc.record({ name: functionName, args: items }).map((parts) => ({ kind: 'call', nameSpan: span, ...parts, span })),
    fc
      .record({
        whens: fc
          .array(fc.tuple(inner, inner), { minLength: 1, maxLength: 3 })
          .map((pairs) => pairs.map(([when, then]) => ({ when, then }))),
        otherwise: fc.option(inner),
      })
      .map((parts) => ({ kind: 'case', ...parts, span })),
    nameOf(name).map((table) => ({ kind: 'lookup', table, span })),
    aggregateOf(inner),
    inner
      .filter((operand) => operand.kind !== 'literal' || typeof operand.value !== 'number')
      .map((operand) => ({ kind: 'negation', operand, span })),
    inner.map((operand) => ({ kind: 'not', operand, span })),
    fc
      .record({ kind: fc.constantFrom('and', 'or'), sides })
      .map(({ kind, sides: { left, right } }) => ({ kind, left, right, span })),
    fc
      .record({ operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), sides })
      .map(({ operator, sides: { left, right } }) => ({ kind: 'compare', operator, left, right, span })),
    fc
      .record({ operator: fc.constantFrom('+', '-', '*', '/'), sides })
      .map(({ operator, sides: { left, right } }) => ({ kind: 'arithmetic', operator, left, right, span })),
    fc
      .record({ isNegated: fc.boolean(), sides })
      .map(({ isNegated, sides: { left, right } }) => ({ kind: 'in', isNegated, left, right, span })),
    fc
      .record({ isNegated: fc.boolean(), operand: inner, what: fc.constantFrom('null', 'true', 'false') })
      .map((parts) => ({ kind: 'is', ...parts, span })),
  ];
}

/** Any expression in the shape that the parser gives, whether or not it makes sense. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', maxDepth: 8 },
    fc.oneof(literal, durationOf(size), nameOf(name)),
    ...compositeOf(tie('expression')),
  ),
})).expression;

const anyType: fc.Arbitrary<WrittenType> = fc.letrec<{ type: WrittenType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    name.map((written) => ({ kind: 'name', name: written, span }) as const),
    tie('type').map((item) => ({ kind: 'array', item, span }) as const),
    tie('type').map((value) => ({ kind: 'map', value, span }) as const),
    fc
      .array(fc.record({ name: word, type: tie('type') }), { maxLength: 3 })
      .map((fields) => ({ kind: 'struct', fields, span }) as const),
  ),
})).type;

const input: fc.Arbitrary<Declaration> = fc
  .record({
    name: declared,
    path: fc.array(fc.oneof(word, text), { maxLength: 3 }),
    type: anyType,
    fallback: fc.option(fc.option(literal), { nil: undefined }),
  })
  .map(({ fallback, ...parts }) => ({
    kind: 'input',
    nameSpan: span,
    ...parts,
    isOptional: fallback !== undefined,
    fallback: fallback ?? null,
    span,
  }));

const feature: fc.Arbitrary<Declaration> = fc
  .record({ name: declared, expression: anyExpression })
  .map((parts) => ({ kind: 'feature', nameSpan: span, ...parts, isEquals: false, span }));

/** Any program in the shape that the parser gives. */
export const anyProgram: fc.Arbitrary<Program> = fc
  .array(
    fc.record({
      name: declared,
      nameSpan: fc.constant(span),
      declarations: fc.array(fc.oneof(feature, input), { maxLength: 4 }),
    }),
    { maxLength: 3 },
  )
  .map((events) => ({ events }));

/** The same wherever it was written. */
export function withoutSpans(written: unknown): unknown {
  return JSON.parse(JSON.stringify(written, (key, part) => (/span$/i.test(key) ? undefined : part)));
}
