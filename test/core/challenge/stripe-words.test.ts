import { describe, expect, it } from 'vitest';
import { withEvent } from '../../../src/core/challenge/state.ts';
import { type AskedAbout, eventOfWord, isSent, seatsOf } from '../../../src/core/challenge/stripe-words.ts';
import type { Challenge } from '../../../src/core/domain/challenge.ts';

const HOUR_MS = 3_600_000;
const SENT: Challenge = {
  ...{ id: 'chl_1', scope: { livemode: false, account: null }, origin: 'stripe', state: 'sent', because: null },
  ...{
    askedAtMs: 0,
    sendByMs: 300_000,
    claimedAtMs: 0,
    sentAtMs: 1_000,
    answerByMs: 1_000 + HOUR_MS,
    replyMs: HOUR_MS,
  },
  ...{ deliveredAtMs: null, answeredAtMs: null, endedAtMs: null },
};
const word = (status: string | null, atMs = 5_000, undeliverableReason: string | null = null) => {
  return { status, atMs, undeliverableReason };
};

function become(...said: Parameters<typeof word>): Challenge {
  const event = eventOfWord(SENT, word(...said));
  return event === null ? SENT : withEvent(SENT, event);
}

describe("Stripe's word on a question", () => {
  it('is what happened to it', () => {
    expect(become('verified')).toMatchObject({ state: 'verified', answeredAtMs: 5_000 });
    expect(become('rejected')).toMatchObject({ state: 'rejected', answeredAtMs: 5_000 });
    expect(become('undeliverable', 5_000, 'no_phone_number')).toMatchObject({
      ...{ state: 'undeliverable', because: 'no_phone_number' },
    });
    expect(become('undeliverable')).toMatchObject({ state: 'undeliverable', because: 'undeliverable' });
  });

  it('counts though we hear of it late: Stripe took the YES in time, and what it ended is over', () => {
    expect(become('verified', 2 * HOUR_MS)).toMatchObject({ state: 'verified', answeredAtMs: HOUR_MS + 999 });
    expect(become('expired', 5_000)).toMatchObject({ state: 'expired', endedAtMs: 1_000 + HOUR_MS });
  });

  it.each(['pending', 'something_new', null])('says nothing of what became of it: %s', (status) => {
    expect(eventOfWord(SENT, word(status))).toBeNull();
  });

  it('says that the text left, or not', () => {
    const left = ['pending', 'verified', 'rejected', 'expired', 'undeliverable', 'something_new', null];
    expect(left.filter((status) => isSent(word(status)))).toEqual(['pending', 'verified', 'rejected', 'expired']);
  });
});

describe('the questions that Stripe lists of an authorization', () => {
  const declined = (isOurs: boolean) => ({ approved: false, isOurs });
  const ours: AskedAbout = { challengeId: 'chl_ours', end: declined(true), isAnswerKnown: true };
  const stripes: AskedAbout = { challengeId: null, end: declined(false), isAnswerKnown: false };
  const whose = (asks: readonly AskedAbout[], count: number) => seatsOf(asks, count).map((seat) => seat.whose);

  it('are ours where we asked, and its own where it declined by itself', () => {
    expect(whose([ours], 1)).toEqual(['chl_ours']);
    expect(whose([stripes], 1)).toEqual(['stripe']);
    expect(seatsOf([stripes, ours], 2)).toEqual([
      { whose: 'stripe', index: 0 },
      { whose: 'chl_ours', index: 1 },
    ]);
  });

  it('are not taken for its own while our answer may still come', () => {
    expect(whose([{ challengeId: null, end: declined(true), isAnswerKnown: false }], 1)).toEqual([null]);
  });

  it('are ours also before Stripe says how the ask ended', () => {
    expect(whose([{ challengeId: 'chl_ours', end: null, isAnswerKnown: true }], 1)).toEqual(['chl_ours']);
  });

  it('are of no ask that was approved, or that we declined without one', () => {
    const approved = { challengeId: null, end: { approved: true, isOurs: true }, isAnswerKnown: true };
    const plain = { challengeId: null, end: declined(true), isAnswerKnown: true };
    expect(seatsOf([approved, plain, ours], 1)).toEqual([{ whose: 'chl_ours', index: 2 }]);
  });

  it('are its own where there are more than asks with one', () => {
    expect(seatsOf([ours], 2)).toEqual([
      { whose: 'chl_ours', index: 0 },
      { whose: 'stripe', index: 0 },
    ]);
    expect(seatsOf([], 1)).toEqual([{ whose: 'stripe', index: -1 }]);
  });
});
