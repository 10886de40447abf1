import { lex as lexScowl } from '../../../core/features/parse/lex.ts';
import { RESERVED, type Token as ScowlToken } from '../../../core/features/parse/token.ts';
import { AGGREGATE_FUNCTIONS } from '../../../core/features/term.ts';
import type { Reporter } from '../../../core/language/reporter.ts';
import { lex as lexRule } from '../../../core/rules/lex.ts';
import type { Token as RuleToken } from '../../../core/rules/token.ts';

/** What a piece of a text is, for its colour. */
export type MarkKind =
  | 'comment'
  | 'attribute'
  | 'list'
  | 'string'
  | 'number'
  | 'operator'
  | 'keyword'
  | 'action'
  | 'call';

/** A piece of a text with a colour of its own: offsets, `end` exclusive. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: MarkKind;
}

/** What is wrong is told by the check of the whole policy, not by its colours. */
const SILENT: Reporter = { error: () => {}, warn: () => {}, isFull: () => false, diagnostics: [] };

const RULE_KINDS: Partial<Record<RuleToken['kind'], MarkKind>> = {
  attribute: 'attribute',
  list: 'list',
  string: 'string',
  number: 'number',
  operator: 'operator',
  and: 'keyword',
  or: 'keyword',
  not: 'keyword',
  in: 'keyword',
  includes: 'keyword',
  like: 'keyword',
  is_missing: 'keyword',
};
const ACTION = /^(?:allow|block|challenge|review|request|if)$/i;

/** The pieces of a rule or a condition, by the engine's own lexer. In order, none within another. */
export function ruleMarks(text: string): Mark[] {
  const tokens = lexRule(text, { start: 0, end: text.length }, SILENT);
  return withComments(text, tokens, /#[^\n]*|--[^\n]*/g, (token): MarkKind | null => {
    if (token.kind === 'word') return ACTION.test(token.text) ? 'action' : null;
    return RULE_KINDS[token.kind] ?? null;
  });
}

const aggregates: ReadonlySet<string> = new Set([...AGGREGATE_FUNCTIONS, 'Last'].map((name) => name.toLowerCase()));
const OPERATORS: ReadonlySet<ScowlToken['kind']> = new Set([':=', '!=', '<=', '>=', '=', '<', '>', '+', '-', '*', '/']);

/** The pieces of a Scowl text, by the engine's own lexer: a text that begins at the beginning of a line. */
export function scowlMarks(text: string): Mark[] {
  const tokens = lexScowl(text, SILENT);
  return withComments(text, tokens, /--[^\n\r]*/g, (token, next): MarkKind | null => {
    if (token.kind === 'string' || token.kind === 'number') return token.kind;
    if (token.kind !== 'word') return OPERATORS.has(token.kind) ? 'operator' : null;
    if (token.isLineStart && token.lower === 'event') return 'action';
    if (token.isLineStart && next?.kind === ':=') return 'attribute';
    if (next?.kind === '(' || (next?.kind === '<' && aggregates.has(token.lower))) return 'call';
    return RESERVED.has(token.lower) ? 'keyword' : null;
  });
}

type AnyToken = RuleToken | ScowlToken;

/** Comments are none of the lexers' tokens: they stand in the gaps between them. */
function withComments<Token extends AnyToken>(
  text: string,
  tokens: readonly Token[],
  comment: RegExp,
  kindOf: (token: Token, next: Token | undefined) => MarkKind | null,
): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    const { start, end } = token.span;
    for (const found of text.slice(at, start).matchAll(comment)) {
      const from = at + found.index;
      marks.push({ start: from, end: from + found[0].length, kind: 'comment' });
    }
    const kind = kindOf(token, tokens[index + 1]);
    if (kind && end > start) marks.push({ start, end, kind });
    at = Math.max(at, end);
  }
  return marks;
}
