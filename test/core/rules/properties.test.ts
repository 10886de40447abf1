import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMissing, missing, type Value } from '../../../src/core/domain/value.ts';
import { and, not, or, type Truth } from '../../../src/core/language/truth.ts';
import { findAttribute } from '../../../src/core/rules/attributes.ts';
import { checkCondition } from '../../../src/core/rules/check.ts';
import { compileCondition } from '../../../src/core/rules/compile.ts';
import type { AttributeReference, Condition, Leaf } from '../../../src/core/rules/condition.ts';
import { parseCondition } from '../../../src/core/rules/parse.ts';
import { parseRule, printRule, type Rule } from '../../../src/core/rules/parse-rule.ts';
import { printCondition } from '../../../src/core/rules/print.ts';
import { anyCondition, withoutSpans } from './generated.ts';
import { catalogue, lists, soundCondition, type World, world } from './generated-sound.ts';

const SEED = 20261121;
const span = { start: 0, end: 0 };

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

const anyRule: fc.Arbitrary<Rule> = fc.record({
  action: fc.constantFrom('allow', 'block', 'challenge', 'review'),
  condition: anyCondition,
  span: fc.constant(span),
});

test('parse after print is the same rule', () => {
  fc.assert(
    fc.property(anyRule, (rule) => {
      const parsed = parseRule({ path: 'rule', text: printRule(rule) });
      expect(parsed.diagnostics).toEqual([]);
      expect(withoutSpans(parsed.rule)).toEqual(withoutSpans(rule));
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

/** The rule as it comes out of its text, checked and compiled. */
function compiledFrom(condition: Condition) {
  const source = { path: 'rule', text: printRule({ action: 'block', condition, span }) };
  const { rule } = parseRule(source);
  if (!rule) throw new Error(`no rule: ${source.text}`);
  const checked = checkCondition(rule.condition, { source, catalogue, lists });
  expect(checked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return compileCondition(checked.condition, catalogue, lists);
}

test('a compiled rule says what a naive reading of it says, whatever is missing', () => {
  const seen = { true: 0, false: 0, missing: 0 };
  fc.assert(
    fc.property(soundCondition, world, (condition, { inputs, entries }) => {
      const read = (reference: AttributeReference) =>
        findAttribute(catalogue, reference)?.read(inputs) ?? missing('cold');
      const { truth, because } = compiledFrom(condition).evaluate(inputs);
      seen[`${truth}`]++;
      expect(truth).toBe(naive(condition, read, entries));
      expect(because.length).toBeGreaterThan(0);
    }),
    { seed: SEED, numRuns: 6_000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(600);
});

function reversed(condition: Condition): Condition {
  if (condition.kind === 'not') return { ...condition, operand: reversed(condition.operand) };
  if (condition.kind !== 'and' && condition.kind !== 'or') return condition;
  return { ...condition, operands: condition.operands.map(reversed).reverse() };
}

test('the order of operands never matters', () => {
  fc.assert(
    fc.property(soundCondition, world, (condition, { inputs }) => {
      const { truth } = compiledFrom(condition).evaluate(inputs);
      expect(compiledFrom(reversed(condition)).evaluate(inputs).truth).toBe(truth);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

/** The types whose text is compared without regard to case. */
const FOLDED = new Set<string>(['string', 'enum', 'country']);

type Read = (reference: AttributeReference) => Value;

function naive(condition: Condition, read: Read, entries: World['entries']): Truth {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map((operand) => naive(operand, read, entries)).reduce(and);
    case 'or':
      return condition.operands.map((operand) => naive(operand, read, entries)).reduce(or);
    case 'not':
      return not(naive(condition.operand, read, entries));
    case 'is_missing':
      return isMissing(read(condition.attribute));
    case 'attribute': {
      const value = read(condition.attribute);
      return typeof value === 'boolean' ? value : 'missing';
    }
    case 'in':
      return condition.items
        .map((right) => naiveComparison({ kind: 'compare', operator: '=', left: condition.left, right, span }, read))
        .reduce(or);
    case 'in_list':
      return naiveList(condition.list, read(condition.left), entries);
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
  const ignoresCase = sides.some(({ type }) => type !== undefined && FOLDED.has(type));
  const [x, y] = [a, b].map(({ value }) => (ignoresCase ? String(value).toLowerCase() : String(value))) as [
    string,
    string,
  ];
  if (leaf.operator === 'includes') return x.includes(y);
  if (leaf.operator === 'like') return new RegExp(`^${y.replaceAll('%', '.*')}$`).test(x);
  return (x === y) === (leaf.operator === '=');
}

function naiveList(list: string, value: Value, entries: World['entries']): Truth {
  if (typeof value !== 'string') return 'missing';
  if (list === 'ids') return (entries.ids ?? []).includes(value);
  return (entries.texts ?? []).includes(value.trim().toLowerCase());
}

function toNumber(value: Value): number {
  return value === '' ? Number.NaN : Number(value);
}
