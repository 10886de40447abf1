import type { Aggregate, Call, Expression, Lookup, Name } from '../syntax.ts';
import { aggregateName } from './aggregate-names.ts';
import { placeholder } from './brackets.ts';
import { type Clauses, isOverIn, parseClauses } from './clauses.ts';
import { type Cursor, nested } from './cursor.ts';
import { closeBracket, parseList } from './list.ts';
import type { Token } from './token.ts';

type Word = Token & { readonly kind: 'word' };

/** Whether the word here is called: `Foo(…)`, `Foo<login>(…)`. */
export function startsCall(cursor: Cursor): boolean {
  const token = cursor.peek();
  const following = cursor.peek(1);
  if (token.kind !== 'word') return false;
  if (following.kind === '(') return true;
  if (following.kind !== '<') return false;
  const isClose = following.span.start === token.span.end;
  const known = aggregateName(token.text);
  // With a blank it is a comparison: `Foo(a < b, c > (d))`.
  if (isEventList(cursor)) return isClose || known !== null;
  // A feature may be called `count`; `Count<login(…)` is an aggregate whose brackets are not right.
  return isClose && known === token.text && /^(?:word|string|>)$/.test(cursor.peek(2).kind);
}

/** Whether what follows the word is `<a, b>(`. */
function isEventList(cursor: Cursor): boolean {
  let ahead = 2;
  while (cursor.peek(ahead).kind === 'word' && cursor.peek(ahead + 1).kind === ',') ahead += 2;
  const isClosed = cursor.peek(ahead).kind === 'word' && cursor.peek(ahead + 1).kind === '>';
  return isClosed && cursor.peek(ahead + 2).kind === '(';
}

/** A function or an aggregate that is called by its name, which stands here; see `startsCall`. */
export function parseCall(cursor: Cursor): Call | Aggregate | Lookup | null {
  const name = cursor.next();
  if (name.kind !== 'word') return null;
  const events = parseEvents(cursor);
  const query = parseQuery(cursor, name, events !== null);
  const span = { start: name.span.start, end: cursor.endOfLast() };
  const table = events?.[0];
  if (name.lower === 'lookup' && table !== undefined) return { kind: 'lookup', table, span };
  if (query.clauses === null && events === null && aggregateName(name.text) === null) {
    return { kind: 'call', name: name.text, nameSpan: name.span, args: query.values, span };
  }
  return aggregate(name, events ?? [], query, span);
}

/** `.EmailDomain()` after what is then its first argument. */
export function parseMethod(cursor: Cursor, target: Expression): Call | Aggregate | null {
  const name = cursor.next();
  if (name.kind !== 'word') return null;
  const { values, clauses } = parseQuery(cursor, name, false);
  const span = { start: target.span.start, end: cursor.endOfLast() };
  const args = [target, ...values];
  if (clauses === null && aggregateName(name.text) === null) {
    return { kind: 'call', name: name.text, nameSpan: name.span, args, span };
  }
  cursor.error(name.span, 'an aggregate is not called on a value', `write ${name.text}(value by …)`);
  return aggregate(name, [], { values: args, clauses }, span);
}

interface Query {
  readonly values: readonly Expression[];
  /** Null where no clause stands. */
  readonly clauses: Clauses | null;
}

const NO_CLAUSES: Clauses = { keys: [], where: null, after: null, last: null, limit: null, isExclusive: false };

function aggregate(name: Word, events: readonly Name[], query: Query, span: Aggregate['span']): Aggregate {
  const clauses = query.clauses ?? NO_CLAUSES;
  return { kind: 'aggregate', name: name.text, nameSpan: name.span, events, values: query.values, ...clauses, span };
}

/** What stands in the parentheses, with them. */
function parseQuery(cursor: Cursor, name: Word, hasEvents: boolean): Query {
  const open = cursor.peek();
  if (open.kind !== '(') {
    cursor.missing(`the parenthesis after ${name.text} is missing`, `write ${name.text}(…)`);
    return { values: [], clauses: null };
  }
  cursor.next();
  const isAggregate = hasEvents || aggregateName(name.text) !== null;
  const query = nested(cursor, open, () => parseValues(cursor, isAggregate)) ?? { values: [], clauses: null };
  closeBracket(cursor, open);
  return query;
}

function parseValues(cursor: Cursor, isAggregate: boolean): Query {
  const parseValue = () => cursor.expression() ?? placeholder(cursor);
  const values = parseList(cursor, parseValue, isOverIn(cursor, isAggregate));
  return { values, clauses: parseClauses(cursor, isAggregate) };
}

/** `<login, purchase>` after a name; null where nothing of the kind stands. */
function parseEvents(cursor: Cursor): Name[] | null {
  const open = cursor.accept('<');
  if (!open) return null;
  const events: Name[] = [];
  for (;;) {
    const token = cursor.peek();
    if (token.kind !== 'word') {
      cursor.missing('the name of an event stands here, without quotes', 'write e.g. Count<login>(…)');
      if (token.kind !== 'string') break;
    }
    cursor.next();
    if (token.kind === 'word') events.push({ kind: 'name', name: token.text, span: token.span });
    if (!cursor.accept(',')) break;
  }
  if (!cursor.accept('>')) cursor.missing('the > after the event is missing', 'write e.g. Count<login>(…)');
  return events;
}
