import type { Profile } from '../../../sdk/index.ts';
import { sayDuration } from '../parts/say-duration.ts';

type Challenge = Profile['settings']['challenge'];

/** A row of what profiles are compared by; null: what the profile says of it has no bearing. */
interface ChallengeRow {
  readonly name: string;
  of(challenge: Challenge): string | null;
}

const HOUR_MS = 3_600_000;

/** What a profile says of questions to cardholders, in the order in which it matters. */
export const CHALLENGE_ROWS: readonly ChallengeRow[] = [
  { name: 'A challenge is put', of: asker },
  { name: 'A challenge of somebody who can’t be asked', of: ({ otherwise }) => otherwise },
  { name: 'Phones that are asked', of: whereAsked(phones) },
  { name: 'Challenges of one cardholder', of: whereAsked(({ max_per_cardholder_daily: most }) => `${most} in a day`) },
  {
    name: 'Time to answer',
    // Stripe has its own.
    of: ({ channel, reply_minutes: minutes }) => (channel === 'twilio' ? sayDuration(minutes * 60_000) : null),
  },
  { name: 'A YES lets through', of: whereAsked(allowed) },
  { name: 'A NO', of: whereAsked(rejected) },
];

function whereAsked(say: (challenge: Challenge) => string): ChallengeRow['of'] {
  return (challenge) => (challenge.channel === 'none' ? null : say(challenge));
}

function asker({ channel, from }: Challenge): string {
  if (channel === 'none') return 'to nobody';
  return channel === 'stripe'
    ? 'by a text of Stripe’s'
    : `by a text of ours${from === undefined ? '' : `, from ${from}`}`;
}

function phones({ countries, phone_unchanged_hours: hours }: Challenge): string {
  const since = hours === 0 ? '' : `, unchanged for ${sayDuration(hours * HOUR_MS)}`;
  return `${countries.join(', ')}${since}`;
}

function allowed({ channel, allowance: { days, times_amount: times, uses_daily: uses } }: Challenge): string {
  if (channel === 'stripe') return 'what Stripe’s own list of seven days says';
  const within = `each and all together up to ${times} × the amount in question`;
  return `${sayDuration(days * 24 * HOUR_MS)} at that merchant, ${within}, ${uses} a day`;
}

function rejected({ on_no: { decline_days: days, freeze_card: freezes } }: Challenge): string {
  const declines = `declines that merchant for ${sayDuration(days * 24 * HOUR_MS)}`;
  return freezes ? `${declines}, and freezes the card` : declines;
}
