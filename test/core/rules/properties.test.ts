import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMissing, missing, type Value } from '../../../src/core/domain/value.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { and, not, or, type Truth } from '../../../src/core/language/truth.ts';
import { createCatalogue, findAttribute } from '../../../src/core/rules/attributes.ts';
import { checkCondition } from '../../../src/core/rules/check.ts';
import { compileCondition } from '../../../src/core/rules/compile.ts';
import type { AttributeReference, Condition, Leaf } from '../../../src/core/rules/condition.ts';
import { parseCondition } from '../../../src/core/rules/parse.ts';
import { printCondition } from '../../../src/core/rules/print.ts';
import { anyCondition, conditionsOf, withoutSpans } from './generated.ts';
import { authorizationWith, inputsWith } from './sample.ts';

const SEED = 20261121;

test('parse after print is the same condition', () => {
  fc.assert(
    fc.property(anyCondition, (condition) => {
      const parsed = parseCondition({ path: 'rule', text: printCondition(condition) });
      expect(parsed.diagnostics).toEqual([]);
      expect(withoutSpans(parsed.condition)).toEqual(withoutSpans(condition));
    }),
    { seed: SEED, numRuns: 3_000 },
  );
});

const types = { n: 'number', m: 'number', s: 'string', t: 'string', i: 'id', b: 'boolean' } as const;
const catalogue = createCatalogue(
  Object.entries(types).map(([name, type]) => ({
    name,
    type,
    family: 'feature',
    description: name,
    source: name,
    read: ({ features }) => features.get(name) ?? missing('cold'),
  })),
);

const span = { start: 0, end: 0 };
const named = (...names: (keyof typeof types)[]): fc.Arbitrary<AttributeReference> =>
  fc.constantFrom(...names).map((name) => ({ kind: 'named', name, span }));
const key = fc
  .constantFrom('k', 'l')
  .map((name): AttributeReference => ({ kind: 'metadata', owner: 'card', key: name, span }));
const text = fc.constantFrom('a', 'A', 'ab', 'aba', '%b%', 'a%a', '5', '10', '');
const textLiteral = text.map((value) => ({ kind: 'string', value, span }) as const);
const numberLiteral = fc.constantFrom(-1, 0, 5, 10).map((value) => ({ kind: 'number', value, span }) as const);
const equality = fc.constantFrom('=', '!=');
const order = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const list = <T>(items: fc.Arbitrary<T>) => fc.array(items, { minLength: 1, maxLength: 3 });

/** Leaves that pass the checker. */
const soundLeaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc
    .record({ operator: order, left: named('n', 'm'), right: fc.oneof(numberLiteral, named('n', 'm'), key) })
    .map(compare),
  fc
    .record({ operator: equality, left: named('s', 't', 'i'), right: fc.oneof(textLiteral, named('s', 'i'), key) })
    .map(compare),
  fc.record({ operator: order, left: key, right: fc.oneof(numberLiteral, named('n'), key) }).map(compare),
  fc.record({ operator: equality, left: key, right: fc.oneof(textLiteral, named('s', 'i')) }).map(compare),
  fc.record({ left: named('n'), items: list(numberLiteral) }).map((parts) => ({ kind: 'in', ...parts, span }) as const),
  fc
    .record({ left: named('s', 'i'), items: list(textLiteral) })
    .map((parts) => ({ kind: 'in', ...parts, span }) as const),
  fc
    .record({ left: key, items: list(fc.oneof(textLiteral, numberLiteral)) })
    .map((parts) => ({ kind: 'in', ...parts, span }) as const),
  fc
    .record({ operator: fc.constantFrom('includes', 'like'), left: fc.oneof(named('s', 'i'), key), right: textLiteral })
    .map((parts) => ({ kind: 'match', ...parts, span }) as const),
  fc.oneof(named('n', 's', 'i', 'b'), key).map((attribute) => ({ kind: 'is_missing', attribute, span }) as const),
  named('b').map((attribute) => ({ kind: 'attribute', attribute, span }) as const),
);

function compare<T>(parts: T) {
  return { kind: 'compare', ...parts, span } as const;
}

const absent = fc.constant(missing('late'));
const world = fc.record({
  n: fc.oneof(fc.constantFrom(-1, 0, 5, 10), absent),
  m: fc.oneof(fc.constantFrom(-1, 0, 5, 10), absent),
  s: fc.oneof(text, absent),
  t: fc.oneof(text, absent),
  i: fc.oneof(text, absent),
  b: fc.oneof(fc.boolean(), absent),
  metadata: fc.record({ k: text, l: text }, { requiredKeys: [] }),
});

test('a compiled condition says what a naive reading of it says', () => {
  fc.assert(
    fc.property(conditionsOf(soundLeaf), world, (condition, { metadata, ...features }) => {
      const source = { path: 'rule', text: printCondition(condition) };
      const checked = checkCondition(condition, { source, catalogue, lists: new Map() });
      expect(checked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const card = { ...authorizationWith().card, metadata };
      const inputs = inputsWith({ card }, { features: new Map(Object.entries(features)) });
      const read = (reference: AttributeReference) =>
        findAttribute(catalogue, reference)?.read(inputs) ?? missing('cold');
      const { truth, because } = compileCondition(checked.condition, catalogue).evaluate(inputs);
      expect(truth).toBe(naive(condition, read));
      expect(because.length).toBeGreaterThan(0);
    }),
    { seed: SEED, numRuns: 5_000 },
  );
});

type Read = (reference: AttributeReference) => Value;

function naive(condition: Condition, read: Read): Truth {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map((operand) => naive(operand, read)).reduce(and);
    case 'or':
      return condition.operands.map((operand) => naive(operand, read)).reduce(or);
    case 'not':
      return not(naive(condition.operand, read));
    case 'is_missing':
      return isMissing(read(condition.attribute));
    case 'attribute': {
      const value = read(condition.attribute);
      return isMissing(value) ? 'missing' : value === true;
    }
    case 'in':
      return condition.items
        .map((right) => naive({ kind: 'compare', operator: '=', left: condition.left, right, span }, read))
        .reduce(or);
    case 'in_list':
      throw new Error('lists are not generated');
    default:
      return naiveComparison(condition, read);
  }
}

function naiveComparison(leaf: Leaf & { kind: 'compare' | 'match' }, read: Read): Truth {
  const sides = [leaf.left, leaf.right].map((side) =>
    'value' in side
      ? { value: side.value, type: 'literal' as const }
      : { value: read(side), type: findAttribute(catalogue, side)?.type },
  );
  const [a, b] = sides;
  if (!a || !b || isMissing(a.value) || isMissing(b.value)) return 'missing';
  const isNumeric =
    [a, b].some(({ value }) => typeof value === 'number') || !['=', '!=', 'like', 'includes'].includes(leaf.operator);
  if (isNumeric) {
    const [x, y] = [toNumber(a.value), toNumber(b.value)];
    if (Number.isNaN(x) || Number.isNaN(y)) return 'missing';
    return { '=': x === y, '!=': x !== y, '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y }[leaf.operator as '='];
  }
  const ignoresCase = sides.some(({ type }) => type === 'string');
  const [x, y] = [a, b].map(({ value }) => (ignoresCase ? String(value).toLowerCase() : String(value))) as [
    string,
    string,
  ];
  if (leaf.operator === 'includes') return x.includes(y);
  if (leaf.operator === 'like') return new RegExp(`^${y.replaceAll('%', '.*')}$`).test(x);
  return (x === y) === (leaf.operator === '=');
}

function toNumber(value: Value): number {
  return value === '' ? Number.NaN : Number(value);
}

const PROGRAMS = [
  ":fraud_risk_score: > 75 and not (:merchant_country: in ('US', 'CA')) or is_missing(::card:program::)",
  ":amount_in_usd: >= 100.50 and :merchant_category: = 'betting_casino_gambling' # comment",
  ":livemode: = 'true' && !(:card_type: = ‘virtual’) || :merchant_name: like '%shop%'",
  '::Customer Age:: < 30 and :merchant_country: != :cardholder_country: -- done',
];
const PIECES = [
  ...`: :: ( ) , ' " ‘ ’ “ ” @ @a # -- = != <= == <> ! & && | || % $ € - -1 1,000 1e9 .5 [ ] ; \\ \n \t \u0000 \ud800`.split(
    ' ',
  ),
  ...'and or not in like includes is_missing is null true Block if virtual :amount: :livemode: ::k:: ::card: é 漢'.split(
    ' ',
  ),
  ' ',
];

test('20,000 mutated programs neither make parser and checker throw nor are misplaced; sound ones compile', () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(8),
    piece: fc.constantFrom(...PIECES),
  });
  let sound = 0;
  fc.assert(
    fc.property(fc.constantFrom(...PROGRAMS), fc.array(edit, { minLength: 1, maxLength: 6 }), (program, edits) => {
      let mutated = program;
      for (const { at, cut, piece } of edits) {
        const start = Math.floor(at * mutated.length);
        mutated = mutated.slice(0, start) + piece + mutated.slice(start + cut);
      }
      const source = { path: 'rule', text: mutated };
      const { condition, diagnostics } = parseCondition(source);
      const checked = condition && checkCondition(condition, { source, catalogue, lists: new Map() });
      const all = [...diagnostics, ...(checked?.diagnostics ?? [])];
      for (const found of all) {
        formatDiagnostic(found);
        if (found.span.start < 0 || found.span.end > mutated.length || found.span.start > found.span.end) {
          throw new Error(`misplaced: ${JSON.stringify(found.span)}`);
        }
      }
      if (all.some(({ severity }) => severity === 'error')) return;
      sound++;
      if (!checked) throw new Error('no fault and no condition');
      compileCondition(checked.condition, catalogue).evaluate(inputsWith());
      const again = parseCondition({ path: 'rule', text: printCondition(checked.condition) });
      expect(withoutSpans(again.condition)).toEqual(withoutSpans(checked.condition));
    }),
    { seed: SEED, numRuns: 20_000 },
  );
  expect(sound).toBeGreaterThan(200);
});
