import type { StripeWord } from '../../core/challenge/stripe-words.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { type Fields, fieldsOf, text } from './fields.ts';

/** The entries of `fraud_challenges` in the stored fields of an authorization. */
export function fraudChallengesIn({ fraud_challenges: challenges }: Fields): readonly Fields[] {
  return Array.isArray(challenges) ? challenges.map(fieldsOf) : [];
}

/** Whether the cardholder answered YES to an earlier question of Stripe's, and the merchant tried again. */
export function isVerifiedByChallenge({ verified_by_fraud_challenge: isVerified }: Fields): boolean {
  return isVerified === true;
}

/**
 * What reports of one authorization said of each of its questions, by place: each status once, as of the first report
 * that has it, in the order of those.
 */
export function wordsOf(reports: readonly StoredEvent[]): readonly (readonly StripeWord[])[] {
  const words: StripeWord[][] = [];
  for (const { created, fields } of reports.toSorted((one, other) => one.created - other.created)) {
    for (const [place, challenge] of fraudChallengesIn(fields).entries()) {
      const said = words[place] ?? [];
      words[place] = said;
      const status = text(challenge.status);
      if (said.some((word) => word.status === status)) continue;
      said.push({ atMs: created * 1000, status, undeliverableReason: text(challenge.undeliverable_reason) });
    }
  }
  return words;
}
