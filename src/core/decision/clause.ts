import { isMissing, type Value } from '../domain/value.ts';
import { isPersonal } from '../rules/attributes.ts';
import type {
  AttributeReference,
  Comparison,
  ComparisonOperator,
  Condition,
  Literal,
  Membership,
} from '../rules/condition.ts';
import { parseCondition } from '../rules/parse.ts';
import { printAttribute } from '../rules/print.ts';
import { plain } from './plain.ts';
import { CAUSES, claimInWords, nameInWords } from './vocabulary.ts';

type Values = Readonly<Record<string, Value>>;

const OPERATORS: Readonly<Record<ComparisonOperator, string>> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
};

const OPPOSITES: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

const MOST_ITEMS = 3;

/**
 * A comparison that held, as a clause for people: `:fraud_risk_score: > 50` is `fraud score 83 is above 50`, or without
 * values `fraud score is above 50`. `values` are a decision's attributes. What is personal is never said, nor what the
 * rule compares it with. A text that is no single comparison stays as it is.
 */
export function comparisonInWords(text: string, values: Values | null): string {
  const { condition, diagnostics } = parseCondition({ path: 'reason', text });
  const words = condition && diagnostics.length === 0 ? inWords(condition, true, values) : null;
  return words ?? (mentionsPerson(text) ? 'what a rule says of the cardholder' : plain(text));
}

/** `holds` is false under a `not`. Null for `and` and `or`, which a finding takes apart. */
function inWords(condition: Condition, holds: boolean, values: Values | null): string | null {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return null;
    case 'not':
      return inWords(condition.operand, !holds, values);
    case 'attribute':
      return isHidden(condition.attribute) ? hidden(condition.attribute) : claimInWords(condition.attribute, holds);
    case 'is_missing':
      return absence(condition.attribute, holds, values);
    case 'compare':
      return comparison(condition, holds, values);
    case 'in':
      return membership(condition, holds, values);
    case 'in_list':
      return clauseAbout(condition.left, `${holds ? 'is' : 'is not'} on the list ${condition.list}`, values);
    case 'match': {
      const verb = condition.operator === 'includes' ? 'contain' : 'look like';
      const said = holds ? verb.replace(/^\w+/, '$&s') : `does not ${verb}`;
      return clauseAbout(condition.left, `${said} ${literal(condition.right)}`, values);
    }
  }
}

function comparison({ operator, left, right }: Comparison, holds: boolean, values: Values | null): string {
  const said = holds ? operator : OPPOSITES[operator];
  if (right.kind === 'named' || right.kind === 'metadata') {
    if (isHidden(right)) return hidden(right);
    return clauseAbout(left, `${OPERATORS[said]} the ${subject(right, values)}`, values);
  }
  // Of what is equal, one is enough.
  if (said === '=') return clauseAbout(left, `is ${literal(right)}`, null);
  const limit = literal(right) + (isRate(left) ? '%' : '');
  return clauseAbout(left, `${OPERATORS[said]} ${limit}`, values, right.kind === 'number' ? right.value : null);
}

function membership({ left, items }: Membership, holds: boolean, values: Values | null): string {
  const value = knownValue(left, values);
  if (holds && value !== null) return clauseAbout(left, `is ${shown(value)}`, null);
  const some = items.slice(0, MOST_ITEMS).map(literal).join(', ');
  const list = items.length > MOST_ITEMS ? `${some}, …` : some;
  return clauseAbout(left, `${holds ? 'is' : 'is not'} one of ${list}`, values);
}

function absence(attribute: AttributeReference, holds: boolean, values: Values | null): string {
  if (!holds) return `${nameInWords(attribute)} is known`;
  const value = values?.[keyOf(attribute)];
  const cause = value !== undefined && isMissing(value) ? CAUSES[value.missing] : undefined;
  return `${nameInWords(attribute)} is missing${cause ? `: ${cause}` : ''}`;
}

/** The attribute and what is said of it; only that there is something, if it is personal. */
function clauseAbout(
  left: AttributeReference,
  said: string,
  values: Values | null,
  limit: number | null = null,
): string {
  return isHidden(left) ? hidden(left) : `${subject(left, values, limit)} ${said}`;
}

function hidden(attribute: AttributeReference): string {
  return `${nameInWords(attribute)} is as the rule says`;
}

/** Card programs put what they like into metadata, so it counts as personal here. */
function isHidden(attribute: AttributeReference): boolean {
  return attribute.kind === 'metadata' || isPersonal(attribute.name);
}

function mentionsPerson(text: string): boolean {
  return text.includes('::') || [...text.matchAll(/:([\w.-]+):/g)].some(([, name]) => isPersonal(name ?? ''));
}

function subject(attribute: AttributeReference, values: Values | null, limit: number | null = null): string {
  const value = knownValue(attribute, values);
  if (value === null) return nameInWords(attribute);
  return `${nameInWords(attribute)} ${shown(value, limit)}${isRate(attribute) ? '%' : ''}`;
}

function knownValue(attribute: AttributeReference, values: Values | null): Exclude<Value, object> | null {
  const value = values?.[keyOf(attribute)];
  return value === undefined || isMissing(value) ? null : value;
}

/** What a decision's `attributes` call it. */
function keyOf(attribute: AttributeReference): string {
  return attribute.kind === 'named' ? attribute.name : printAttribute(attribute);
}

function isRate(attribute: AttributeReference): boolean {
  return attribute.kind === 'named' && /_rate(_|$)/.test(attribute.name);
}

function literal({ value }: Literal): string {
  return shown(value);
}

/** Two decimals at most, unless that would make it equal to the limit that it passed. */
function shown(value: string | number | boolean, limit: number | null = null): string {
  if (typeof value === 'number') {
    const rounded = Number(value.toFixed(2));
    return String(rounded === limit && value !== limit ? value : rounded);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (/^[a-z]+(?:_[a-z]+)*$/.test(value)) return value.replaceAll('_', ' ');
  return /^[\w-]+$/.test(value) ? value : `"${plain(value)}"`;
}
