import type { TwilioSettings } from '../../adapters/sms/settings.ts';
import { mayText, readPhone } from '../../core/challenge/askable.ts';
import type { Authorization } from '../../core/domain/authorization.ts';
import type { ChallengeChannel, Unaskable } from '../../core/domain/challenge.ts';
import type { Scope } from '../../core/domain/scope.ts';

/** What this process has to ask by. */
export interface SetUp {
  /** The mode of Stripe's key: the number to text is asked of Stripe. Null: there is none. */
  readonly stripeMode: 'live' | 'test' | null;
  /** Null: Twilio's settings are not made. */
  readonly twilio: Pick<TwilioSettings, 'testNumbers'> | null;
}

/**
 * Why nobody can be asked by a channel in a world, or this cardholder can't; null: what it needs is there. Stripe's own
 * texts need nothing of us, and Stripe sends none in test mode.
 */
export function whyNotSetUp(
  { stripeMode, twilio }: SetUp,
  channel: ChallengeChannel,
  { livemode }: Scope,
  { cardholder: { phoneNumber } }: Pick<Authorization, 'cardholder'>,
): Unaskable | null {
  if (channel === 'stripe') return null;
  if (twilio === null || stripeMode !== (livemode ? 'live' : 'test')) return 'channel_not_set_up';
  const number = phoneNumber === null ? null : (readPhone(phoneNumber)?.number ?? null);
  return mayText(livemode, number, twilio.testNumbers) ? null : 'test_mode';
}
