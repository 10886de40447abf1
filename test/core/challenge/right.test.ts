import { describe, expect, test } from 'vitest';
import { type AskFacts, phoneSinceMsOf, whyNotNow, whyNotThisPhone } from '../../../src/core/challenge/right.ts';
import {
  type CardholderState,
  UNKNOWN_CARDHOLDER,
  withCardholderSighting,
} from '../../../src/core/domain/cardholder-state.ts';
import type { ChallengePlan } from '../../../src/core/domain/challenge.ts';

const NOW = 1_790_000_000_000;
const HOUR = 3_600_000;

const PLAN: ChallengePlan = {
  id: 'chl_1',
  channel: 'stripe',
  from: null,
  replyMs: HOUR,
  phoneUnchangedMs: 72 * HOUR,
  maxPerCardholderDaily: 3,
  allowance: { keepMs: 7 * 24 * HOUR, timesAmount: 2, usesDaily: 5 },
  declineMs: 90 * 24 * HOUR,
  freezesCard: false,
  phone: 'hmac_a',
  phoneCountry: 'US',
  phoneEnds: '23',
  isCardPresent: false,
};

const FREE: AskFacts = {
  isChannelOff: false,
  isOptedOut: false,
  hasOpenChallenge: false,
  askedDaily: 0,
  lastPhone: null,
  phoneSinceMs: null,
};

const why = (facts: Partial<AskFacts>, plan: Partial<ChallengePlan> = {}) =>
  whyNotNow({ ...FREE, ...facts }, { ...PLAN, ...plan }, NOW);

interface Seen {
  readonly hoursAgo: number;
  readonly phone?: boolean;
  readonly isPhoneNew?: boolean;
  readonly createdHoursAgo?: number;
}

/** What is known of a cardholder who was seen so. */
function seen(...sightings: readonly Seen[]): CardholderState {
  return sightings.reduce((state, { hoursAgo, phone, isPhoneNew = false, createdHoursAgo }) => {
    const told = {
      ...(phone !== undefined && { phone }),
      ...(createdHoursAgo !== undefined && { created: Math.floor((NOW - createdHoursAgo * HOUR) / 1_000) }),
    };
    const scope = { livemode: false, account: null };
    return withCardholderSighting(state, {
      scope,
      id: 'ich_1',
      atMs: NOW - hoursAgo * HOUR,
      from: 'event',
      told,
      isPhoneNew,
    });
  }, UNKNOWN_CARDHOLDER);
}

describe('whether a question may be put now', () => {
  test.each<[string, Partial<AskFacts>, ReturnType<typeof whyNotNow>]>([
    ['nothing speaks against it', {}, null],
    ['the channel is off', { isChannelOff: true }, 'channel_off'],
    ['the phone said STOP', { isOptedOut: true }, 'opted_out'],
    ['the phone has another question', { hasOpenChallenge: true }, 'open_challenge'],
    ['one below the limit of the day', { askedDaily: 2 }, null],
    ['the limit of the day is reached', { askedDaily: 3 }, 'daily_limit'],
    // Else whoever waits with an open question, or changes phones, would be let through.
    ['of several reasons the limit counts', { askedDaily: 3, isOptedOut: true, hasOpenChallenge: true }, 'daily_limit'],
    ['the last question was to this phone', { lastPhone: 'hmac_a' }, null],
    ['the last question was to another phone', { lastPhone: 'hmac_b' }, 'phone_changed'],
  ])('%s', (_name, facts, expected) => {
    expect(why(facts)).toBe(expected);
  });

  test.each<[string, readonly Seen[], 'phone_changed' | null]>([
    ['a phone that was there whenever we looked', [{ hoursAgo: 1, phone: true }], null],
    [
      'one that was changed 71 hours ago',
      [
        { hoursAgo: 90, phone: true },
        { hoursAgo: 71, phone: true, isPhoneNew: true },
      ],
      'phone_changed',
    ],
    [
      'one that was changed 72 hours ago',
      [
        { hoursAgo: 90, phone: true },
        { hoursAgo: 72, phone: true, isPhoneNew: true },
      ],
      null,
    ],
    [
      'one that was given 10 hours ago',
      [
        { hoursAgo: 200, phone: false },
        { hoursAgo: 10, phone: true },
      ],
      'phone_changed',
    ],
    ['one that a cardholder has since their creation', [{ hoursAgo: 9, phone: true, createdHoursAgo: 100 }], null],
    ['one of a cardholder who was just created', [{ hoursAgo: 9, phone: true, createdHoursAgo: 10 }], 'phone_changed'],
    [
      'one that was changed long after the creation, and long ago',
      [
        { hoursAgo: 500, phone: false, createdHoursAgo: 500 },
        { hoursAgo: 100, phone: true },
      ],
      null,
    ],
  ])('%s', (_name, sightings, expected) => {
    const facts = { phoneSinceMs: phoneSinceMsOf(seen(...sightings)) };
    expect(why(facts)).toBe(expected);
    expect(whyNotThisPhone({ ...FREE, ...facts }, PLAN, NOW)).toBe(expected);
  });

  test('a profile may take a phone that is new', () => {
    const cardholder = seen({ hoursAgo: 90, phone: true }, { hoursAgo: 0, phone: true, isPhoneNew: true });
    const phoneSinceMs = phoneSinceMsOf(cardholder);
    expect(why({ phoneSinceMs })).toBe('phone_changed');
    expect(why({ phoneSinceMs, lastPhone: 'hmac_b' }, { phoneUnchangedMs: 0 })).toBeNull();
  });

  test('one that was changed after the ask is new to it; the limits of the day are not asked about once more', () => {
    const facts = { ...FREE, hasOpenChallenge: true, askedDaily: 9, isChannelOff: true };
    expect(whyNotThisPhone(facts, PLAN, NOW)).toBeNull();
    expect(whyNotThisPhone({ ...facts, phoneSinceMs: NOW + HOUR }, PLAN, NOW)).toBe('phone_changed');
    expect(whyNotThisPhone({ ...facts, phoneSinceMs: NOW + HOUR }, { ...PLAN, phoneUnchangedMs: 0 }, NOW)).toBeNull();
    expect(whyNotThisPhone({ ...facts, isOptedOut: true, lastPhone: 'hmac_b' }, PLAN, NOW)).toBe('opted_out');
  });
});
