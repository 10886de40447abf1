import type { Unaskable } from './challenge.ts';
import { type Lists, NO_LISTS } from './lists.ts';

/** What a cardholder's answers to earlier questions come to, as of the ask. */
export interface ChallengeHistory {
  /** When a question was last answered NO, and YES; milliseconds since 1970, null: never. */
  readonly rejectedAtMs: number | null;
  readonly verifiedAtMs: number | null;
  /** How many questions were put in the day before the ask. */
  readonly askedDaily: number;
}

/** State that is neither policy nor history: read before deciding and stored with the decision. */
export interface Facts {
  /** The cardholder answered NO to a question about this merchant on this card. */
  readonly hasRejectedChallenge: boolean;
  /** After a verified challenge: the id of the allowance of ours that covers this amount at this merchant. */
  readonly allowance: string | null;
  /**
   * Why the cardholder can't be asked now, of all that the ask itself does not tell; null: nothing speaks against it.
   */
  readonly unaskable: Unaskable | null;
  /** Null where it is not known. */
  readonly challenges: ChallengeHistory | null;
  /** The entries of all lists, as they stood. */
  readonly lists: Lists;
}

/** What holds where nothing is known: nothing was ever allowed or rejected, and nothing speaks against asking. */
export const NO_FACTS: Facts = Object.freeze({
  hasRejectedChallenge: false,
  allowance: null,
  unaskable: null,
  challenges: null,
  lists: NO_LISTS,
});
