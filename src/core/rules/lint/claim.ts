import type { AttributeDefinition } from '../attributes/definition.ts';
import { type Catalogue, findAttribute } from '../attributes.ts';
import type { AttributeReference, Comparison, ComparisonOperator, Leaf, Literal } from '../condition.ts';
import { compileLike } from '../like.ts';
import { printAttribute, printCondition } from '../print.ts';
import { ODD, only } from './choice.ts';
import { comparing, oneOf, otherNumbers } from './numbers.ts';
import { ANY_TRUTH, everythingOf, MISSING, ofChoice, ofNumbers, PRESENT, type Region } from './region.ts';

/** That an attribute, or a test that is not looked into, is within a region of everything that it may be. */
interface Part {
  readonly key: string;
  readonly everything: Region;
  readonly region: Region;
}

/** A test of one text, which can be made where all that the text may be is known. */
export interface TextTest {
  /** The key of the attribute that has the text. */
  readonly of: string;
  readonly holds: (text: string) => boolean;
}

/** When a leaf is true: exactly where its own part holds. `implied` are further parts that hold then. */
export interface Claim extends Part {
  readonly implied: readonly Part[];
  readonly textTest?: TextTest;
}

const OPPOSITES: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/**
 * When a checked leaf, or `not` of it, is true. Null where it is more than one claim (metadata among numbers and texts
 * at once) or names what there isn't.
 */
export function claimOf(leaf: Leaf, isNegated: boolean, catalogue: Catalogue): Claim | null {
  const reference = leaf.kind === 'is_missing' || leaf.kind === 'attribute' ? leaf.attribute : leaf.left;
  const definition = findAttribute(catalogue, reference);
  if (!definition) return null;
  const about = (region: Region): Claim => {
    return { key: printAttribute(reference), everything: everythingOf(definition), region, implied: [] };
  };
  switch (leaf.kind) {
    case 'is_missing':
      return about(isNegated ? PRESENT : MISSING);
    case 'attribute':
      return about(ofChoice(only(isNegated ? 'false' : 'true')));
    case 'in':
      return membership(leaf.items, isNegated, definition, about);
    case 'compare': {
      if (leaf.right.kind === 'named' || leaf.right.kind === 'metadata') return unlooked(leaf, isNegated, catalogue);
      return comparison(leaf, leaf.right, isNegated, definition, about);
    }
    case 'match': {
      const wanted = folded(String(leaf.right.value), definition);
      const like = leaf.operator === 'like' ? compileLike(wanted) : (text: string) => text.includes(wanted);
      const test = testOf(`${printAttribute(reference)} ${leaf.operator} ${wanted}`, isNegated, [reference], catalogue);
      return test && { ...test, textTest: { of: printAttribute(reference), holds: like } };
    }
    case 'in_list':
      return testOf(printCondition(leaf), isNegated, [reference], catalogue);
  }
}

type About = (region: Region) => Claim;

function comparison(
  { operator }: Comparison,
  right: Literal,
  isNegated: boolean,
  definition: AttributeDefinition,
  about: About,
): Claim | null {
  if (right.kind === 'boolean') return null;
  const said = isNegated ? OPPOSITES[operator] : operator;
  if (right.kind === 'number') return about(ofNumbers(comparing(said, right.value)));
  return about(ofChoice(texts([right.value], said === '!=', definition)));
}

function membership(
  items: readonly Literal[],
  isNegated: boolean,
  definition: AttributeDefinition,
  about: About,
): Claim | null {
  const strings = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  const numbers = items.flatMap((item) => (item.kind === 'number' ? [item.value] : []));
  if (strings.length === items.length) return about(ofChoice(texts(strings, isNegated, definition)));
  if (numbers.length < items.length) return null;
  const listed = oneOf(numbers);
  return about(ofNumbers(isNegated ? { ...otherNumbers(listed), hasOdd: false } : listed));
}

/** These texts, or all others: what is no text is neither. */
function texts(values: readonly string[], isExcept: boolean, definition: AttributeDefinition) {
  const members = values.map((value) => `=${folded(value, definition)}`);
  return isExcept ? { isExcept, members: new Set([...members, ODD]) } : only(...members);
}

/** Text as it is compared with this attribute. */
function folded(text: string, { type }: AttributeDefinition): string {
  return type === 'id' || type === 'metadata' ? text : text.toLowerCase();
}

/** Two attributes beside each other; `a >= b` is taken as `not (a < b)`, which is true of the same. */
function unlooked(leaf: Comparison, isNegated: boolean, catalogue: Catalogue): Claim | null {
  const { operator, left, right } = leaf;
  const isOpposite = operator === '!=' || operator === '>=' || operator === '<=';
  const said = isOpposite ? OPPOSITES[operator] : operator;
  if (right.kind !== 'named' && right.kind !== 'metadata') return null;
  const key = `${printAttribute(left)} ${said} ${printAttribute(right)}`;
  return testOf(key, isNegated !== isOpposite, [left, right], catalogue);
}

/** A test that is not looked into; what it reads is there where it is true, and where it is false. */
function testOf(
  key: string,
  isNegated: boolean,
  reads: readonly AttributeReference[],
  catalogue: Catalogue,
): Claim | null {
  const implied: Part[] = [];
  for (const reference of reads) {
    const definition = findAttribute(catalogue, reference);
    if (!definition) return null;
    implied.push({ key: printAttribute(reference), everything: everythingOf(definition), region: PRESENT });
  }
  return { key, everything: ANY_TRUTH, region: ofChoice(only(isNegated ? 'false' : 'true')), implied };
}
