import type { BuiltInEvent, EntryOutcome } from '../built-in-event.ts';
import type { Aggregate, Expression } from '../syntax.ts';
import type { Context } from './context.ts';
import type { EventScope } from './scope.ts';

// What can become of an ask. `none` is what becomes of all other events.
const ALL: readonly EntryOutcome[] = ['pending', 'approved', 'declined', 'challenged', 'declined_by_stripe'];

/** The `where` of an aggregate in two: what is known of an event when it happens, and what becomes of it. */
export interface SplitWhere {
  readonly where: Expression | null;
  readonly outcomes: readonly EntryOutcome[] | null;
}

/**
 * Takes the parts of a `where` that only say what became of the events (`is_approved`, `not is_declined`, `is_declined
 * or is_challenged`), joined to the rest by `and`, out of it.
 */
export function splitWhere({ where }: Aggregate, writer: EventScope, context: Context): SplitWhere {
  const event = writer.builtIn;
  if (!where || !event || event.outcomes.size === 0) return { where, outcomes: null };
  const rest: Expression[] = [];
  let outcomes: readonly EntryOutcome[] | null = null;
  for (const part of conjunctsOf(where)) {
    const claimed = claimedBy(part, event);
    if (!claimed) rest.push(part);
    else outcomes = outcomes ? outcomes.filter((outcome) => claimed.includes(outcome)) : claimed;
  }
  if (outcomes?.length === 0) {
    const message = `one ${event.name} is never all of that: an answer is one of approved, declined and challenged`;
    context.report.error(where.span, message, 'join what may be either by or');
  }
  return { where: joined(rest), outcomes };
}

function conjunctsOf(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'and') return [expression];
  return [...conjunctsOf(expression.left), ...conjunctsOf(expression.right)];
}

function joined(parts: readonly Expression[]): Expression | null {
  return parts.reduce<Expression | null>((left, right) => {
    return left ? { kind: 'and', left, right, span: { start: left.span.start, end: right.span.end } } : right;
  }, null);
}

/** The outcomes that an expression allows, which is made of nothing but claims about them; null for any other. */
function claimedBy(expression: Expression, event: BuiltInEvent): readonly EntryOutcome[] | null {
  switch (expression.kind) {
    case 'name':
      return event.outcomes.get(expression.name) ?? null;
    case 'not':
      return otherThan(claimedBy(expression.operand, event));
    case 'is': {
      if (expression.what === 'null') return null;
      const claimed = claimedBy(expression.operand, event);
      return (expression.what === 'true') === expression.isNegated ? otherThan(claimed) : claimed;
    }
    case 'and':
    case 'or': {
      const left = claimedBy(expression.left, event);
      const right = claimedBy(expression.right, event);
      if (!left || !right) return null;
      const isAnd = expression.kind === 'and';
      return ALL.filter((outcome) =>
        isAnd ? left.includes(outcome) && right.includes(outcome) : left.includes(outcome) || right.includes(outcome),
      );
    }
    default:
      return null;
  }
}

function otherThan(claimed: readonly EntryOutcome[] | null): readonly EntryOutcome[] | null {
  return claimed && ALL.filter((outcome) => !claimed.includes(outcome));
}
