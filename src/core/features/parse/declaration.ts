import { limits } from '../../domain/limits.ts';
import type { Span } from '../../language/source.ts';
import type { Declaration, Expression } from '../syntax.ts';
import { placeholder } from './brackets.ts';
import { isDeeperThan } from './children.ts';
import { type Cursor, reportDepth } from './cursor.ts';
import { parseInput } from './input.ts';
import { RESERVED, type Token } from './token.ts';

const NAME = /^[A-Za-z_]\w*$/;

/** Reads what stands after `name :=`, or `name =`: an input or a feature. */
export function parseDeclaration(
  cursor: Cursor,
  name: Token & { readonly kind: 'word' },
  isEquals: boolean,
): Declaration {
  const { text, span: nameSpan } = name;
  checkName(cursor, text, nameSpan);
  if (cursor.peek().kind === '$') {
    if (isEquals) cursor.warn(nameSpan, `${text} is declared with =, which compares`, `write ${text} := …`);
    const body = parseInput(cursor);
    return { kind: 'input', name: text, nameSpan, ...body, span: { start: nameSpan.start, end: cursor.endOfLast() } };
  }
  const expression = parseWhole(cursor);
  const span = { start: nameSpan.start, end: cursor.endOfLast() };
  return { kind: 'feature', name: text, nameSpan, expression, isEquals, span };
}

/** Says of the name of a feature, an input or an event if it can't be one. */
export function checkName(cursor: Cursor, name: string, span: Span): void {
  if (RESERVED.has(name.toLowerCase()) || name.toLowerCase() === 'event') {
    cursor.error(span, `"${name}" is a word of the language`, `take another name, e.g. the_${name.toLowerCase()}`);
  } else if (!NAME.test(name)) {
    cursor.error(span, 'a name is made of the letters a to z, digits and _', 'take another name');
  } else if (name.length > limits.maxNameLength) {
    cursor.error(span, `a name has at most ${limits.maxNameLength} characters`, 'take a shorter one');
  }
}

function parseWhole(cursor: Cursor): Expression {
  const expression = cursor.expression();
  if (expression === null) {
    // Said already; what follows would only be said again in other words.
    cursor.abandon();
    return placeholder(cursor);
  }
  if (!isDeeperThan(expression, limits.maxScowlDepth)) return expression;
  reportDepth(cursor, expression.span);
  return placeholder(cursor);
}
