import { nearest } from '../../core/language/nearest.ts';
import { UsageError } from './command.ts';

type Value = string | boolean | undefined;

/** A number given as an option, or the default. Throws UsageError when it is no number from `least` to `most`. */
export function numberOption(name: string, given: Value, fallback: number, least: number, most: number): number {
  if (given === undefined) return fallback;
  const number = given === '' ? Number.NaN : Number(given);
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${name} wants a number from ${least} to ${most}, not "${given}"`);
}

/** A text given as an option, or the default. Throws UsageError when it is empty. */
export function textOption(name: string, given: Value, fallback: string): string {
  if (given === undefined) return fallback;
  if (typeof given === 'string' && given.trim() !== '') return given;
  throw new UsageError(`--${name} wants a text`);
}

/** A text given as an option; null where it is not given. Throws UsageError when it is empty. */
export function givenText(name: string, given: Value): string | null {
  return given === undefined ? null : textOption(name, given, '');
}

/** One of the known words, or the default. Throws UsageError, with the nearest of them, when it is none. */
export function wordOption<Word extends string>(
  name: string,
  given: Value,
  fallback: Word,
  known: readonly Word[],
): Word {
  if (given === undefined) return fallback;
  const word = known.find((candidate) => candidate === given);
  if (word !== undefined) return word;
  const near = nearest(String(given), known);
  throw new UsageError(
    `--${name} knows no "${given}"; ${near ? `did you mean "${near}"?` : `known: ${known.join(', ')}`}`,
  );
}
