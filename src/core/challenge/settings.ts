import type { ChallengeChannel, ChallengeTerms } from '../domain/challenge.ts';

/** What a profile says of challenges. */
export interface ChallengeSettings {
  /** Who asks; `none`: nobody is asked. */
  readonly channel: 'none' | ChallengeChannel;
  /** The answer to a challenge of somebody who can't be asked. */
  readonly otherwise: 'approve' | 'decline';
  /** ISO 3166-1 alpha-2: where the phones of cardholders may be. */
  readonly countries: readonly string[];
  readonly terms: Omit<ChallengeTerms, 'channel'>;
}
