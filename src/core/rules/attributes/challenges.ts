import type { ChallengeHistory } from '../../domain/facts.ts';
import { missing, type Value } from '../../domain/value.ts';
import type { AttributeDefinition, AttributeInputs } from './definition.ts';

const HOUR_MS = 3_600_000;

/** What became of earlier questions to the cardholder, as far as it was known when the ask came. */
export const CHALLENGE_ATTRIBUTES: readonly AttributeDefinition[] = [
  {
    name: 'hours_since_challenge_rejected',
    type: 'number',
    family: 'challenge',
    description: 'hours since the cardholder last answered NO to a question about a purchase, on any card',
    source: 'challenges',
    read: hoursSince('rejectedAtMs'),
  },
  {
    name: 'hours_since_challenge_verified',
    type: 'number',
    family: 'challenge',
    description: 'hours since the cardholder last answered YES to a question about a purchase, on any card',
    source: 'challenges',
    read: hoursSince('verifiedAtMs'),
  },
  {
    name: 'challenges_per_cardholder_daily',
    type: 'number',
    family: 'challenge',
    description: 'questions put to the cardholder in the 24 hours before the ask',
    source: 'challenges',
    read: ({ challenges }) => challenges?.askedDaily ?? missing('not_counted'),
  },
];

function hoursSince(answer: Exclude<keyof ChallengeHistory, 'askedDaily'>) {
  return ({ challenges, authorization }: AttributeInputs): Value => {
    if (!challenges) return missing('not_counted');
    const atMs = challenges[answer];
    return atMs === null ? missing('no_event') : Math.max(0, authorization.askedAtMs - atMs) / HOUR_MS;
  };
}
