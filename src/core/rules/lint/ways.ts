import type { Catalogue } from '../attributes.ts';
import type { Condition, Leaf } from '../condition.ts';
import { ODD } from './choice.ts';
import { type Claim, claimOf, type TextTest } from './claim.ts';
import { both, isEmpty, isInside, otherThan, type Region } from './region.ts';

/**
 * One way in which a condition comes true: each of the named things is within its region. What is not named may be
 * anything.
 */
export interface Way {
  readonly regions: ReadonlyMap<string, Region>;
  readonly textTests: ReadonlyMap<string, TextTest>;
}

/** Where there are more ways than this, nothing is claimed. */
const MAX_WAYS = 64;

const ANYHOW: Way = { regions: new Map(), textTests: new Map() };

/**
 * All ways in which a checked condition is true; none if it never is; null where they are too many to tell. Ways that
 * exclude themselves are left out, so that one that is left shows only that no contradiction was seen.
 */
export function waysToBeTrue(condition: Condition, catalogue: Catalogue): readonly Way[] | null {
  return expand(condition, { isNegated: false, isOther: false, catalogue });
}

/** All ways in which `not` of a checked condition is true; see `waysToBeTrue`. */
export function waysToBeFalse(condition: Condition, catalogue: Catalogue): readonly Way[] | null {
  return expand(condition, { isNegated: true, isOther: false, catalogue });
}

/** All ways in which a checked condition is false or missing; see `waysToBeTrue`. */
export function waysNotToBeTrue(condition: Condition, catalogue: Catalogue): readonly Way[] | null {
  return expand(condition, { isNegated: false, isOther: true, catalogue });
}

/** Whether everything that is so in this way is so in the other as well. Only ever true where that is certain. */
export function isWayWithin(way: Way, other: Way): boolean {
  for (const [key, region] of other.regions) {
    const own = way.regions.get(key);
    if (!own || !isInside(own, region)) return false;
  }
  return true;
}

/** Two ways at once, or null where they exclude each other. */
export function join(a: Way, b: Way): Way | null {
  const [more, fewer] = a.regions.size >= b.regions.size ? [a, b] : [b, a];
  const regions = new Map(more.regions);
  for (const [key, region] of fewer.regions) {
    const other = regions.get(key);
    const joined = other ? both(other, region) : region;
    if (isEmpty(joined)) return null;
    regions.set(key, joined);
  }
  const textTests = fewer.textTests.size === 0 ? more.textTests : new Map([...more.textTests, ...fewer.textTests]);
  return narrow(regions, textTests) ? { regions, textTests } : null;
}

interface Expansion {
  readonly isNegated: boolean;
  /** Whether the ways wanted are those in which it is anything but true. */
  readonly isOther: boolean;
  readonly catalogue: Catalogue;
}

// Kleene's `not` obeys de Morgan, and `and` is true exactly where all its operands are: the logic of "is true" is the
// plain one, down to the leaves.
function expand(condition: Condition, expansion: Expansion): readonly Way[] | null {
  switch (condition.kind) {
    case 'not':
      return expand(condition.operand, { ...expansion, isNegated: !expansion.isNegated });
    case 'and':
    case 'or': {
      const isAll = ((condition.kind === 'and') !== expansion.isNegated) !== expansion.isOther;
      return isAll ? expandAll(condition.operands, expansion) : expandAny(condition.operands, expansion);
    }
    default:
      return expandLeaf(condition, expansion);
  }
}

function expandAny(operands: readonly Condition[], expansion: Expansion): readonly Way[] | null {
  const ways: Way[] = [];
  for (const operand of operands) {
    const more = expand(operand, expansion);
    if (!more || ways.length + more.length > MAX_WAYS) return null;
    ways.push(...more);
  }
  return ways;
}

function expandAll(operands: readonly Condition[], expansion: Expansion): readonly Way[] | null {
  let ways: readonly Way[] = [ANYHOW];
  for (const operand of operands) {
    const more = expand(operand, expansion);
    if (!more) return null;
    const joined = ways.flatMap((way) => more.flatMap((other) => join(way, other) ?? []));
    if (joined.length > MAX_WAYS) return null;
    if (joined.length === 0) return [];
    ways = joined;
  }
  return ways;
}

function expandLeaf(leaf: Leaf, expansion: Expansion): readonly Way[] | null {
  const { isNegated, isOther, catalogue } = expansion;
  const claim = claimOf(leaf, isNegated, catalogue);
  if (claim) return wayOf(claim, isOther);
  // Metadata among numbers and texts: `x in (1, 'a')` is `x in (1) or x in ('a')`.
  if (leaf.kind !== 'in') return null;
  const numbers = leaf.items.filter(({ kind }) => kind === 'number');
  const strings = leaf.items.filter(({ kind }) => kind === 'string');
  if (numbers.length === 0 || strings.length === 0) return null;
  const operands = [numbers, strings].map((items) => ({ ...leaf, items }));
  return expand({ kind: 'or', operands, span: leaf.span }, expansion);
}

function wayOf(claim: Claim, isOther: boolean): readonly Way[] {
  const regions = new Map<string, Region>();
  const parts = isOther ? [{ ...claim, region: otherThan(claim.region) }] : [claim, ...claim.implied];
  for (const { key, everything, region } of parts) {
    const possible = both(everything, region);
    if (isEmpty(possible)) return [];
    if (!isInside(everything, region)) regions.set(key, possible);
  }
  const { key, textTest } = claim;
  return [{ regions, textTests: new Map(textTest ? [[key, textTest]] : []) }];
}

/** Leaves of the texts that are known only those on which the tests come out as they should; false if none is left. */
function narrow(regions: Map<string, Region>, textTests: ReadonlyMap<string, TextTest>): boolean {
  for (const [key, { of, holds }] of textTests) {
    const wanted = regions.get(key);
    const texts = regions.get(of);
    if (!wanted || wanted.choice.members.has(ODD) || !texts || texts.choice.isExcept) continue;
    const fitting = [...texts.choice.members].filter(
      (member) => member.startsWith('=') && wanted.choice.members.has(String(holds(member.slice(1)))),
    );
    if (fitting.length === 0) return false;
    regions.set(of, { ...texts, isMissing: false, choice: { isExcept: false, members: new Set(fitting) } });
  }
  return true;
}
