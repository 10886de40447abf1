import type { Token } from './token.ts';

export const CASE_FORM = 'write Case(when condition then value default value)';
const CLAUSE = 'clauses stand in the parentheses of an aggregate: Count(by user last 5 days)';
const CONTAINS = 'write Contains(text, "part")';

/** What to write for words that can't follow a value. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['between', 'write x >= 1 and x <= 5'],
  ['like', CONTAINS],
  ['includes', CONTAINS],
  ['contains', CONTAINS],
  ['not', 'write is not null, not in, or and not'],
  ['ago', 'a window always reaches back from the event: leave it out'],
  ['as', 'only an input has a type, name := $.field as int?; other values are converted with Int, Float or String'],
  ...['else', 'when', 'then', 'default'].map((word) => [word, CASE_FORM] as const),
  ...['by', 'where', 'after', 'last', 'limit', 'exclusive'].map((word) => [word, CLAUSE] as const),
]);

/** What to write instead of a token that can't stand after a value, where that is known. */
export function hintForStray(token: Token): string | null {
  if (token.kind === ':=') return 'a value is given to a name only where a declaration begins';
  if (token.kind === ':') return 'only in {name: value} a colon stands before a value';
  if (token.kind === '?') return 'write If(condition, then, otherwise)';
  return token.kind === 'word' ? (HINTS.get(token.lower) ?? null) : null;
}
