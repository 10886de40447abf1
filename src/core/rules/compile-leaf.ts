import { type ListItemType, NO_LISTS, normalizeItem } from '../domain/lists.ts';
import type { Value } from '../domain/value.ts';
import { isMissing } from '../domain/value.ts';
import type { Truth } from '../language/truth.ts';
import type { AttributeDefinition, AttributeInputs } from './attributes/definition.ts';
import type {
  AttributeReference,
  Comparison,
  ComparisonOperator,
  Leaf,
  ListMembership,
  Membership,
  TextMatch,
} from './condition.ts';
import { compileLike } from './like.ts';

/** What one comparison says of one ask. */
export type Test = (inputs: AttributeInputs) => Truth;

/** Finds what a leaf names: the definition of an attribute, the item type of a list. Throws where there is none. */
export interface Names {
  attribute(reference: AttributeReference): AttributeDefinition;
  list(name: string): ListItemType;
}

type Find = Names['attribute'];
type Read<T> = (inputs: AttributeInputs) => T | null;

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * The test that a leaf stands for. Whatever is compared with a missing value, or with one that is not of its type, is
 * missing.
 */
export function compileLeaf(leaf: Leaf, names: Names): Test {
  const find = names.attribute;
  switch (leaf.kind) {
    case 'compare':
      return compileComparison(leaf, find);
    case 'in':
      return compileMembership(leaf, find);
    case 'match':
      return compileMatch(leaf, find);
    case 'is_missing': {
      const { read } = find(leaf.attribute);
      return (inputs) => isMissing(read(inputs));
    }
    case 'attribute': {
      const { read } = find(leaf.attribute);
      return (inputs) => {
        const value = read(inputs);
        return typeof value === 'boolean' ? value : 'missing';
      };
    }
    case 'in_list':
      return compileListMembership(leaf, names);
  }
}

function compileListMembership({ left, list }: ListMembership, names: Names): Test {
  const { read } = names.attribute(left);
  const type = names.list(list);
  return (inputs) => {
    const value = read(inputs);
    return typeof value === 'string' ? (inputs.lists ?? NO_LISTS).has(list, normalizeItem(type, value)) : 'missing';
  };
}

function compileComparison({ operator, left, right }: Comparison, find: Find): Test {
  const leftDefinition = find(left);
  if (right.kind === 'boolean') throw new Error('a boolean stands alone; the checker rewrites it');
  if (right.kind === 'string') {
    const isExact = isCaseSensitive(leftDefinition);
    return compareTexts(readText(leftDefinition, isExact), operator, constant(fold(right.value, isExact)));
  }
  if (right.kind === 'number') return compareNumbers(readNumber(leftDefinition), operator, constant(right.value));
  const rightDefinition = find(right);
  if (isNumeric(operator, leftDefinition, rightDefinition)) {
    return compareNumbers(readNumber(leftDefinition), operator, readNumber(rightDefinition));
  }
  // Case counts only where it counts on both sides.
  const isExact = isCaseSensitive(leftDefinition) && isCaseSensitive(rightDefinition);
  return compareTexts(readText(leftDefinition, isExact), operator, readText(rightDefinition, isExact));
}

function isNumeric(operator: ComparisonOperator, left: AttributeDefinition, right: AttributeDefinition): boolean {
  return left.type === 'number' || right.type === 'number' || (operator !== '=' && operator !== '!=');
}

function compareNumbers(left: Read<number>, operator: ComparisonOperator, right: Read<number>): Test {
  const holds = NUMBER_COMPARISONS[operator];
  return (inputs) => {
    const a = left(inputs);
    const b = right(inputs);
    return a === null || b === null ? 'missing' : holds(a, b);
  };
}

const NUMBER_COMPARISONS: Readonly<Record<ComparisonOperator, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function compareTexts(left: Read<string>, operator: ComparisonOperator, right: Read<string>): Test {
  if (operator !== '=' && operator !== '!=') throw new Error(`text has no ${operator}; the checker refuses it`);
  const isEqual = operator === '=';
  return (inputs) => {
    const a = left(inputs);
    const b = right(inputs);
    return a === null || b === null ? 'missing' : (a === b) === isEqual;
  };
}

/** `x in (a, b)` is `x = a or x = b`: of metadata, each item is compared as text or as a number, as it is written. */
function compileMembership({ left, items }: Membership, find: Find): Test {
  const definition = find(left);
  const isExact = isCaseSensitive(definition);
  const texts = new Set<string>();
  const numbers = new Set<number>();
  for (const item of items) {
    if (item.kind === 'string') texts.add(fold(item.value, isExact));
    if (item.kind === 'number') numbers.add(item.value);
  }
  const readAsText = readText(definition, isExact);
  const readAsNumber = readNumber(definition);
  return (inputs) => {
    if (texts.size > 0) {
      const text = readAsText(inputs);
      if (text === null) return 'missing';
      if (texts.has(text)) return true;
    }
    if (numbers.size === 0) return false;
    const number = readAsNumber(inputs);
    return number === null ? 'missing' : numbers.has(number);
  };
}

function compileMatch({ operator, left, right }: TextMatch, find: Find): Test {
  const definition = find(left);
  const isExact = isCaseSensitive(definition);
  const wanted = fold(String(right.value), isExact);
  const holds = operator === 'like' ? compileLike(wanted) : (text: string) => text.includes(wanted);
  const read = readText(definition, isExact);
  return (inputs) => {
    const text = read(inputs);
    return text === null ? 'missing' : holds(text);
  };
}

function isCaseSensitive({ type }: AttributeDefinition): boolean {
  return type === 'id' || type === 'metadata';
}

function fold(text: string, isExact: boolean): string {
  return isExact ? text : text.toLowerCase();
}

function constant<T>(value: T): Read<T> {
  return () => value;
}

function readText({ read }: AttributeDefinition, isExact: boolean): Read<string> {
  return (inputs) => {
    const value = read(inputs);
    return typeof value === 'string' ? fold(value, isExact) : null;
  };
}

function readNumber({ read, type }: AttributeDefinition): Read<number> {
  if (type === 'metadata') return (inputs) => numberFrom(read(inputs));
  return (inputs) => {
    const value = read(inputs);
    return typeof value === 'number' ? value : null;
  };
}

function numberFrom(value: Value): number | null {
  return typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : null;
}
