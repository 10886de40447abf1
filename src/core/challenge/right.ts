import { type CardholderState, phoneOf } from '../domain/cardholder-state.ts';
import type { ChallengePlan, Unaskable } from '../domain/challenge.ts';

/** What is known of whether a phone is still the one of the cardholder, and its owner wants questions. */
export interface PhoneFacts {
  readonly isOptedOut: boolean;
  /**
   * The phone (an HMAC) of the latest question to the cardholder, within the time that it must not have changed.
   */
  readonly lastPhone: string | null;
  /** Since when the phone is known to be the cardholder's, at the earliest; null: that is not known. */
  readonly phoneSinceMs: number | null;
}

/** What is known of a cardholder and their phone when somebody wants to put a question to them. */
export interface AskFacts extends PhoneFacts {
  readonly isChannelOff: boolean;
  /** Another question to this phone waits for an answer. */
  readonly hasOpenChallenge: boolean;
  /** Questions to the cardholder in the 24 hours before. */
  readonly askedDaily: number;
}

/**
 * Why this question must not be put now; null: it may be. What never lets anybody through comes before what may, by the
 * profile's word.
 */
export function whyNotNow(
  facts: AskFacts,
  plan: Pick<ChallengePlan, 'phone' | 'maxPerCardholderDaily' | 'phoneUnchangedMs'>,
  atMs: number,
): Unaskable | null {
  if (facts.isChannelOff) return 'channel_off';
  if (facts.askedDaily >= plan.maxPerCardholderDaily) return 'daily_limit';
  return whyNotThisPhone(facts, plan, atMs) ?? (facts.hasOpenChallenge ? 'open_challenge' : null);
}

/** Why this phone must not be texted, as of the ask; null: it may be. */
export function whyNotThisPhone(
  { isOptedOut, lastPhone, phoneSinceMs }: PhoneFacts,
  { phone, phoneUnchangedMs }: Pick<ChallengePlan, 'phone' | 'phoneUnchangedMs'>,
  atMs: number,
): 'opted_out' | 'phone_changed' | null {
  if (isOptedOut) return 'opted_out';
  // Stripe's clock may be before ours: a phone can be newer than the ask.
  if (phoneUnchangedMs <= 0) return null;
  if (lastPhone !== null && lastPhone !== phone) return 'phone_changed';
  return phoneSinceMs !== null && atMs - phoneSinceMs < phoneUnchangedMs ? 'phone_changed' : null;
}

/**
 * Since when a cardholder has their phone: since it was changed or given, or else since they were created. One that was
 * there whenever we looked is as old as can be told.
 */
export function phoneSinceMsOf(state: CardholderState): number | null {
  return phoneOf(state).sinceMs ?? createdMsOf(state);
}

/** Stripe tells it in seconds. */
function createdMsOf({ known }: CardholderState): number | null {
  const created = known.created?.[0];
  return typeof created === 'number' ? created * 1_000 : null;
}
