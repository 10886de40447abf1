import type { Declaration } from '../syntax.ts';
import { beginsEquals, type Cursor, isWord } from './cursor.ts';
import { parseDeclaration } from './declaration.ts';
import { hintForStray } from './hints.ts';
import { isCloser } from './list.ts';
import type { Token } from './token.ts';

const EXAMPLE = 'a declaration is written name := value';
/** What begins a declaration elsewhere. */
const KEYWORDS = /^(?:let|const|var|set|def|define|declare|feature|create)$/;

/**
 * Says what is wrong where a declaration or an event should begin, and reads a declaration if it can be told what was
 * meant. Otherwise null, and the rest of it is given up.
 */
export function parseStray(cursor: Cursor): Declaration | null {
  const token = cursor.peek();
  if (token.kind === 'word' && token.isLineStart) {
    if (isWord(token, 'require') && isWord(cursor.peek(1), 'table')) return reportTable(cursor, token);
    return parseBrokenName(cursor) ?? parseWithoutSign(cursor, token);
  }
  if (isCloser(token)) {
    cursor.error(token.span, `"${cursor.quote(token.span)}" closes nothing`, 'leave it out');
    cursor.next();
    return null;
  }
  if (token.kind === 'number' && token.isLineStart && nextOf(cursor).span.start === token.span.end) {
    cursor.error(token.span, 'a name begins with a letter', 'take another name');
    cursor.abandon();
    return null;
  }
  const hint = token.isLineStart ? EXAMPLE : 'put an operator before it, or begin a line with name := value';
  cursor.error(token.span, `"${cursor.quote(token.span)}" can't stand here`, hintForStray(token) ?? hint);
  cursor.abandon();
  return null;
}

/** The token after this one, also where it belongs to the next statement. */
function nextOf(cursor: Cursor): Token {
  const token = cursor.peek(1);
  return token.kind === 'end' ? cursor.following() : token;
}

function reportTable(cursor: Cursor, token: Token): null {
  const span = { start: token.span.start, end: cursor.peek(1).span.end };
  const hint = 'keep such values in a list that a rule reads, or write them out: map{"key": value}';
  cursor.error(span, 'tables are not built', hint);
  cursor.abandon();
  return null;
}

/** `failed logins := …`, `failed-logins = …`, `let logins := …`; null, and nothing taken, where it is none of these. */
function parseBrokenName(cursor: Cursor): Declaration | null {
  const first = cursor.peek();
  const words: string[] = [];
  let ahead = 0;
  let last: Token = first;
  for (;;) {
    const token = cursor.peek(ahead);
    const isOnLine = ahead === 0 || !token.isLineStart;
    if (token.kind === 'word' && isOnLine) words.push(token.text);
    else if ((token.kind !== '-' && token.kind !== '.') || !isOnLine) break;
    last = token;
    ahead++;
  }
  const sign = cursor.peek(ahead);
  // Where the statement ends, its last word may be the one before the `:=` that ends it.
  const following = sign.kind === 'end' ? cursor.following() : null;
  if (following?.kind === 'word' && !following.isLineStart) {
    last = following;
    words.push(following.text);
  } else if (sign.kind !== '=' || sign.isLineStart) {
    return null;
  }
  if (words.length < 2) return null;
  reportName(cursor, words, { start: first.span.start, end: last.span.end });
  for (let taken = 0; taken < ahead; taken++) cursor.next();
  if (following !== null || last.kind !== 'word') return null;
  cursor.next();
  return parseDeclaration(cursor, last, false);
}

function reportName(cursor: Cursor, words: readonly string[], span: { start: number; end: number }): void {
  const [keyword = '', name = ''] = words;
  if (words.length === 2 && KEYWORDS.test(keyword)) {
    cursor.error(span, `no "${keyword}" stands before a name`, `write ${name} := value`);
  } else {
    cursor.error(span, 'a name is made of the letters a to z, digits and _', `write ${words.join('_')} := value`);
  }
}

/** A name with its value, and without `:=` between them; or a value without a name. */
function parseWithoutSign(cursor: Cursor, name: Token & { readonly kind: 'word' }): Declaration | null {
  cursor.next();
  const token = cursor.peek();
  if (token.kind === '(' || token.kind === '<' || token.kind === '.') {
    cursor.error(name.span, 'this value has no name', `write name := ${name.text}…`);
    cursor.abandon();
    return null;
  }
  cursor.error(name.span, `":=" is missing after ${cursor.quote(name.span)}`, `write ${name.text} := value`);
  if (token.kind === ':') cursor.next();
  const isValue = token.kind !== 'end' && !cursor.peek().isLineStart && !beginsEquals(cursor);
  if (isValue) return parseDeclaration(cursor, name, false);
  return null;
}
