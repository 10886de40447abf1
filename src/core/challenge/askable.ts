import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Authorization } from '../domain/authorization.ts';
import type { Unaskable } from '../domain/challenge.ts';
import type { ChallengeSettings } from './settings.ts';

/** A phone number that is one. */
export interface Phone {
  /** E.164: `+447700900123`. */
  readonly number: string;
  /** ISO 3166-1 alpha-2; null where the number does not say, e.g. one of a satellite. */
  readonly country: string | null;
}

/** The phone number in a text as Stripe has it, with its country's code; null where it is none. */
export function readPhone(text: string): Phone | null {
  const parsed = parsePhoneNumberFromString(text);
  return parsed?.isValid() ? { number: parsed.number, country: parsed.country ?? null } : null;
}

/**
 * Why the cardholder of this ask can't be asked, as far as the ask and the profile tell; null: nothing speaks against
 * it. An increment is never asked about: the purchase is under way.
 */
export function whyUnaskable(
  { isIncremental, cardholder }: Pick<Authorization, 'isIncremental' | 'cardholder'>,
  { channel, countries }: Pick<ChallengeSettings, 'channel' | 'countries'>,
): Unaskable | null {
  if (channel === 'none') return 'channel_none';
  if (isIncremental) return 'increment';
  if (cardholder.id === null) return 'no_cardholder';
  if (!cardholder.hasPhone) return 'no_phone';
  // A record knows that there is a phone, not which.
  if (cardholder.phoneNumber === null) return null;
  const phone = readPhone(cardholder.phoneNumber);
  if (phone === null) return 'invalid_phone';
  return phone.country !== null && countries.includes(phone.country) ? null : 'country_not_allowed';
}

/**
 * Whether a number may be texted in this mode. In test mode nobody is but whom the owner named: a cardholder there may
 * have the number of a stranger.
 */
export function mayText(livemode: boolean, number: string | null, testNumbers: readonly string[] | 'any'): boolean {
  return livemode || testNumbers === 'any' || (number !== null && testNumbers.includes(number));
}

const LIMITS: readonly Unaskable[] = ['daily_limit', 'unknown'];

/**
 * Whether a reason may lead to an approval, where the profile says so of those who can't be asked. What runs out never
 * does: else whoever uses up the questions of a day would be let through; nor does what could not be found out.
 */
export function mayApproveUnasked(reason: Unaskable): boolean {
  return !LIMITS.includes(reason);
}
