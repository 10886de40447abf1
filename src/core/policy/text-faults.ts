import { plainWord, plainWords } from '../challenge/plain-word.ts';
import { commandOf } from '../challenge/reply.ts';
import { beyondGsm, segmentsOf } from '../challenge/segments.ts';
import type { ChallengeTexts } from '../challenge/texts.ts';
import { answerText, type Questioned, questionText } from '../challenge/words.ts';
import { limits } from '../domain/limits.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import type { Span } from '../language/source.ts';
import { type Path, placesInYaml, type YamlDocument } from './document.ts';

const FILLED = ['question', 'verified', 'rejected', 'unclear', 'expired'] as const;
const PLAIN = ['stop', 'merchant'] as const;
const PLACEHOLDERS = ['amount', 'merchant'];

const LINK = /[a-z][a-z0-9+.-]*:\/\/\S*|\bwww\.\S*|[\p{L}\p{N}-]+\.\p{L}{2,}\S*/giu;
const BRACES = /\{[^{}]*\}|[{}]/g;

/** As long as names and amounts get. */
const LONGEST: Questioned = {
  amountMinor: 9_999_999,
  currency: 'usd',
  merchantName: 'W'.repeat(limits.maxChallengeMerchantLetters),
};

/** What is wrong with the texts of a language, each fault at its place. */
export function textFaults(document: YamlDocument, texts: ChallengeTexts): Diagnostic[] {
  const report: Report = (severity, path, message, hint) => {
    return { severity, source: document.source, span: document.spanOf(path), message, hint };
  };
  return [
    ...FILLED.flatMap((key) => placeholderFaults(document, key, texts[key], PLACEHOLDERS)),
    ...PLAIN.flatMap((key) => placeholderFaults(document, key, texts[key], [])),
    ...[...FILLED, ...PLAIN].flatMap((key) => linkFaults(document, key, texts[key])),
    ...missing(texts, report),
    ...(['yes', 'no'] as const).flatMap((kind) => answerFaults(kind, texts, report)),
    ...tooLong(texts, report),
  ];
}

type Report = (severity: Diagnostic['severity'], path: Path, message: string, hint: string) => Diagnostic;

function placeholderFaults(document: YamlDocument, key: string, text: string, known: readonly string[]): Diagnostic[] {
  return matches(document, key, text, BRACES).flatMap(({ found, span }) => {
    const name = found.slice(1, -1);
    if (found.length > 1 && known.includes(name)) return [];
    const near = nearest(name, known);
    const listed = known.map((each) => `{${each}}`).join(', ');
    const message =
      found.length === 1 ? `a single ${found} is no placeholder` : `nothing is filled in for ${found} here`;
    const hint = near ? `did you mean {${near}}?` : known.length > 0 ? `known here: ${listed}` : 'take it out';
    return [{ severity: 'error', source: document.source, span, message, hint }];
  });
}

function linkFaults(document: YamlDocument, key: string, text: string): Diagnostic[] {
  return matches(document, key, text, LINK).map(({ found, span }) => {
    const message = `"${found}" looks like a link`;
    const hint = 'a bank that sends links teaches its customers to follow those of thieves: take it out';
    return { severity: 'error', source: document.source, span, message, hint };
  });
}

/** Where a pattern matches in a text, and the places of that in the file. */
function matches(document: YamlDocument, key: string, text: string, pattern: RegExp): { found: string; span: Span }[] {
  const place = placesInYaml(document.source, document.spanOf([key]), text);
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => {
    return { found, span: place({ start: index, end: index + found.length }) };
  });
}

/** A question without the purchase, or without how to answer, can't be answered. */
function missing(texts: ChallengeTexts, report: Report): Diagnostic[] {
  const unfilled = PLACEHOLDERS.filter((name) => !texts.question.includes(`{${name}}`)).map((name) =>
    report('error', ['question'], `the question does not name the ${name}`, `write {${name}} where it belongs`),
  );
  const unnamed = (['question', 'unclear'] as const).flatMap((key) =>
    (['yes', 'no'] as const).flatMap((kind) => {
      const word = texts[kind][0] ?? '';
      if (plainWords(texts[key]).includes(plainWord(word))) return [];
      const message = `this does not say how to answer ${kind.toUpperCase()}`;
      return [report('error', [key], message, `name "${word}", the first of \`${kind}\``)];
    }),
  );
  const isStopNamed = plainWords(texts.stop).includes('stop');
  const hint = 'Twilio heeds STOP in every language, e.g. "Reply STOP to get no more."';
  return [
    ...unfilled,
    ...unnamed,
    ...(isStopNamed ? [] : [report('error', ['stop'], 'this does not name STOP', hint)]),
  ];
}

function answerFaults(kind: 'yes' | 'no', texts: ChallengeTexts, report: Report): Diagnostic[] {
  const other = kind === 'yes' ? 'no' : 'yes';
  return texts[kind].flatMap((word, index): Diagnostic[] => {
    const at = [kind, index];
    const plain = plainWord(word);
    const isSame = (each: string) => plainWord(each) === plain;
    if (!/^[\p{L}\p{M}]+$/u.test(plain)) {
      return [report('error', at, `"${word}" is not one word`, 'a reply counts only if it is one word, of letters')];
    }
    const command = commandOf(plain);
    if (command) {
      return [report('error', at, `"${word}" means ${command.toUpperCase()} to Twilio`, 'take another word')];
    }
    if (texts[other].some(isSame)) {
      return [report('error', at, `"${word}" is a ${other.toUpperCase()} as well`, 'a word means one of them')];
    }
    if (texts[kind].findIndex(isSame) === index) return [];
    return [report('warning', at, `"${word}" is here already`, 'case and accents make no difference: take it out')];
  });
}

/** Each segment is billed, and a text of several may come in pieces. */
function tooLong(texts: ChallengeTexts, report: Report): Diagnostic[] {
  const sent = [
    ['question', questionText(texts, { ...LONGEST, isFirst: false }), 'this'],
    ['stop', questionText(texts, { ...LONGEST, isFirst: true }), 'the question with this'],
    ...FILLED.slice(1).map((key) => [key, answerText(texts, key as 'unclear', LONGEST), 'this'] as const),
  ] as const;
  const long = sent.filter(([, text]) => segmentsOf(text).count > 1);
  const isQuestionLong = long.some(([key]) => key === 'question');
  return long.flatMap(([key, text, what]) => {
    // The question alone is what to make shorter, then.
    if (key === 'stop' && isQuestionLong) return [];
    const { count, units, alphabet } = segmentsOf(text);
    const message = `with a long merchant's name and amount ${what} takes ${count} text messages`;
    const letter = beyondGsm(text);
    const hint =
      alphabet === 'unicode'
        ? `"${letter}" is not of the alphabet of SMS: it leaves 70 letters, not 160`
        : `it has ${units} letters of 160`;
    return [report('warning', [key], message, hint)];
  });
}
