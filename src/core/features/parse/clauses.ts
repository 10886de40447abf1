import { nearest } from '../../language/nearest.ts';
import type { Span } from '../../language/source.ts';
import type { Aggregate, DurationLiteral, Expression, Literal, Name } from '../syntax.ts';
import { beginsEquals, type Cursor } from './cursor.ts';
import { parseWindow } from './duration.ts';
import { isCloser, parseList } from './list.ts';
import { RESERVED, type Token } from './token.ts';

const CLAUSES = ['by', 'where', 'after', 'last', 'limit', 'exclusive'] as const;
type Clause = (typeof CLAUSES)[number];
const clauses: ReadonlyMap<string, Clause> = new Map(CLAUSES.map((clause) => [clause, clause]));

/** What is written for a clause elsewhere. */
const SYNONYMS: ReadonlyMap<string, Clause> = new Map([
  ['per', 'by'],
  ['group', 'by'],
  ['if', 'where'],
  ['when', 'where'],
  ['filter', 'where'],
  ['since', 'after'],
  ['within', 'last'],
  ['over', 'last'],
  ['for', 'last'],
  ['past', 'last'],
  ['window', 'last'],
  ['top', 'limit'],
  ['excluding', 'exclusive'],
]);

const ORDER = `the order is: value, ${CLAUSES.join(', ')}`;

type Key = Aggregate['keys'][number];

/** What follows the values of an aggregate. */
export type Clauses = Pick<Aggregate, 'keys' | 'where' | 'after' | 'last' | 'limit' | 'isExclusive'>;

interface Draft {
  keys: Key[];
  where: Expression | null;
  after: Expression | null;
  last: DurationLiteral | null;
  limit: Literal | null;
  isExclusive: boolean;
}

/** Whether a clause begins here, or comes after the comma that stands here. */
function isAtClause(cursor: Cursor): boolean {
  const ahead = cursor.peek().kind === ',' ? 1 : 0;
  return clauseOf(cursor.peek(ahead)) !== null;
}

/** What ends a list within an aggregate: a clause, and after an item what was meant for one. */
export function isOverIn(cursor: Cursor, isAggregate: boolean): (place: 'before' | 'after') => boolean {
  return (place) => {
    if (isAtClause(cursor)) return true;
    return isAggregate && (place === 'after' ? meantAt(cursor) !== null : isSynonymAt(cursor));
  };
}

/** `per ip`: not a value, as a word follows it. */
function isSynonymAt(cursor: Cursor): boolean {
  const [token, following] = [cursor.peek(), cursor.peek(1)];
  if (token.kind !== 'word' || following.kind !== 'word') return false;
  return SYNONYMS.has(token.lower) && (following.lower === 'by' || !RESERVED.has(following.lower));
}

/**
 * Reads clauses in whatever order they stand; of one that stands twice the first one counts. `isAggregate`: nothing but
 * a clause may stand here, so that a word like one is taken for it. Null where none stands.
 */
export function parseClauses(cursor: Cursor, isAggregate: boolean): Clauses | null {
  const draft: Draft = { keys: [], where: null, after: null, last: null, limit: null, isExclusive: false };
  const seen: Clause[] = [];
  for (;;) {
    const clause = acceptClause(cursor, isAggregate || seen.length > 0);
    if (clause === null) return seen.length === 0 ? null : draft;
    reportOrder(cursor, clause.clause, clause.span, seen);
    // What stands a second time is read for its faults only.
    parseClause(cursor, clause.clause, seen.includes(clause.clause) ? { ...draft, keys: [] } : draft);
    seen.push(clause.clause);
  }
}

function clauseOf(token: Token): Clause | null {
  return token.kind === 'word' ? (clauses.get(token.lower) ?? null) : null;
}

function acceptClause(cursor: Cursor, isSure: boolean): { readonly clause: Clause; readonly span: Span } | null {
  if (cursor.peek().kind === ',' && clauseOf(cursor.peek(1)) !== null) {
    cursor.error(cursor.next().span, 'no comma stands before a clause', 'leave it out');
  }
  const token = cursor.peek();
  const written = clauseOf(token);
  if (written !== null) return { clause: written, span: cursor.next().span };
  const meant = isSure ? meantAt(cursor) : null;
  if (meant === null) return null;
  cursor.error(token.span, `there is no clause "${cursor.quote(token.span)}"`, `write ${meant}; ${ORDER}`);
  cursor.next();
  // `group by`, `within last`.
  if (clauseOf(cursor.peek()) === meant) cursor.next();
  return { clause: meant, span: token.span };
}

function meantAt(cursor: Cursor): Clause | null {
  const token = cursor.peek();
  if (token.kind !== 'word' || beginsEquals(cursor)) return null;
  return SYNONYMS.get(token.lower) ?? clauses.get(nearest(token.lower, CLAUSES) ?? '') ?? null;
}

function reportOrder(cursor: Cursor, clause: Clause, span: Span, seen: readonly Clause[]): void {
  if (seen.includes(clause)) {
    const joined = clause === 'by' ? 'join keys with a comma' : 'join conditions with "and"';
    const hint = clause === 'by' || clause === 'where' ? joined : 'leave one of them out';
    cursor.error(span, `"${clause}" stands twice`, hint);
    return;
  }
  const later = seen.find((other) => CLAUSES.indexOf(other) > CLAUSES.indexOf(clause));
  if (later !== undefined) cursor.error(span, `"${clause}" comes before "${later}"`, ORDER);
}

function parseClause(cursor: Cursor, clause: Clause, draft: Draft): void {
  switch (clause) {
    case 'by':
      if (!isOverAfter(cursor, clause, 'by user_id')) draft.keys.push(...parseKeys(cursor));
      return;
    case 'where':
      if (!isOverAfter(cursor, clause, 'where amount > 100')) draft.where = cursor.expression();
      return;
    case 'after':
      if (!isOverAfter(cursor, clause, 'after password_changed_at')) draft.after = cursor.expression();
      return;
    case 'last':
      draft.last = parseWindow(cursor);
      return;
    case 'limit':
      draft.limit = parseLimit(cursor);
      return;
    case 'exclusive':
      draft.isExclusive = true;
  }
}

/** Whether the aggregate ends before what its clause takes. */
function isOverAfter(cursor: Cursor, clause: Clause, example: string): boolean {
  const isOver = isCloser(cursor.peek()) || cursor.peek().kind === 'end';
  if (isOver) cursor.missing(`nothing stands after "${clause}"`, `write e.g. ${example}`);
  return isOver;
}

function parseKeys(cursor: Cursor): Key[] {
  const first = parseKey(cursor);
  const isMore = cursor.peek().kind === ',' && !isAtClause(cursor);
  if (isMore) cursor.next();
  const rest = isMore ? parseList(cursor, () => parseKey(cursor), isOverIn(cursor, true)) : [];
  return first === null ? rest : [first, ...rest];
}

function parseKey(cursor: Cursor): Key | null {
  const reader = cursor.expression();
  if (!cursor.acceptWord('as')) return reader && { reader, writer: null };
  const token = cursor.peek();
  let writer: Name | null = null;
  if (token.kind === 'word' && clauseOf(token) === null) {
    cursor.next();
    writer = { kind: 'name', name: token.text, span: token.span };
  } else {
    cursor.missing('the name of a field is missing after "as"', 'write e.g. by merchant_email as email');
  }
  return reader && { reader, writer };
}

function parseLimit(cursor: Cursor): Literal | null {
  const token = cursor.peek();
  if (token.kind !== 'number') {
    cursor.missing('"limit" takes a whole number', 'write e.g. limit 10');
    return null;
  }
  cursor.next();
  const isWhole = Number.isInteger(token.value) && token.value > 0;
  if (!isWhole) cursor.error(token.span, '"limit" takes a whole number', 'write e.g. limit 10');
  return { kind: 'literal', value: token.value, span: token.span };
}
