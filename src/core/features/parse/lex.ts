import type { Reporter } from '../../language/reporter.ts';
import { readForeign } from './lex-foreign.ts';
import { readNumber } from './lex-number.ts';
import { readString } from './lex-string.ts';
import { look, type Piece, type Scan, SIGNS, type Token, take, word } from './token.ts';

const BLANK = /\s+|--[^\n\r]*/y;
const LINE_END = /[\n\r]/;
// What people write for a comment elsewhere, and what word processors make of two hyphens.
const FOREIGN_COMMENT = /(?:#|\/\/|—)[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y;
const WORD = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
const QUOTES = /['"‘’“”]/;

/**
 * Cuts a text into tokens, the last of which is `end`. Never throws and reads each character a bounded number of times;
 * what is no token is reported and left out.
 */
export function lex(text: string, reporter: Reporter): Token[] {
  const scan: Scan = { text, at: 0, reporter };
  const tokens: Token[] = [];
  let isLineStart = true;
  while (!reporter.isFull()) {
    if (skipBlanks(scan)) isLineStart = true;
    if (scan.at >= text.length) break;
    const piece = readPiece(scan);
    if (piece === null) continue;
    tokens.push({ ...piece, isLineStart });
    isLineStart = false;
  }
  tokens.push({ kind: 'end', span: { start: text.length, end: text.length }, isLineStart: true });
  return tokens;
}

/** Whether there was the end of a line among the blanks and comments. */
function skipBlanks(scan: Scan): boolean {
  let hasLineEnd = false;
  for (;;) {
    const text = look(scan, BLANK) ?? readForeignComment(scan);
    if (text === null) return hasLineEnd;
    scan.at += text.length;
    if (LINE_END.test(text)) hasLineEnd = true;
  }
}

function readForeignComment(scan: Scan): string | null {
  const text = look(scan, FOREIGN_COMMENT);
  if (text === null) return null;
  const mark = text.startsWith('/') ? text.slice(0, 2) : text.charAt(0);
  const span = { start: scan.at, end: scan.at + mark.length };
  if (mark === '—') scan.reporter.warn(span, 'this dash is read as two hyphens', 'write --');
  else scan.reporter.error(span, `"${mark}" begins no comment`, 'write -- before a comment');
  return text;
}

function readPiece(scan: Scan): Piece | null {
  const character = scan.text[scan.at] ?? '';
  if (QUOTES.test(character)) return readString(scan);
  const text = look(scan, WORD);
  if (text !== null) return word(text, take(scan, text.length));
  // Before the signs: much of it begins like one.
  return readNumber(scan) ?? readForeign(scan) ?? readSign(scan) ?? readStray(scan);
}

function readSign(scan: Scan): Piece | null {
  const sign = SIGNS.find((candidate) => scan.text.startsWith(candidate, scan.at));
  return sign === undefined ? null : { kind: sign, span: take(scan, sign.length) };
}

function readStray(scan: Scan): null {
  const character = String.fromCodePoint(scan.text.codePointAt(scan.at) ?? 0);
  const hint = character === ';' ? 'declarations need no sign between them: leave it out' : 'leave it out';
  scan.reporter.error(take(scan, character.length), `"${character}" means nothing here`, hint);
  return null;
}
