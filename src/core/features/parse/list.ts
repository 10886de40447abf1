import { beginsEquals, type Cursor } from './cursor.ts';
import { hintForStray } from './hints.ts';
import { RESERVED, type Token } from './token.ts';

const BRACKETS = {
  '(': { closer: ')', name: 'parenthesis' },
  '[': { closer: ']', name: 'bracket' },
  '{': { closer: '}', name: 'brace' },
} as const;

function bracketOf(token: Token): (typeof BRACKETS)[keyof typeof BRACKETS] {
  return token.kind === '[' || token.kind === '{' ? BRACKETS[token.kind] : BRACKETS['('];
}

/** Whether it closes a bracket, whichever. */
export function isCloser(token: Token): boolean {
  return token.kind === ')' || token.kind === ']' || token.kind === '}';
}

/**
 * Reads items with commas between them, up to what closes the list or can't go on with it; a comma after the last one
 * does no harm. `isOver` says whether other things than brackets end it, before an item or after one.
 */
export function parseList<T>(
  cursor: Cursor,
  parseItem: () => T | null,
  isOver: (place: 'before' | 'after') => boolean = () => false,
): T[] {
  const items: T[] = [];
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'end' || isCloser(token) || isOver('before')) return items;
    const item = parseItem();
    if (item !== null) items.push(item);
    if (isOver('after')) return items;
    if (cursor.accept(',')) continue;
    if (cursor.peek() === token || !beginsItem(cursor)) return items;
    const { span } = cursor.peek();
    cursor.error(span, `a comma is missing before ${cursor.quote(span)}`, 'write a comma between two values');
  }
}

function beginsItem(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (token.kind === 'number' || token.kind === 'string' || token.kind === '{') return true;
  if (token.kind !== 'word' || beginsEquals(cursor)) return false;
  return !RESERVED.has(token.lower) && hintForStray(token) === null;
}

/** Closes what this token opened, or says what stands there instead and goes on after its end. */
export function closeBracket(cursor: Cursor, open: Token): void {
  const { closer, name } = bracketOf(open);
  if (cursor.accept(closer)) return;
  const token = cursor.peek();
  if (token.kind === 'end' || beginsEquals(cursor)) {
    cursor.error(open.span, `this ${name} is never closed`, `write ${closer} where it ends`);
    cursor.abandon();
    return;
  }
  if (isCloser(token)) {
    const message = `"${cursor.quote(token.span)}" can't close the ${name} "${cursor.quote(open.span)}"`;
    cursor.error(token.span, message, `write ${closer}`);
    cursor.next();
    return;
  }
  const hint = hintForStray(token) ?? `write ${closer} before it, or an operator or a comma`;
  cursor.missing(`"${cursor.quote(token.span)}" can't stand here`, hint);
  skipToCloser(cursor);
  if (isCloser(cursor.peek())) cursor.next();
  else cursor.abandon();
}

/** Moves on to what closes the bracket that is open here. */
function skipToCloser(cursor: Cursor): void {
  let open = 0;
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'end' || (open === 0 && isCloser(token))) return;
    if (token.kind === '(' || token.kind === '[' || token.kind === '{') open++;
    if (isCloser(token)) open--;
    cursor.next();
  }
}
