import { limits } from '../domain/limits.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { createReporter } from '../language/reporter.ts';
import type { Source, Span } from '../language/source.ts';
import type { AttributeReference, Condition } from './condition.ts';
import { type Cursor, createCursor, skipComparison } from './cursor.ts';
import { lex } from './lex.ts';
import { parseComparison, parseFlipped } from './parse-comparison.ts';
import type { Token } from './token.ts';

const ACTION = /^(?:allow|block|challenge|decline|if|request|review)$/i;
/** The hint at the place where a second rule begins. */
export const NEXT_RULE_HINT = 'one rule ends here: write the next one apart';
const EXAMPLE = 'write e.g. :amount: > 100';

/** What a text turned out to say. */
export interface ParsedCondition {
  /**
   * As much as could be read, so that a checker finds further faults in the same run; null where nothing could.
   * INVARIANT: only where no diagnostic is an error is it the whole condition, and only then may it be compiled.
   */
  readonly condition: Condition | null;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads the condition that is this part of a source (all of it, if no span is given). Every fault has its place and
 * what to write instead. Never throws; the time it takes grows with the length of the text.
 */
export function parseCondition(source: Source, span: Span = { start: 0, end: source.text.length }): ParsedCondition {
  const reporter = createReporter(source, limits.maxConditionFaults);
  if (span.end - span.start > limits.maxConditionLength) {
    const length = span.end - span.start;
    const message = `a condition has at most ${limits.maxConditionLength} characters, this one ${length}`;
    reporter.error({ start: span.start, end: span.start }, message, 'split it');
    return { condition: null, diagnostics: reporter.diagnostics };
  }
  const tokens = lex(source.text, span, reporter);
  const condition = parseTokens(createCursor(source.text, tokens, reporter));
  return { condition, diagnostics: reporter.diagnostics };
}

/** Reads all tokens as one condition; see `parseCondition`. */
export function parseTokens(cursor: Cursor): Condition | null {
  skipAction(cursor);
  if (cursor.peek().kind === 'end') {
    cursor.missing('the condition is empty', EXAMPLE);
    return null;
  }
  const operands = [parseOr(cursor)];
  while (cursor.peek().kind !== 'end') {
    if (cursor.peek().kind !== ')') {
      reportStray(cursor);
      cursor.stop();
    } else {
      cursor.reporter.error(cursor.next().span, 'this parenthesis closes nothing', 'leave it out');
      if (cursor.accept('and') ?? cursor.accept('or')) operands.push(parseOr(cursor));
    }
  }
  return join('and', operands);
}

/** `Block if …` where only the condition is wanted. */
function skipAction(cursor: Cursor): void {
  const { kind, span } = cursor.peek();
  const ahead = [0, 1, 2, 3].find((distance) => isWord(cursor.peek(distance), /^if$/i));
  if (kind !== 'word' || ahead === undefined) return;
  const whole = { start: span.start, end: cursor.peek(ahead).span.end };
  for (let taken = 0; taken <= ahead; taken++) cursor.next();
  cursor.reporter.error(whole, 'only the condition is wanted here', `leave out "${cursor.quote(whole)}"`);
}

function isWord(token: Token, pattern: RegExp): boolean {
  return token.kind === 'word' && pattern.test(token.text);
}

function reportStray(cursor: Cursor): void {
  const token = cursor.peek();
  const hint = isWord(token, ACTION) ? NEXT_RULE_HINT : 'join comparisons with "and" or "or"';
  cursor.reporter.error(token.span, `"${cursor.quote(token.span)}" can't stand here`, hint);
}

function parseOr(cursor: Cursor): Condition | null {
  const operands = [parseAnd(cursor)];
  while (cursor.accept('or')) operands.push(parseAnd(cursor));
  return join('or', operands);
}

function parseAnd(cursor: Cursor): Condition | null {
  const operands = [parseNot(cursor)];
  while (cursor.accept('and') ?? reportMissingConnective(cursor)) operands.push(parseNot(cursor));
  return join('and', operands);
}

/** Whether a second condition follows the first without an `and` or `or`; it is then read as if there were an `and`. */
function reportMissingConnective(cursor: Cursor): boolean {
  const { kind, span } = cursor.peek();
  if (kind !== 'attribute' && kind !== 'not' && kind !== '(' && kind !== 'is_missing') return false;
  const message = `"and" or "or" is missing before ${cursor.quote(span)}`;
  cursor.reporter.error(span, message, 'join comparisons with "and" or "or"');
  return true;
}

/** All the operands that could be read under one `and` or `or`; those of its own kind are taken in. */
function join(kind: 'and' | 'or', parts: readonly (Condition | null)[]): Condition | null {
  const operands = parts.flatMap((part) => {
    if (part === null) return [];
    return part.kind === kind ? part.operands : [part];
  });
  const first = operands[0];
  const last = operands.at(-1);
  if (first === undefined || last === undefined) return null;
  return operands.length === 1 ? first : { kind, operands, span: { start: first.span.start, end: last.span.end } };
}

function parseNot(cursor: Cursor): Condition | null {
  const token = cursor.accept('not');
  if (!token) return parsePrimary(cursor);
  const operand = nested(cursor, token, parseNot);
  return operand && { kind: 'not', operand, span: { start: token.span.start, end: operand.span.end } };
}

function nested(cursor: Cursor, token: Token, parse: (cursor: Cursor) => Condition | null): Condition | null {
  if (cursor.depth >= limits.maxConditionDepth) {
    const message = `parentheses and nots are nested at most ${limits.maxConditionDepth} deep`;
    cursor.reporter.error(token.span, message, 'split the condition');
    cursor.stop();
    return null;
  }
  cursor.depth++;
  const condition = parse(cursor);
  cursor.depth--;
  return condition;
}

function parsePrimary(cursor: Cursor): Condition | null {
  const token = cursor.peek();
  switch (token.kind) {
    case 'attribute':
      cursor.next();
      return parseComparison(cursor, token.attribute);
    case '(':
      return parseGroup(cursor);
    case 'is_missing':
      return parseMissing(cursor);
    case 'word':
      return parseBareWord(cursor, token.text, token);
    case 'string':
    case 'number':
      return parseFlipped(cursor);
    case 'and':
    case 'or':
      cursor.missing(`a comparison is missing before "${token.kind}"`, EXAMPLE);
      return null;
    case ')':
      // Outside of all parentheses it is the parenthesis that is wrong.
      if (cursor.depth > 0) cursor.missing('a comparison is missing before this parenthesis', EXAMPLE);
      return null;
    case 'end':
      if (!cursor.isStopped()) cursor.missing('the condition breaks off here', EXAMPLE);
      return null;
    default:
      cursor.missing(`a comparison begins with an attribute, not with ${cursor.quote(token.span)}`, EXAMPLE);
      skipComparison(cursor);
      return null;
  }
}

function parseGroup(cursor: Cursor): Condition | null {
  const open = cursor.next();
  const condition = nested(cursor, open, parseOr);
  if (cursor.accept(')') ?? cursor.isStopped()) return condition;
  if (cursor.peek().kind === 'end') {
    cursor.reporter.error(open.span, 'this parenthesis is never closed', 'write ) where it ends');
    return condition;
  }
  reportStray(cursor);
  while (cursor.peek().kind !== 'end' && cursor.peek().kind !== ')') {
    cursor.next();
    skipComparison(cursor);
  }
  cursor.accept(')');
  return condition;
}

function parseMissing(cursor: Cursor): Condition | null {
  const start = cursor.next().span.start;
  const open = cursor.accept('(');
  const token = cursor.peek();
  const attribute = token.kind === 'attribute' ? token.attribute : token.kind === 'word' ? bare(cursor, token) : null;
  if (attribute === null) {
    cursor.missing('is_missing takes an attribute', 'write e.g. is_missing(:fraud_risk_score:)');
    skipComparison(cursor);
    if (open) cursor.accept(')');
    return null;
  }
  cursor.next();
  const written = `write is_missing(${cursor.quote(token.span)})`;
  let end = token.span.end;
  if (open) {
    const close = cursor.accept(')');
    if (close) end = close.span.end;
    else cursor.missing('is_missing lacks its closing parenthesis', written);
  } else {
    cursor.reporter.error({ start, end }, 'is_missing takes its attribute in parentheses', written);
  }
  return { kind: 'is_missing', attribute, span: { start, end } };
}

/** The attribute that a word without colons was meant to be. */
function bare(cursor: Cursor, token: Token & { readonly kind: 'word' }): AttributeReference {
  const { text, span } = token;
  cursor.reporter.error(span, `an attribute stands between colons, ${cursor.quote(span)} doesn't`, `write :${text}:`);
  return { kind: 'named', name: text, span };
}

function parseBareWord(cursor: Cursor, text: string, token: Token & { readonly kind: 'word' }): Condition | null {
  if (ACTION.test(text)) {
    reportStray(cursor);
    cursor.stop();
    return null;
  }
  const attribute = bare(cursor, token);
  cursor.next();
  return parseComparison(cursor, attribute);
}
