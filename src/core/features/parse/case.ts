import type { Span } from '../../language/source.ts';
import type { CaseExpression, Expression } from '../syntax.ts';
import { placeholder } from './brackets.ts';
import { type Cursor, isWord, nested } from './cursor.ts';
import { CASE_FORM } from './hints.ts';
import { closeBracket } from './list.ts';

/** `Case(when a then b when c then d default e)` */
export function parseCase(cursor: Cursor): CaseExpression {
  const name = cursor.next();
  const open = cursor.next();
  const branches = nested(cursor, open, () => parseBranches(cursor)) ?? { whens: [], otherwise: null };
  closeBracket(cursor, open);
  return { kind: 'case', ...branches, span: { start: name.span.start, end: cursor.endOfLast() } };
}

type Branches = Pick<CaseExpression, 'whens' | 'otherwise'>;

function parseBranches(cursor: Cursor): Branches {
  const whens: { when: Expression; then: Expression }[] = [];
  let otherwise: Expression | null = null;
  for (;;) {
    const word = acceptBranch(cursor);
    if (word === null) break;
    if (otherwise !== null) cursor.error(word.span, '"default" comes last, and once', CASE_FORM);
    if (word.kind === 'default') {
      otherwise = cursor.expression() ?? placeholder(cursor);
    } else {
      const when = cursor.expression() ?? placeholder(cursor);
      skipComma(cursor);
      if (!cursor.acceptWord('then')) cursor.missing('"then" is missing here', CASE_FORM);
      const then = cursor.expression() ?? placeholder(cursor);
      whens.push({ when, then });
    }
    skipComma(cursor);
  }
  if (whens.length === 0) cursor.missing('Case begins with "when"', CASE_FORM);
  return { whens, otherwise };
}

function acceptBranch(cursor: Cursor): { readonly kind: 'when' | 'default'; readonly span: Span } | null {
  const token = cursor.peek();
  if (isWord(token, 'else')) cursor.error(token.span, 'what holds otherwise comes after "default"', 'write default');
  else if (!isWord(token, 'default') && !isWord(token, 'when')) return null;
  cursor.next();
  return { kind: isWord(token, 'when') ? 'when' : 'default', span: token.span };
}

function skipComma(cursor: Cursor): void {
  const comma = cursor.accept(',');
  if (comma) cursor.error(comma.span, 'no comma stands within Case', 'leave it out');
}
