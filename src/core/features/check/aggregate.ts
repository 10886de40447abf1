import { nearest } from '../../language/nearest.ts';
import { findFunction } from '../functions/catalogue.ts';
import { aggregateName } from '../parse/aggregate-names.ts';
import { TIME } from '../scowl-type.ts';
import type { Aggregate } from '../syntax.ts';
import { AGGREGATE_FUNCTIONS, type AggregateFunction, type Term } from '../term.ts';
import { checkKeys } from './aggregate-keys.ts';
import { aggregateType, areValuesRight, isValueCountRight } from './aggregate-value.ts';
import { unknownFunction } from './calls.ts';
import type { Context } from './context.ts';
import { expectKind } from './expect.ts';
import { FAULT } from './literals.ts';
import { notBuilt } from './not-built.ts';
import { checkBool } from './operators.ts';
import { splitWhere } from './outcomes.ts';
import type { EventScope } from './scope.ts';
import { checkWindow } from './window.ts';

/** `Count<login>(by user_id where not successful last 5 days)`: what is taken together over earlier events. */
export function checkAggregate(aggregate: Aggregate, context: Context): Term {
  const name = nameOf(aggregate, context);
  const scope = name && writerOf(aggregate, context);
  if (!name || !scope || isInline(aggregate, context)) return FAULT;
  const reader: Context = { ...context, within: { aggregate: name, reader: context.scope } };
  const writer: Context = { ...reader, scope };
  const isCountRight = isValueCountRight(name, aggregate, context);
  const values = aggregate.values.map((value) => writer.check(value, writer));
  const areRight = isCountRight && areValuesRight(name, aggregate, values, writer);
  const keys = checkKeys(aggregate, reader, writer);
  const { where, outcomes } = splitWhere(aggregate, scope, context);
  const checkedWhere = where && checkBool(where, writer);
  const after = checkAfter(aggregate, reader);
  const windowMs = checkWindow(aggregate, context);
  if (aggregate.limit) {
    const hint = 'leave it out: a window bounds what is counted';
    context.report.error(aggregate.limit.span, 'Scowl has limit, Countersign does not, yet', hint);
  }
  if (!areRight) return FAULT;
  return {
    kind: 'aggregate',
    aggregate: {
      function: name,
      writer: scope.name,
      isCrossEvent: scope !== context.scope,
      values,
      keys,
      where: checkedWhere,
      outcomes,
      after,
      windowMs,
      isExclusive: aggregate.isExclusive,
    },
    type: aggregateType(name, values[0]?.type),
  };
}

function nameOf({ name, nameSpan }: Aggregate, { report }: Context): AggregateFunction | null {
  const written = aggregateName(name);
  const known = AGGREGATE_FUNCTIONS.find((built) => built === written);
  if (known) return known;
  const isFunction = !notBuilt(name) && findFunction(name) !== null;
  const { message, hint } = isFunction
    ? {
        message: `${name} is a function of one event, which takes no clauses`,
        hint: `write e.g. Count(${name}(…) by … last 1 day)`,
      }
    : unknownFunction(name);
  report.error(nameSpan, message, hint);
  return null;
}

/** The event that is counted: the one that it stands in, unless it names another. */
function writerOf({ name, events }: Aggregate, { scope, checking, report }: Context): EventScope | null {
  const [event, second] = events;
  if (!event) return scope;
  if (second) {
    const each = events.map((other) => `${name}<${other.name}>(…)`).slice(0, 3);
    const hint =
      name.toLowerCase() === 'count' || name.toLowerCase() === 'sum' ? `write ${each.join(' + ')}` : undefined;
    report.error(second.span, 'Scowl has aggregates over several events, Countersign does not, yet', hint);
    return null;
  }
  const found = checking.scopes.get(event.name);
  if (found) return found;
  const near = nearest(event.name, checking.scopes.keys());
  const hint = near ? `did you mean ${near}?` : `declare it, with or without features: event ${event.name}`;
  report.error(event.span, `there is no event ${event.name}`, hint);
  return null;
}

function isInline({ name, nameSpan }: Aggregate, { within, report }: Context): boolean {
  if (within === null) return false;
  const message = `${name} can't stand inside of ${within.aggregate}: give it a name first`;
  report.error(nameSpan, message, `declare it as a feature, e.g. counted := ${name}(…), and write counted here`);
  return true;
}

function checkAfter({ after }: Aggregate, reader: Context): Term | null {
  if (!after) return null;
  const term = reader.check(after, reader);
  const hint = 'write a time, e.g. after changed_at, declared as changed_at := $.changed_at as time?';
  return expectKind(term, after.span, { kinds: ['time'], implies: TIME, hint }, reader) ? term : FAULT;
}
