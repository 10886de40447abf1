import { describe, expect, test } from 'vitest';
import { restOf, sayKey, sayShare, saySums, stepsOf } from '../../../src/apps/console/challenges/funnel.ts';
import {
  allowancesOf,
  type ChallengesSearch,
  questionsOf,
  readChallengesSearch,
} from '../../../src/apps/console/challenges/search.ts';
import {
  STATE_MOMENTS,
  STATE_WORDS,
  sayAsker,
  sayMoment,
  sayPhone,
  sayPresence,
  sayStanding,
} from '../../../src/apps/console/challenges/words.ts';
import { type Happening, happeningsOf } from '../../../src/apps/console/decisions/happenings.ts';
import { CHALLENGE_STATES } from '../../../src/core/domain/challenge.ts';
import type { Authorization, Challenge } from '../../../src/sdk/index.ts';

const NOW_MS = Date.parse('2026-06-01T12:00:00Z');

function questionOf(changes: Partial<Challenge> = {}): Challenge {
  return {
    ...{ id: 'chl_1', origin: 'countersign', channel: 'twilio', state: 'delivered', because: null, opted_out: false },
    ...{ phone: { country: 'US', ends: '34' }, asked_at: '2026-06-01T11:00:00.000Z', ended_at: null },
    ...changes,
  } as Challenge;
}

describe('the address of challenges', () => {
  test('is read without what is not understood, and ids of digits as text', () => {
    const given = {
      tab: 'questions',
      merchant: 1234567890,
      card: ' ic_1 ',
      state: 'lost',
      rule: '',
      by: 'hour',
      foo: 1,
    };
    expect(readChallengesSearch(given)).toEqual({ tab: 'questions', merchant: '1234567890', card: 'ic_1' });
    expect(readChallengesSearch({ tab: 'none', window: '2d', channel: 'sms', ended: 'yes' })).toEqual({});
    const whole: ChallengesSearch = {
      tab: 'allowances',
      by: 'rule',
      window: '24h',
      state: 'open',
      channel: 'own',
      ended: true,
    };
    expect(readChallengesSearch({ ...whole })).toEqual(whole);
  });

  test('asks for the questions that it names, and for no more', () => {
    expect(questionsOf({ tab: 'questions', by: 'rule', ended: true }, NOW_MS)).toEqual({});
    expect(questionsOf({ channel: 'own', state: 'open' }, NOW_MS)).toEqual({ origin: 'stripe', state: 'open' });
    const filters = { channel: 'stripe', card: 'ic_1', merchant: 'm_1', profile: 'p', rule: 'r' } as const;
    expect(questionsOf({ ...filters, window: '1h' }, NOW_MS)).toEqual({ ...filters, from: '2026-06-01T11:00:00.000Z' });
  });

  test('asks for allowances that hold, or for those that ended', () => {
    expect(allowancesOf({ state: 'open', rule: 'r' })).toEqual({ state: 'live' });
    expect(allowancesOf({ ended: true, card: 'ic_1', merchant: 'm_1' })).toEqual({
      state: 'ended',
      card: 'ic_1',
      merchant: 'm_1',
    });
  });
});

describe('the funnel', () => {
  const counts = {
    ...{ asked: 20, sent: 18, delivered: 16, open: 1, verified: 8, rejected: 2, expired: 5, undeliverable: 1 },
    ...{ opted_out: 1, void: 2, retried: 6, approved_after: 5, saved: 4, saved_amounts: [] },
  };

  test('goes from asked to approved, each step with its share of the one before', () => {
    expect(stepsOf(counts).map(({ name, count, share }) => [name, count, share])).toEqual([
      ['Asked', 20, null],
      ['Sent', 18, 0.9],
      ['Delivered', 16, 16 / 18],
      ['Answered', 10, 10 / 16],
      ['YES', 8, 0.8],
      ['Tried again', 6, 0.75],
      ['Approved', 5, 5 / 6],
    ]);
    const none = Object.fromEntries(Object.keys(counts).map((name) => [name, 0])) as unknown as typeof counts;
    expect(stepsOf(none).map(({ share }) => share)).toEqual(stepsOf(none).map(() => null));
  });

  test('leaves nobody out: who did not say YES ended otherwise, or is asked yet', () => {
    const others = restOf(counts).reduce((sum, { count }) => sum + count, 0);
    expect(others + counts.verified).toBe(counts.asked);
  });

  test('is told in words', () => {
    expect(saySums([])).toBeNull();
    const sums = [
      { currency: 'usd', amount_minor: 125_000 },
      { currency: 'jpy', amount_minor: 80 },
    ];
    expect(saySums(sums)).toBe('1,250.00 USD and 80 JPY');
    expect([0, 0.004, 0.5, 1].map(sayShare)).toEqual(['0 %', '0.4 %', '50 %', '100 %']);
    expect([sayKey('rule', null), sayKey('profile', 'balanced')]).toEqual(['none: Stripe asked by itself', 'balanced']);
  });
});

describe('a question in words', () => {
  test('has a sign and words for each state, and none that two states share', () => {
    for (const words of [
      CHALLENGE_STATES.map((state) => STATE_WORDS[state].word),
      CHALLENGE_STATES.map((state) => STATE_MOMENTS[state].what),
      CHALLENGE_STATES.map((state) => sayStanding(questionOf({ state }))),
    ]) {
      expect(new Set(words).size).toBe(CHALLENGE_STATES.length);
    }
  });

  test('shows of a phone no more than its country and two digits', () => {
    expect(sayPhone({ country: 'US', ends: '34' })).toBe('US •• 34');
    expect(sayPhone({ country: null, ends: '34' })).toBe('?? •• 34');
    expect([sayPhone(null), sayPhone({ country: null, ends: null })]).toEqual([null, null]);
  });

  test('says who asks, and why it ended, in words where there are any', () => {
    expect(sayAsker({ origin: 'stripe', channel: 'stripe' })).toBe('Stripe, by itself');
    expect(sayAsker({ origin: 'countersign', channel: 'stripe' })).toBe('Stripe, for us');
    expect(sayStanding(questionOf({ state: 'undeliverable', because: 'a_new_code' }))).toContain('a new code');
    expect(sayStanding(questionOf({ state: 'void', because: 'webhook_timeout' }))).toMatch(
      /did not happen: our answer did not reach Stripe in time/,
    );
    expect(sayStanding(questionOf({ state: 'expired', opted_out: true }))).toContain('The phone said STOP since');
    expect([true, false, null].map(sayPresence)).toEqual(['card present', 'card not present', 'not known']);
  });

  test('tells of a reply how it was read, and of another try how it ended and why', () => {
    const at = '2026-06-01T11:00:00.000Z';
    const said = (moment: Partial<Parameters<typeof sayMoment>[0]>) =>
      sayMoment({ at, what: 'asked', because: null, effect: null, ref: null, ...moment });
    expect(said({ what: 'reply', because: 'yes', effect: 'verified' }).detail).toBe('read as YES; verified');
    expect(said({ what: 'reply', because: 'unclear' }).detail).toBe('read as unclear');
    expect(said({ what: 'purchase', effect: 'approved', because: 'allowance' })).toMatchObject({
      tone: 'approve',
      detail: 'approved: the cardholder confirmed a purchase at this merchant lately',
    });
    expect(said({ what: 'purchase', effect: 'decline', because: 'my_rule' })).toMatchObject({
      tone: 'decline',
      detail: 'to be declined: my_rule',
    });
    expect(said({ what: 'purchase' })).toMatchObject({ tone: 'plain', detail: '' });
    expect(said({ what: 'void', because: 'phone_changed' }).detail).toBe('the phone number was changed meanwhile');
  });
});

describe('the story of an authorization', () => {
  const authorization = { asks: [], decisions: [], labelled: { labels: [] }, reviews: [] } as unknown as Authorization;
  const told = (question: Challenge) =>
    happeningsOf({ authorization, transactions: [], challenges: [question] }).map(
      ({ at, what, detail, tone, challenge }: Happening) => [at, what, detail, tone, challenge],
    );

  test('has the question, and how far it is while it is open', () => {
    expect(told(questionOf())).toEqual([
      [
        '2026-06-01T11:00:00.000Z',
        'Question to the cardholder',
        'by us, through Twilio, at US •• 34; delivered, and not answered yet',
        'challenge',
        'chl_1',
      ],
    ]);
  });

  test('has its end as another moment', () => {
    const ended = { ended_at: '2026-06-01T11:05:00.000Z', phone: null } as const;
    expect(told(questionOf({ ...ended, state: 'rejected' })).at(1)).toEqual([
      ended.ended_at,
      'The cardholder said NO',
      '',
      'decline',
      'chl_1',
    ]);
    expect(told(questionOf({ ...ended, state: 'void', because: 'not_sent_in_time' })).at(1)?.[2]).toBe(
      'the text did not leave in time',
    );
  });
});
