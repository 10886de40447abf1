import type { Reporter } from '../language/reporter.ts';
import { FOREIGN_COMPARISONS } from '../language/signs.ts';
import type { Span } from '../language/source.ts';
import type { ComparisonOperator } from './condition.ts';
import { readAttribute } from './read-attribute.ts';
import { readNumber } from './read-number.ts';
import { readString } from './read-string.ts';
import { KEYWORDS, look, type Scan, type Token } from './token.ts';

const BLANKS = /(?:\s+|#[^\n]*|--[^\n]*)+/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*/uy;
const LIST = /@[A-Za-z_][\w-]*/y;
// Bounded, or a row of `!` would be read again for each of them.
const OPERATOR = /[=<>!~]{0,3}[=<>~]|[≠≤≥]/y;
const CONNECTIVE = /&&?|\|\|?|!/y;
const STRAY = /[^\s\p{L}\p{N}_:'"‘’“”()@,<>=!&|#$€£¥-]+|[\s\S]/uy;
const NEXT_ATTRIBUTE = /::?[\w.-]+(?::[\w.-]+)?::?/y;
const QUOTES = /['"‘’“”]/;

/** What other languages write for an operator. */
const OPERATORS: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  ...FOREIGN_COMPARISONS,
};

const CANONICAL: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const keywords: ReadonlyMap<string, (typeof KEYWORDS)[number]> = new Map(KEYWORDS.map((word) => [word, word]));

/**
 * Cuts the part of a text into tokens, the last of which is `end`. Never throws and reads each character a bounded
 * number of times; what is no token is reported and left out.
 */
export function lex(text: string, span: Span, reporter: Reporter): Token[] {
  const scan: Scan = { text: text.slice(0, span.end), at: span.start, reporter };
  const tokens: Token[] = [];
  while (!reporter.isFull()) {
    scan.at += look(scan, BLANKS)?.length ?? 0;
    if (scan.at >= scan.text.length) break;
    const token = readToken(scan);
    if (token) tokens.push(token);
  }
  tokens.push({ kind: 'end', span: { start: span.end, end: span.end } });
  return tokens;
}

function readToken(scan: Scan): Token | null {
  const character = scan.text[scan.at] ?? '';
  if (character === ':') return readAttribute(scan);
  if (QUOTES.test(character)) return readString(scan);
  if (character === '(' || character === ')' || character === ',') return { kind: character, span: take(scan, 1) };
  return readWord(scan) ?? readNumber(scan) ?? readOperator(scan) ?? readList(scan) ?? readStray(scan);
}

function take(scan: Scan, length: number): Span {
  const start = scan.at;
  scan.at += length;
  return { start, end: scan.at };
}

function readWord(scan: Scan): Token | null {
  const text = look(scan, WORD);
  if (text === null) return null;
  const span = take(scan, text.length);
  const keyword = keywords.get(text.toLowerCase());
  const isBeforeColon = scan.text[scan.at] === ':';
  if (keyword !== undefined) {
    if (isBeforeColon && keyword !== 'is_missing') {
      const next = look(scan, NEXT_ATTRIBUTE) ?? ':';
      scan.reporter.error(span, `a blank is missing after "${text}"`, `write ${keyword} ${next}`);
    }
    return { kind: keyword, span };
  }
  // `amount: > 5`, but not `amount:currency:`.
  if (isBeforeColon && look(scan, /:[\w:]/y) === null) {
    const whole = { start: span.start, end: take(scan, 1).end };
    scan.reporter.error(whole, `the colon before ${text}: is missing`, `write :${text}:`);
    return { kind: 'attribute', attribute: { kind: 'named', name: text, span: whole }, span: whole };
  }
  return { kind: 'word', text, span };
}

function readOperator(scan: Scan): Token | null {
  const text = look(scan, OPERATOR);
  if (text !== null) {
    const span = take(scan, text.length);
    const operator = OPERATORS[text];
    if (!CANONICAL.has(text)) {
      scan.reporter.error(
        span,
        `there is no operator "${text}"`,
        operator ? `write ${operator}` : 'write =, !=, < or >',
      );
    }
    return { kind: 'operator', operator: operator ?? '=', span };
  }
  const connective = look(scan, CONNECTIVE);
  if (connective === null) return null;
  const span = take(scan, connective.length);
  const kind = connective === '!' ? 'not' : connective.startsWith('&') ? 'and' : 'or';
  if (connective === '&' || connective === '|') {
    scan.reporter.error(span, `there is no operator "${connective}"`, `write ${kind}`);
  }
  return { kind, span };
}

function readList(scan: Scan): Token | null {
  const text = look(scan, LIST);
  return text === null ? null : { kind: 'list', name: text.slice(1), span: take(scan, text.length) };
}

function readStray(scan: Scan): Token | null {
  const text = look(scan, STRAY) ?? ' ';
  const first = text.charAt(0);
  const span = take(scan, first === '[' || first === ']' ? 1 : text.length);
  if (first === '[') {
    scan.reporter.error(span, 'values stand in round brackets', "write in ('a', 'b')");
    return { kind: '(', span };
  }
  if (first === ']') return { kind: ')', span };
  const hint = /^[-+*/^]/.test(text) ? 'a condition compares values; it does not calculate' : 'leave it out';
  scan.reporter.error(span, `"${text.length > 20 ? `${text.slice(0, 20)}…` : text}" means nothing here`, hint);
  return null;
}
