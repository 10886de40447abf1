import type { Reporter } from '../../language/reporter.ts';
import { type Catalogue, findAttribute } from '../attributes.ts';
import { type AttributeReference, type Compound, type Condition, isCompound, type Leaf } from '../condition.ts';
import { printAttribute, printCondition } from '../print.ts';

/**
 * Warns of a `not` around several comparisons, one of which may be missing: it is then not simply the opposite. Silent
 * where the rule itself asks about what is missing.
 */
export function lintNegations(condition: Condition, catalogue: Catalogue, reporter: Reporter): void {
  visit(condition, new Set(), catalogue, reporter);
}

/** `guarded`: the attributes that a part beside this one tests with `is_missing`. */
function visit(condition: Condition, guarded: ReadonlySet<string>, catalogue: Catalogue, reporter: Reporter): void {
  if (isCompound(condition)) {
    const all = guarded.union(tested(condition.operands));
    for (const operand of condition.operands) visit(operand, all, catalogue, reporter);
  } else if (condition.kind === 'not') {
    const { operand } = condition;
    const found = isCompound(operand) ? firstNullable(operand, guarded, catalogue) : null;
    if (found && isCompound(operand)) report(condition, operand, found, reporter);
    else visit(operand, guarded, catalogue, reporter);
  }
}

interface Nullable {
  readonly leaf: Leaf;
  readonly name: string;
}

function report(condition: Condition, operand: Compound, { leaf, name }: Nullable, reporter: Reporter): void {
  const test = `is_missing(${name})`;
  const direct = operand.operands.find((part) => part === leaf || (part.kind === 'not' && part.operand === leaf));
  let effect = "isn't simply the opposite";
  let matching = `${test} or not (…)`;
  if (direct && operand.kind === 'and') effect = 'is true only if another part is false';
  if (direct && operand.kind === 'or') {
    const opposite = direct === leaf ? ({ kind: 'not', operand: leaf, span: leaf.span } as const) : leaf;
    effect = 'is never true';
    matching = `(${test} or ${printCondition(opposite)}) and not (… the others)`;
  }
  const hint = `to match then, write ${matching}; not to, write not ${test} and not (…)`;
  reporter.warn(condition.span, `where ${name} is missing, this "not" ${effect}`, hint);
}

/** The first comparison below that reads what may be missing and isn't asked about. */
function firstNullable(condition: Condition, guarded: ReadonlySet<string>, catalogue: Catalogue): Nullable | null {
  if (isCompound(condition)) {
    const all = guarded.union(tested(condition.operands));
    for (const operand of condition.operands) {
      const found = firstNullable(operand, all, catalogue);
      if (found) return found;
    }
    return null;
  }
  if (condition.kind === 'not') return firstNullable(condition.operand, guarded, catalogue);
  if (condition.kind === 'is_missing') return null;
  for (const reference of readBy(condition)) {
    const name = printAttribute(reference);
    if (!guarded.has(name) && !findAttribute(catalogue, reference)?.isAlwaysThere) return { leaf: condition, name };
  }
  return null;
}

function readBy(leaf: Exclude<Leaf, { kind: 'is_missing' }>): AttributeReference[] {
  if (leaf.kind === 'attribute') return [leaf.attribute];
  const right = leaf.kind === 'compare' ? leaf.right : null;
  return right && (right.kind === 'named' || right.kind === 'metadata') ? [leaf.left, right] : [leaf.left];
}

function tested(operands: readonly Condition[]): ReadonlySet<string> {
  const names = operands.map((operand) => {
    const leaf = operand.kind === 'not' ? operand.operand : operand;
    return leaf.kind === 'is_missing' ? printAttribute(leaf.attribute) : null;
  });
  return new Set(names.filter((name) => name !== null));
}
