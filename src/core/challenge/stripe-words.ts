import type { Challenge, ChallengeEvent } from '../domain/challenge.ts';
import { answersUntilMs } from './state.ts';

/** What Stripe said of a question that it put, at one moment: an entry of an authorization's `fraud_challenges`. */
export interface StripeWord {
  readonly atMs: number;
  /** pending, verified, rejected, expired, undeliverable, or whatever Stripe comes to say. */
  readonly status: string | null;
  readonly undeliverableReason: string | null;
}

/** Statuses that say that the text left. */
const LEFT: readonly (string | null)[] = ['pending', 'verified', 'rejected', 'expired'];

/** Whether Stripe says that it sent the text. */
export function isSent({ status }: StripeWord): boolean {
  return LEFT.includes(status);
}

/**
 * What happened to a question by what Stripe says of it. An answer that Stripe took came in time, though we may hear of
 * it late; and what Stripe ended is over. A status that is not known here says nothing.
 */
export function eventOfWord(challenge: Challenge, word: StripeWord): ChallengeEvent | null {
  const { status, atMs, undeliverableReason } = word;
  switch (status) {
    case 'verified':
      return { kind: 'yes', atMs: Math.min(atMs, answersUntilMs(challenge) - 1) };
    case 'rejected':
      return { kind: 'no', atMs };
    case 'expired':
      return { kind: 'time', atMs: answersUntilMs(challenge) };
    case 'undeliverable':
      return { kind: 'undeliverable', atMs, because: undeliverableReason ?? 'undeliverable' };
    default:
      return null;
  }
}

/** An ask of an authorization, as far as it tells who may have asked the cardholder about it. */
export interface AskedAbout {
  /** The question of ours to Stripe about it; null: none that is known. */
  readonly challengeId: string | null;
  /** How it ended; null: that is not known. */
  readonly end: { readonly approved: boolean; readonly isOurs: boolean } | null;
  /** Whether our answer to it is stored. */
  readonly isAnswerKnown: boolean;
}

/** Of us: the id; `stripe`: Stripe asked by itself; null: not known yet. `index` is that of the ask. */
export interface Seat {
  readonly whose: string | null;
  readonly index: number;
}

/**
 * Whose the questions are that Stripe lists of an authorization, in its order: one for each ask that was declined with
 * one. What is listed beyond that, Stripe put by itself.
 */
export function seatsOf(asks: readonly AskedAbout[], count: number): readonly Seat[] {
  const asked = asks.flatMap(({ challengeId, end, isAnswerKnown }, index): readonly Seat[] => {
    if (challengeId !== null) return [{ whose: challengeId, index }];
    if (end === null || end.approved) return [];
    if (!end.isOurs) return [{ whose: 'stripe', index }];
    // Our decline without a question has no seat; of one that is not stored yet nobody knows.
    return isAnswerKnown ? [] : [{ whose: null, index }];
  });
  return Array.from({ length: count }, (_, place) => asked[place] ?? { whose: 'stripe', index: asks.length - 1 });
}
