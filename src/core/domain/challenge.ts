import type { Scope } from './scope.ts';

/** Who asks the cardholder: Stripe, by its own text message, or we, by Twilio, in our words. */
export const CHALLENGE_CHANNELS = ['stripe', 'twilio'] as const;
export type ChallengeChannel = (typeof CHALLENGE_CHANNELS)[number];

/**
 * Where a question to a cardholder stands. It was sent once it left for the carrier; `void` was never put, or is about
 * a decline that did not happen. What is after `delivered` is settled, but for a NO, which is believed whenever it
 * comes.
 */
export const CHALLENGE_STATES = [
  ...(['pending', 'sent', 'delivered'] as const),
  ...(['verified', 'rejected', 'expired', 'undeliverable', 'opted_out', 'void'] as const),
] as const;
export type ChallengeState = (typeof CHALLENGE_STATES)[number];

/** States in which an answer is awaited: of one phone there is one such challenge at most. */
export const OPEN_STATES = ['pending', 'sent', 'delivered'] as const satisfies readonly ChallengeState[];

/** Why a cardholder is not asked. */
export const UNASKABLE_REASONS = [
  ...(['channel_none', 'channel_off', 'channel_not_set_up', 'test_mode', 'increment', 'no_cardholder'] as const),
  ...(['no_phone', 'invalid_phone', 'country_not_allowed', 'opted_out', 'phone_changed'] as const),
  ...(['open_challenge', 'daily_limit', 'unknown'] as const),
] as const;
export type Unaskable = (typeof UNASKABLE_REASONS)[number];

/**
 * What a profile says of challenges, as it was when the question was put: what follows from the answer keeps to it.
 */
export interface ChallengeTerms {
  readonly channel: ChallengeChannel;
  /** The number or messaging service it is sent from; null: the one that the environment names. */
  readonly from: string | null;
  /** How long the cardholder has to answer. */
  readonly replyMs: number;
  readonly phoneUnchangedMs: number;
  readonly maxPerCardholderDaily: number;
  readonly allowance: AllowanceTerms;
  /** For how long a NO declines that merchant on that card, and whether it freezes the card. */
  readonly declineMs: number;
  readonly freezesCard: boolean;
}

/** How far the trust goes that a YES earns. */
export interface AllowanceTerms {
  readonly keepMs: number;
  /** Each purchase, and all of them together, may come to so many times the amount in question. */
  readonly timesAmount: number;
  readonly usesDaily: number;
}

/** What a decision says of the question that it means to put: enough to put it without looking at anything else. */
export interface ChallengePlan extends ChallengeTerms {
  readonly id: string;
  /** An HMAC of the number in E.164; null where it is not known. */
  readonly phone: string | null;
  readonly phoneCountry: string | null;
  /** The last two digits: all of the number that people see. */
  readonly phoneEnds: string | null;
  /** Whether the card was there; null: not known. */
  readonly isCardPresent: boolean | null;
}

/**
 * A question to a cardholder, and what became of it. Times are in milliseconds since 1970; null: it did not happen.
 */
export interface Challenge {
  readonly id: string;
  readonly scope: Scope;
  /** `stripe`: Stripe asked by itself, about a decline of its own. */
  readonly origin: 'countersign' | 'stripe';
  readonly state: ChallengeState;
  /** Why it is void, undeliverable, or rejected; a short code. */
  readonly because: string | null;
  readonly askedAtMs: number;
  /** It is never sent later than this. */
  readonly sendByMs: number;
  /** Somebody set about sending it: from then on it may have been sent. */
  readonly claimedAtMs: number | null;
  readonly sentAtMs: number | null;
  readonly deliveredAtMs: number | null;
  /** An answer counts until then; null until it is sent. */
  readonly answerByMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  /** How long the cardholder has to answer once it is sent. */
  readonly replyMs: number;
}

/** Something that happened to a challenge. */
export type ChallengeEvent =
  | { readonly kind: 'sent' | 'delivered' | 'yes' | 'no' | 'stop' | 'time'; readonly atMs: number }
  | { readonly kind: 'undeliverable' | 'void'; readonly atMs: number; readonly because: string };
