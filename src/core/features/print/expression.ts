import { aggregateName } from '../parse/aggregate-names.ts';
import { LEVELS, type Level } from '../parse/levels.ts';
import { inQuotes } from '../parse/lex-string.ts';
import type {
  Aggregate,
  Arithmetic,
  CaseExpression,
  Comparison,
  Expression,
  Literal,
  Logic,
  Membership,
  StructLiteral,
} from '../syntax.ts';
import { printDuration } from './duration.ts';
import { group, indent, join, type Layout, LINE, SOFT } from './layout.ts';

/** An expression to be laid out, with only the parentheses that it needs. */
export function layoutOf(expression: Expression): Layout {
  switch (expression.kind) {
    case 'literal':
      return literalText(expression);
    case 'duration':
      return printDuration(expression);
    case 'name':
      return expression.name;
    case 'field':
      return [within(expression.target, LEVELS.operand), '.', expression.name];
    case 'index':
      return [within(expression.target, LEVELS.operand), '[', layoutOf(expression.index), ']'];
    case 'struct':
      return listed('{', expression.fields.map(fieldLayout), '}');
    case 'array':
      return listed('[', expression.items.map(layoutOf), ']');
    case 'map': {
      const entries = expression.entries.map(({ key, value }) => [inQuotes(key), ': ', layoutOf(value)]);
      return listed('map{', entries, '}');
    }
    case 'call':
      return listed(`${expression.name}(`, expression.args.map(layoutOf), ')');
    case 'case':
      return caseLayout(expression);
    case 'aggregate':
      return aggregateLayout(expression);
    case 'lookup':
      return `Lookup<${expression.table.name}>()`;
    case 'negation':
      // Two hyphens would be a comment.
      return ['-', within(expression.operand, LEVELS.operand)];
    case 'not':
      return ['not ', within(expression.operand, LEVELS.not)];
    case 'is': {
      const what = `${expression.isNegated ? 'not ' : ''}${expression.what}`;
      return [within(expression.operand, LEVELS.sum), ` is ${what}`];
    }
    default:
      return group(chainLayout(expression));
  }
}

/** A literal as it is written. */
export function literalText({ value }: Literal): string {
  return typeof value === 'string' ? inQuotes(value) : String(value);
}

function levelOf(expression: Expression): Level {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
      return LEVELS[expression.kind];
    case 'compare':
    case 'in':
    case 'is':
      return LEVELS.compare;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? LEVELS.sum : LEVELS.term;
    case 'negation':
      return LEVELS.sign;
    case 'literal':
      return typeof expression.value === 'number' && expression.value < 0 ? LEVELS.sign : LEVELS.operand;
    default:
      return LEVELS.operand;
  }
}

/** The expression where something at least as tight must stand: in parentheses, if it is looser. */
function within(expression: Expression, lowest: Level): Layout {
  const layout = layoutOf(expression);
  return levelOf(expression) < lowest ? group('(', indent(SOFT, layout), ')') : layout;
}

type Binary = Arithmetic | Comparison | Logic | Membership;

/** `a + b - c`: all that joins from the left on one level breaks together. */
function chainLayout(expression: Binary): Layout[] {
  const level = levelOf(expression);
  const { left, right } = expression;
  // Comparisons don't join: both of their sides are tighter.
  const isJoined = level !== LEVELS.compare && levelOf(left) === level && 'left' in left;
  const lowest = level === LEVELS.compare ? LEVELS.sum : level;
  const start = isJoined ? chainLayout(left) : [within(left, lowest)];
  return [...start, indent(LINE, operatorOf(expression), ' ', within(right, (level + 1) as Level))];
}

function operatorOf(expression: Binary): string {
  if (expression.kind === 'in') return expression.isNegated ? 'not in' : 'in';
  return 'operator' in expression ? expression.operator : expression.kind;
}

function listed(open: string, items: readonly Layout[], close: ')' | ']' | '}'): Layout {
  if (items.length === 0) return `${open}${close}`;
  // A parenthesis closes right after the last item, as people write aggregates.
  return group(open, indent(SOFT, join(items, [',', LINE])), close === ')' ? [] : SOFT, close);
}

function fieldLayout({ name, value }: StructLiteral['fields'][number]): Layout {
  return value.kind === 'name' && value.name === name ? name : [name, ': ', layoutOf(value)];
}

function caseLayout({ whens, otherwise }: CaseExpression): Layout {
  const branches: Layout[] = whens.map(({ when, then }) => ['when ', layoutOf(when), ' then ', layoutOf(then)]);
  if (otherwise !== null) branches.push(['default ', layoutOf(otherwise)]);
  return group('Case(', indent(SOFT, join(branches, LINE)), ')');
}

function aggregateLayout(aggregate: Aggregate): Layout {
  const { values, keys, where, after, last, limit, isExclusive } = aggregate;
  const events = aggregate.events.map(({ name }) => name).join(', ');
  const name = `${aggregateName(aggregate.name) ?? aggregate.name}${events === '' ? '' : `<${events}>`}`;
  const clauses: Layout[] = [];
  if (values.length > 0) clauses.push(join(values.map(layoutOf), ', '));
  if (keys.length > 0) clauses.push(['by ', ...join(keys.map(keyLayout), ', ')]);
  if (where !== null) clauses.push(['where ', layoutOf(where)]);
  if (after !== null) clauses.push(['after ', layoutOf(after)]);
  if (last !== null) clauses.push(`last ${printDuration(last)}`);
  if (limit !== null) clauses.push(`limit ${literalText(limit)}`);
  if (isExclusive) clauses.push('exclusive');
  return clauses.length === 0 ? `${name}()` : group(`${name}(`, indent(SOFT, join(clauses, LINE)), ')');
}

function keyLayout({ reader, writer }: Aggregate['keys'][number]): Layout {
  return writer === null ? layoutOf(reader) : [layoutOf(reader), ' as ', writer.name];
}
