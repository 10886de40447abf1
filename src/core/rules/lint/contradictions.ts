import type { Reporter } from '../../language/reporter.ts';
import { type Catalogue, findAttribute } from '../attributes.ts';
import { type Condition, isCompound, type Leaf } from '../condition.ts';
import { printAttribute, printCondition } from '../print.ts';
import { inQuotes } from '../read-string.ts';
import { join, type Way, waysNotToBeTrue, waysToBeFalse, waysToBeTrue } from './ways.ts';

/** Of a longer row only so many are set against each other, to name the two that can't be. */
const MAX_COMPARED = 50;

/** Warns of a rule, or a part of one, that is never true, and of a rule that always is. */
export function lintContradictions(condition: Condition, catalogue: Catalogue, reporter: Reporter): void {
  const never = nothingTrue(condition, false, catalogue);
  if (never) {
    reporter.warn(condition.span, 'this can never match', hintAt(condition, false, catalogue));
    return;
  }
  if (waysNotToBeTrue(condition, catalogue)?.length === 0) {
    reporter.warn(condition.span, 'this matches every authorization', 'write a comparison that some do not match');
    return;
  }
  lintParts(condition, false, catalogue, reporter);
}

/** The parts of a condition that is true at times: those of an `or` may still be in vain. */
function lintParts(condition: Condition, isNegated: boolean, catalogue: Catalogue, reporter: Reporter): void {
  if (condition.kind === 'not') lintParts(condition.operand, !isNegated, catalogue, reporter);
  if (!isCompound(condition)) return;
  for (const operand of condition.operands) {
    if (nothingTrue(operand, isNegated, catalogue)) {
      const message = isNegated ? 'this part is always true, or missing' : 'this part can never be true';
      reporter.warn(operand.span, message, hintAt(operand, isNegated, catalogue));
    } else {
      lintParts(operand, isNegated, catalogue, reporter);
    }
  }
}

function nothingTrue(condition: Condition, isNegated: boolean, catalogue: Catalogue): boolean {
  return waysOf(condition, isNegated, catalogue)?.length === 0;
}

function waysOf(condition: Condition, isNegated: boolean, catalogue: Catalogue): readonly Way[] | null {
  return isNegated ? waysToBeFalse(condition, catalogue) : waysToBeTrue(condition, catalogue);
}

/** Names the two parts that exclude each other, or what the attribute of a single comparison may be. */
function hintAt(condition: Condition, isNegated: boolean, catalogue: Catalogue): string {
  if (condition.kind === 'not') return hintAt(condition.operand, !isNegated, catalogue);
  if (!isCompound(condition)) return hintAtLeaf(condition, catalogue);
  const operands = condition.operands.slice(0, MAX_COMPARED);
  if ((condition.kind === 'and') === isNegated) return 'none of its parts can be true: take it out';
  const ways = operands.map((operand) => waysOf(operand, isNegated, catalogue));
  const alone = operands.find((_, index) => ways[index]?.length === 0);
  if (alone) return hintAt(alone, isNegated, catalogue);
  for (const [index, first] of operands.entries()) {
    for (let other = index + 1; other < operands.length; other++) {
      const second = operands[other];
      if (!second || !exclude(ways[index] ?? null, ways[other] ?? null)) continue;
      const both = `${said(first, isNegated)} and ${said(second, isNegated)}`;
      return `${both} exclude each other${isNegated ? '' : ': write "or" between them if either is meant'}`;
    }
  }
  return 'its parts exclude each other: take out what is not meant';
}

function exclude(some: readonly Way[] | null, others: readonly Way[] | null): boolean {
  return some !== null && others !== null && some.every((way) => others.every((other) => join(way, other) === null));
}

function said(condition: Condition, isNegated: boolean): string {
  return printCondition(isNegated ? { kind: 'not', operand: condition, span: condition.span } : condition);
}

function hintAtLeaf(leaf: Leaf, catalogue: Catalogue): string {
  const reference = leaf.kind === 'is_missing' || leaf.kind === 'attribute' ? leaf.attribute : leaf.left;
  const printed = printAttribute(reference);
  const definition = findAttribute(catalogue, reference);
  if (leaf.kind === 'is_missing') return `${printed} is always there: take it out`;
  if (definition?.range) return `${printed} runs from ${definition.range.min} to ${definition.range.max}`;
  if (definition?.values) return `${printed} is always one of ${definition.values.map(inQuotes).join(', ')}`;
  return `nothing that ${printed} may be makes it true`;
}
