import type { Reporter } from '../language/reporter.ts';
import type { AttributeDefinition } from './attributes/definition.ts';
import { checkValue } from './check-value.ts';
import type { Comparison, ComparisonOperator, Condition, Literal, Membership, TextMatch } from './condition.ts';
import { printAttribute, printOperand } from './print.ts';
import { inQuotes } from './read-string.ts';

/** What a check of one comparison needs. */
export interface Comparing {
  readonly left: AttributeDefinition;
  /** The definition of the right side, where that is an attribute. */
  readonly right: AttributeDefinition | null;
  readonly reporter: Reporter;
}

const ORDERED: ReadonlySet<ComparisonOperator> = new Set(['<', '<=', '>', '>=']);

/** Checks `attribute operator value` by the types of both; returns it, with `= 'true'` on a boolean rewritten. */
export function checkComparison(comparison: Comparison, { left, right, reporter }: Comparing): Condition {
  const printed = printAttribute(comparison.left);
  if (left.type === 'boolean') return checkBoolean(comparison, printed, reporter);
  const isOrdered = ORDERED.has(comparison.operator);
  const isText = left.type !== 'number' && left.type !== 'metadata';
  if (isOrdered && isText) {
    const message = `${printed} is text, which has no "${comparison.operator}"`;
    reporter.error(comparison.span, message, orderHint(comparison, left, printed));
    return comparison;
  }
  if (right) checkAttributes(comparison, left, right, reporter, isOrdered);
  else if (isLiteral(comparison.right)) checkValue(left, printed, comparison.right, reporter, isOrdered);
  return comparison;
}

/** Checks `attribute in (…)`. */
export function checkMembership(membership: Membership, { left, reporter }: Comparing): Condition {
  const printed = printAttribute(membership.left);
  if (left.type === 'boolean') {
    reporter.error(membership.span, `${printed} is true or false`, `write ${printed} or not ${printed}`);
    return membership;
  }
  for (const item of membership.items) checkValue(left, printed, item, reporter);
  return membership;
}

/** Checks `attribute includes '…'` and `attribute like '…'`. */
export function checkMatch(match: TextMatch, { left, reporter }: Comparing): Condition {
  const printed = printAttribute(match.left);
  const { operator, right } = match;
  if (left.type === 'boolean' || left.type === 'number') {
    const isNumber = left.type === 'number';
    const message = `${printed} is ${isNumber ? 'a number' : 'true or false'}; "${operator}" is for text`;
    reporter.error(match.span, message, isNumber ? `write e.g. ${printed} > 10` : `write ${printed} or not ${printed}`);
  } else if (operator === 'like' && right.kind === 'string' && !right.value.includes('%')) {
    const hint = `write ${inQuotes(`%${right.value}%`)}, or = ${inQuotes(right.value)} if all of it is meant`;
    reporter.warn(right.span, 'without a % this matches the whole text only', hint);
  }
  return match;
}

function isLiteral(operand: Comparison['right']): operand is Literal {
  return operand.kind === 'string' || operand.kind === 'number' || operand.kind === 'boolean';
}

/** `:x: = 'true'` and its kin, which Stripe's own guide writes, though Radar has no operator on booleans. */
function checkBoolean(comparison: Comparison, printed: string, reporter: Reporter): Condition {
  const { operator, right, span } = comparison;
  const word = isLiteral(right) ? String(right.value).toLowerCase() : '';
  const isEquality = operator === '=' || operator === '!=';
  if (!isEquality || (word !== 'true' && word !== 'false')) {
    reporter.error(span, `${printed} is true or false, and stands alone`, `write ${printed} or not ${printed}`);
    return comparison;
  }
  const attribute: Condition = { kind: 'attribute', attribute: comparison.left, span };
  const isTrue = (operator === '=') === (word === 'true');
  const message = `${printed} is true or false by itself`;
  reporter.warn(span, message, `write ${isTrue ? '' : 'not '}${printed}`);
  return isTrue ? attribute : { kind: 'not', operand: attribute, span };
}

/** `:fraud_risk_level: > 'normal'` → `:fraud_risk_level: in ('elevated', 'highest')`. */
function orderHint({ operator, right }: Comparison, left: AttributeDefinition, printed: string): string {
  const values = left.values ?? [];
  const at = right.kind === 'string' ? values.indexOf(right.value.toLowerCase()) : -1;
  if (!left.isOrdered || at < 0) return `write ${printed} = …, or ${printed} in (…)`;
  const bounds = { '<': [0, at], '<=': [0, at + 1], '>': [at + 1], '>=': [at], '=': [], '!=': [] }[operator];
  const meant = values.slice(...bounds);
  if (meant.length === 0) return `no value is ${operator} ${printOperand(right)}`;
  return `write ${printed} in (${meant.map(inQuotes).join(', ')})`;
}

/** A number with a number, text with text; metadata is either. */
function checkAttributes(
  comparison: Comparison,
  left: AttributeDefinition,
  right: AttributeDefinition,
  reporter: Reporter,
  isOrdered: boolean,
): void {
  const kinds = [kindOf(left), kindOf(right)];
  const [printedLeft, printedRight] = [printAttribute(comparison.left), printOperand(comparison.right)];
  const isMixed = kinds[0] !== kinds[1] && !kinds.includes('metadata');
  if (kinds[1] !== 'boolean' && !isMixed && !(isOrdered && kinds[1] === 'text')) return;
  const both = `${printedLeft} is ${described(left)}, ${printedRight} is ${described(right)}`;
  const hint = 'compare numbers with numbers and text with text';
  reporter.error(comparison.span, `${both}: they can't be compared`, hint);
}

function kindOf({ type }: AttributeDefinition): 'number' | 'boolean' | 'metadata' | 'text' {
  return type === 'number' || type === 'boolean' || type === 'metadata' ? type : 'text';
}

function described(definition: AttributeDefinition): string {
  const words = { number: 'a number', boolean: 'true or false', metadata: 'metadata', text: 'text' };
  return words[kindOf(definition)];
}
