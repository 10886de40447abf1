import { nearest } from '../../../core/language/nearest.ts';
import { type Arguments, UsageError } from '../command.ts';
import type { Ask, Here } from './over-service.ts';

/** One of the things that a command does, chosen by its first word: `lists add`. */
export interface Verb {
  /** What comes after it, for who left it out: `NAME VALUE…`. */
  readonly usage: string;
  /** How many words that are: at least and at most. */
  readonly words: readonly [number, number];
  /** Options that go with it besides those of the whole command. */
  readonly takes: readonly string[];
  /** What it will do. Throws UsageError. */
  prepare(words: readonly string[], values: Arguments['values'], here: Here): Ask;
}

/** What the verb that the first word names will do, with all else that was given held against it. Throws UsageError. */
export function chooseVerb(
  command: string,
  verbs: Readonly<Record<string, Verb>>,
  { values, positionals }: Arguments,
  always: readonly string[],
  here: Here,
): Ask {
  const [word = '', ...words] = positionals;
  const known = Object.keys(verbs);
  const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined;
  if (!verb) {
    const near = nearest(word, known);
    throw new UsageError(`it knows no "${word}"; ${near ? `did you mean "${near}"?` : `known: ${known.join(', ')}`}`);
  }
  const [least, most] = verb.words;
  if (words.length < least || words.length > most) {
    throw new UsageError(`it goes: countersign ${command} ${word} ${verb.usage}`.trimEnd());
  }
  const stray = Object.keys(values).find((name) => ![...verb.takes, ...always].includes(name));
  if (stray !== undefined) throw new UsageError(`--${stray} does not go with "${command} ${word}"`);
  return verb.prepare(words, values, here);
}
