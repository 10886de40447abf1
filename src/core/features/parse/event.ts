import type { EventBlock } from '../syntax.ts';
import { beginsEquals, type Cursor, isWord } from './cursor.ts';
import { checkName } from './declaration.ts';

/** Whether `event` stands here, and not as the name of a declaration. */
export function beginsEvent(cursor: Cursor): boolean {
  const sign = cursor.peek(1).kind;
  return isWord(cursor.peek(), 'event') && sign !== ':=' && sign !== '=';
}

/** Reads `event login`. Null where the name is missing, which is reported. */
export function parseEvent(cursor: Cursor): Pick<EventBlock, 'name' | 'nameSpan'> | null {
  const keyword = cursor.next();
  const token = cursor.peek();
  if (token.kind === 'string') {
    cursor.next();
    cursor.error(token.span, 'the name of an event stands without quotes', `write event ${token.value}`);
    return { name: token.value, nameSpan: token.span };
  }
  if (token.kind !== 'word' || beginsEquals(cursor)) {
    cursor.error(keyword.span, 'the name of this event is missing', 'write e.g. event login');
    return null;
  }
  cursor.next();
  let name = token.text;
  while (isDash(cursor)) {
    cursor.next();
    const part = cursor.next();
    if (part.kind === 'word') name += `_${part.text}`;
  }
  const nameSpan = { start: token.span.start, end: cursor.endOfLast() };
  if (name === token.text) checkName(cursor, name, nameSpan);
  else cursor.error(nameSpan, 'a name is made of the letters a to z, digits and _', `write event ${name}`);
  const { kind, span } = cursor.peek();
  if (kind === ':' || kind === '{') {
    const hint = `leave ${kind} out: declarations follow the name of their event`;
    cursor.error(span, 'after the name of an event comes no sign', hint);
    cursor.next();
  }
  return { name, nameSpan };
}

/** `-` or `.` between two words, as in names elsewhere. */
function isDash(cursor: Cursor): boolean {
  const { kind, span } = cursor.peek();
  const part = cursor.peek(1);
  return (kind === '-' || kind === '.') && part.kind === 'word' && part.span.start === span.end;
}
