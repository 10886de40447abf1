import type { AttributeReference, Literal } from './condition.ts';
import type { Cursor } from './cursor.ts';
import { printNumber } from './read-number.ts';
import { inQuotes } from './read-string.ts';
import type { Token } from './token.ts';

const NOTHING = /^(?:null|nil|none|missing|empty|undefined)$/i;

/** The value that stands at the cursor, or null where none does; that is reported. */
export function parseValue(
  cursor: Cursor,
  after: string,
  left: AttributeReference,
): Literal | AttributeReference | null {
  const token = cursor.peek();
  if (token.kind === 'attribute') {
    cursor.next();
    return token.attribute;
  }
  const literal = parseLiteral(cursor, left);
  if (literal === null && cursor.peek() === token) {
    cursor.missing(`a value is missing after "${after}"`, "write a number, a string like 'online' or an attribute");
  }
  if (literal?.kind === 'number') return joinThousands(cursor, literal);
  return literal;
}

/** A string, a number or a truth value; null, and nothing taken, where none stands here. */
export function parseLiteral(cursor: Cursor, left: AttributeReference): Literal | null {
  const token = cursor.peek();
  if (token.kind === 'number') {
    cursor.next();
    return { kind: 'number', value: token.value, span: token.span };
  }
  if (token.kind === 'string') {
    cursor.next();
    return joinString(cursor, token);
  }
  return token.kind === 'word' ? parseWord(cursor, token.text, left) : null;
}

function parseWord(cursor: Cursor, text: string, left: AttributeReference): Literal | null {
  const { span } = cursor.next();
  if (/^(?:true|false)$/i.test(text)) return { kind: 'boolean', value: text.toLowerCase() === 'true', span };
  if (NOTHING.test(text)) {
    const hint = `write is_missing(${cursor.quote(left.span)}) or not is_missing(${cursor.quote(left.span)})`;
    cursor.reporter.error(span, 'nothing is equal to a missing value', hint);
    return null;
  }
  let end = span.end;
  while (cursor.peek().kind === 'word') end = cursor.next().span.end;
  const whole = { start: span.start, end };
  const value = cursor.quote(whole);
  cursor.reporter.error(whole, `text stands in quotes, ${value} doesn't`, `write ${inQuotes(value)}`);
  return { kind: 'string', value, span: whole };
}

/** `'it's'` and `'it''s'`: what runs on right after a string was meant to be in it. */
function joinString(cursor: Cursor, first: Token & { readonly kind: 'string' }): Literal {
  let value = first.value;
  let end = first.span.end;
  for (;;) {
    const token = cursor.peek();
    if (token.span.start !== end || (token.kind !== 'string' && token.kind !== 'word')) break;
    value += `'${token.kind === 'string' ? token.value : token.text}`;
    end = token.span.end;
    cursor.next();
  }
  const span = { start: first.span.start, end };
  if (end !== first.span.end) {
    cursor.reporter.error(span, 'this string ends at the quote inside it', `write ${inQuotes(value)}`);
  }
  return { kind: 'string', value: first.value, span };
}

/** `1,000`, `1 000` and `1000 USD`: one number with what does not belong to it. */
function joinThousands(cursor: Cursor, first: Literal & { readonly kind: 'number' }): Literal {
  let digits = printNumber(first.value);
  let { end } = first.span;
  for (;;) {
    const comma = cursor.peek().kind === ',' ? 1 : 0;
    const group = cursor.peek(comma);
    const text = cursor.quote(group.span);
    if (group.kind !== 'number' || !/^\d{3}(?:\.\d+)?$/.test(text) || group.span.start !== end + 1) break;
    digits += text;
    end = group.span.end;
    if (comma) cursor.next();
    cursor.next();
  }
  const span = { start: first.span.start, end };
  if (end !== first.span.end) {
    cursor.reporter.error(span, 'a number has no thousands signs', `write ${digits}`);
    return { kind: 'number', value: Number(digits), span };
  }
  const next = cursor.peek();
  if (next.kind === 'word' && /^[a-z]{3}$/i.test(next.text)) {
    cursor.next();
    const hint = `write ${digits}, and :currency: = '${next.text.toLowerCase()}' beside it`;
    cursor.reporter.error({ start: span.start, end: next.span.end }, 'a number has no currency', hint);
  }
  return first;
}
