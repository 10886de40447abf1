import type { AttributeReference, Condition, Literal } from './condition.ts';
import { printNumber } from './read-number.ts';
import { inQuotes } from './read-string.ts';

/**
 * The canonical text of a condition: keywords in lower case, single quotes, only the parentheses that it needs, and
 * those that make a `not` easy to read. Parsing it gives the same condition.
 */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'or':
      return condition.operands.map(printCondition).join(' or ');
    case 'and':
      return condition.operands.map(printFactor).join(' and ');
    case 'not':
      return `not ${printNegated(condition.operand)}`;
    case 'is_missing':
      return `is_missing(${printAttribute(condition.attribute)})`;
    case 'attribute':
      return printAttribute(condition.attribute);
    case 'in':
      return `${printAttribute(condition.left)} in (${condition.items.map(printOperand).join(', ')})`;
    case 'in_list':
      return `${printAttribute(condition.left)} in @${condition.list}`;
    default:
      return `${printAttribute(condition.left)} ${condition.operator} ${printOperand(condition.right)}`;
  }
}

/** `:name:`, `::key::`, `::card:key::` or `::cardholder:key::`. */
export function printAttribute(attribute: AttributeReference): string {
  if (attribute.kind === 'named') return `:${attribute.name}:`;
  return attribute.owner === 'authorization' ? `::${attribute.key}::` : `::${attribute.owner}:${attribute.key}::`;
}

/** A value as a condition writes it. */
export function printOperand(operand: Literal | AttributeReference): string {
  switch (operand.kind) {
    case 'string':
      return inQuotes(operand.value);
    case 'number':
      return printNumber(operand.value);
    case 'boolean':
      return String(operand.value);
    default:
      return printAttribute(operand);
  }
}

function printFactor(condition: Condition): string {
  const text = printCondition(condition);
  return condition.kind === 'or' ? `(${text})` : text;
}

function printNegated(condition: Condition): string {
  const text = printCondition(condition);
  const standsAlone = condition.kind === 'attribute' || condition.kind === 'is_missing' || condition.kind === 'not';
  return standsAlone ? text : `(${text})`;
}
