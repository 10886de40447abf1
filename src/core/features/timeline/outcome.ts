import { ENTRY_OUTCOMES, type EntryOutcome } from '../built-in-event.ts';

/**
 * An outcome as stores keep it: its place among `ENTRY_OUTCOMES` in the lower three bits, and above them whether Stripe
 * reported it.
 */
export type OutcomeCode = number;

/** The bits of a code that say the outcome. */
export const PLACE = 0b0111;
const REPORTED = 0b1000;
/** The code of `pending`. */
export const PENDING = ENTRY_OUTCOMES.indexOf('pending');
// By place: lower case is ours, upper case is Stripe's report.
const LETTERS = 'npadcsu';
const UNJUDGED = ENTRY_OUTCOMES.indexOf('unjudged');
/** Every letter there is. */
export const OUTCOME_LETTERS = LETTERS + LETTERS.toUpperCase();

/** The code of an outcome. */
export function outcomeCode(outcome: EntryOutcome, isReported = false): OutcomeCode {
  return ENTRY_OUTCOMES.indexOf(outcome) | (isReported ? REPORTED : 0);
}

/** The outcome alone. */
export function outcomeOf(code: OutcomeCode): EntryOutcome {
  return ENTRY_OUTCOMES[code & PLACE] ?? 'none';
}

/** The code as one letter, for stores that keep texts: `npadcsu` as in `ENTRY_OUTCOMES`, in upper case if reported. */
export function outcomeLetter(code: OutcomeCode): string {
  const letter = LETTERS.charAt(code & PLACE);
  return code & REPORTED ? letter.toUpperCase() : letter;
}

/** The code of such a letter. */
export function codeOfLetter(letter: string): OutcomeCode {
  const place = LETTERS.indexOf(letter.toLowerCase());
  return letter === LETTERS.charAt(place) ? place : place | REPORTED;
}

/**
 * What stands after `next` came to an entry where `standing` stood: `none` and `pending` say nothing new, what Stripe
 * reported gives way to nothing but another report, and of all others the later one stands.
 */
export function outcomeAfter(standing: OutcomeCode, next: OutcomeCode): OutcomeCode {
  if ((next & PLACE) <= PENDING) return standing;
  return standing & REPORTED && !(next & REPORTED) ? standing : next;
}

/** The outcomes as bits by place; for null all bits but that of `unjudged`, which is no attempt. */
export function outcomeMask(outcomes: readonly EntryOutcome[] | null): number {
  if (outcomes === null) return 0xff & ~(1 << UNJUDGED);
  return outcomes.reduce((mask, outcome) => mask | (1 << ENTRY_OUTCOMES.indexOf(outcome)), 0);
}
