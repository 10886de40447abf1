import { type Lists, NO_LISTS } from './lists.ts';

/** State that is neither policy nor history: read before deciding and stored with the decision. */
export interface Facts {
  /** The cardholder answered NO to a question about this merchant on this card. */
  readonly hasRejectedChallenge: boolean;
  /** After a verified challenge: the id of the allowance of ours that covers this amount at this merchant. */
  readonly allowance: string | null;
  /** Whether this cardholder can be asked by SMS now. */
  readonly canBeAsked: boolean;
  /** The entries of all lists, as they stood. */
  readonly lists: Lists;
}

/** What holds where nothing is known: nobody can be asked, and nothing was ever allowed or rejected. */
export const NO_FACTS: Facts = Object.freeze({
  hasRejectedChallenge: false,
  allowance: null,
  canBeAsked: false,
  lists: NO_LISTS,
});
