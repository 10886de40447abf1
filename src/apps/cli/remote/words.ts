import { harmless } from '../../../core/decision/plain.ts';
import { sayCount } from '../../../core/domain/figures.ts';

/** A number of things: `1 rule`, `2 rules`. `plural` is for words that don't just take an s. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${sayCount(number)} ${number === 1 ? noun : plural}`;
}

/** A moment of the API's to the minute, in UTC: `2026-05-01 09:30`. */
export function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

/** The day of a moment of the API's, in UTC: `2026-05-01`. */
export function day(time: string): string {
  return time.slice(0, 10);
}

/** Who did something: the key's name, else its id; nobody that can be known any more where it was erased. */
export function who(actor: { readonly id: string; readonly name: string | null } | null): string {
  return actor === null ? '(erased)' : (actor.name ?? actor.id);
}

/** Several lines of text, of which some are other people's: none of it can move the cursor. Ends in a line break. */
export function harmlessLines(text: string): string {
  return `${text.trimEnd().split('\n').map(harmless).join('\n')}\n`;
}
