import type { Action } from '../domain/decision.ts';
import { nearest } from '../language/nearest.ts';
import type { Reporter } from '../language/reporter.ts';
import type { Source, Span } from '../language/source.ts';

/** The words of each action, as a rule is printed. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  allow: 'Allow',
  block: 'Block',
  challenge: 'Challenge',
  review: 'Review',
};

const ACTIONS: readonly Action[] = ['allow', 'block', 'challenge', 'review'];
const BLANKS = /(?:\s+|#[^\n]*|--[^\n]*)+/y;
const WORD = /[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/uy;
const PUNCTUATION = /[:,;.]/y;
/** `if`, and what others write for it. */
const JOINER = /^(?:if|when|where|unless)$/i;
const MAX_WORDS = 5;
const REQUESTS: ReadonlySet<string> = new Set(['request3dsecure', 'request3ds']);
/** Words that begin a condition, not an action. */
const CONDITION = /^(?:not|is_missing)$/i;

/** What other tools call an action. */
const SYNONYMS: ReadonlyMap<string, Action> = new Map([
  ['decline', 'block'],
  ['deny', 'block'],
  ['reject', 'block'],
  ['refuse', 'block'],
  ['approve', 'allow'],
  ['accept', 'allow'],
  ['permit', 'allow'],
  ['flag', 'review'],
  ['hold', 'review'],
  ['verify', 'challenge'],
  ['ask', 'challenge'],
  ['request', 'challenge'],
  ['3ds', 'challenge'],
  ['3dsecure', 'challenge'],
]);

interface Word extends Span {
  readonly text: string;
}

/** The head of a rule: its action, if one could be read, and where its condition begins. */
interface RuleHead {
  readonly action: Action | null;
  readonly start: number;
  readonly conditionAt: number;
}

/** Reads `Block if` and its kin at the beginning of this part of a source; what is wrong with it is reported. */
export function readHead({ text }: Source, span: Span, reporter: Reporter): RuleHead {
  const { words, start } = leadingWords(text, span);
  const joinerAt = words.findIndex((word) => JOINER.test(word.text));
  const name = words.slice(0, joinerAt < 0 ? actionLength(words) : joinerAt);
  const joiner = words[joinerAt];
  const whole = spanOf(name);
  if (!whole) {
    const message = start >= span.end ? 'the rule is empty' : 'a rule begins with its action';
    reporter.error(joiner ?? { start, end: start }, message, 'write e.g. Block if :fraud_risk_score: > 75');
    return { action: null, start, conditionAt: joiner?.end ?? start };
  }
  const action = actionOf(name, text.slice(whole.start, whole.end), whole, reporter);
  if (!joiner) return { action, start, conditionAt: withoutIf(text, span, { action, whole, reporter }) };
  if (!/^if$/i.test(joiner.text)) {
    const hint = /^unless$/i.test(joiner.text) ? 'write if not (…)' : 'write if';
    reporter.error(joiner, `there is no "${joiner.text}" in a rule`, hint);
  }
  return { action, start, conditionAt: joiner.end };
}

/** `Block :amount: > 5` and `Block: if …`. Gives where the condition begins. */
function withoutIf(
  text: string,
  span: Span,
  { action, whole, reporter }: { action: Action | null; whole: Span; reporter: Reporter },
): number {
  const sign = skip(text, PUNCTUATION, whole.end, span.end);
  const at = skip(text, BLANKS, sign, span.end);
  const end = skip(text, WORD, at, span.end);
  const isThere = /^if$/i.test(text.slice(at, end));
  const message = isThere ? 'nothing stands between the action and "if"' : '"if" is missing after the action';
  const place = { start: whole.start, end: isThere ? end : whole.end };
  // An action that there isn't has its fault already.
  if (action) reporter.error(place, message, `write ${ACTION_WORDS[action]} if`);
  // The colon of `Block :amount:` is the attribute's.
  return isThere ? end : text[whole.end] === ':' && sign === at ? whole.end : sign;
}

function spanOf(words: readonly Word[]): Span | null {
  const [first, last] = [words[0], words.at(-1)];
  return first && last ? { start: first.start, end: last.end } : null;
}

/** The first few words of a rule, up to its `if`, and where it begins. */
function leadingWords(text: string, span: Span): { words: Word[]; start: number } {
  const words: Word[] = [];
  const start = skip(text, BLANKS, span.start, span.end);
  let at = start;
  while (words.length < MAX_WORDS) {
    const end = skip(text, WORD, at, span.end);
    const word = text.slice(at, end);
    if (end === at || CONDITION.test(word)) break;
    words.push({ text: word, start: at, end });
    if (JOINER.test(word)) break;
    at = skip(text, BLANKS, end, span.end);
  }
  return { words, start };
}

/** How many words without an `if` are the action: those that make up one, else the first. */
function actionLength(words: readonly Word[]): number {
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const joined = joinedName(words.slice(0, length));
    if (REQUESTS.has(joined) || ACTIONS.some((action) => action === joined) || SYNONYMS.has(joined)) return length;
  }
  return 0;
}

function actionOf(words: readonly Word[], written: string, span: Span, reporter: Reporter): Action | null {
  const name = joinedName(words);
  const action = ACTIONS.find((known) => known === written.toLowerCase());
  if (action) return action;
  if (REQUESTS.has(name)) {
    const message = `"${written}" is read as Challenge: here it declines, and asks the cardholder by SMS`;
    reporter.warn(span, message, 'write Challenge if …');
    return 'challenge';
  }
  const meant = [name, ...words.map((word) => joinedName([word]))].map(meaningOf).find((found) => found !== null);
  const known = Object.values(ACTION_WORDS).join(', ');
  const hint = meant ? `write ${ACTION_WORDS[meant]} if …` : `a rule begins with one of ${known}`;
  reporter.error(span, `there is no action "${written.length > 40 ? `${written.slice(0, 40)}…` : written}"`, hint);
  return null;
}

/** The action that was meant by a word that is none. */
function meaningOf(word: string): Action | null {
  const near = nearest(word, ACTIONS);
  return SYNONYMS.get(word) ?? ACTIONS.find((action) => action === word || action === near) ?? null;
}

function joinedName(words: readonly Word[]): string {
  return words
    .map(({ text }) => text)
    .join('')
    .replace(/[-_]/g, '')
    .toLowerCase();
}

/** Where the text goes on after what the pattern (sticky) finds here; here, where it finds nothing. */
function skip(text: string, pattern: RegExp, at: number, end: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  return found === undefined ? at : Math.min(at + found.length, end);
}
