import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersUntilMs, isOpen, withEvent } from '../../../src/core/challenge/state.ts';
import type { Challenge, ChallengeEvent } from '../../../src/core/domain/challenge.ts';

const REPLY_MS = 3_600_000;
const SEND_BY_MS = 300_000;
const RUNS = { seed: 8, numRuns: 2_000 };

const NEW: Challenge = {
  id: 'chl_1',
  scope: { livemode: false, account: null },
  origin: 'countersign',
  state: 'pending',
  because: null,
  askedAtMs: 0,
  sendByMs: SEND_BY_MS,
  claimedAtMs: null,
  sentAtMs: null,
  deliveredAtMs: null,
  answerByMs: null,
  answeredAtMs: null,
  endedAtMs: null,
  replyMs: REPLY_MS,
};
const CLAIMED: Challenge = { ...NEW, claimedAtMs: 1_000 };

const times = fc.integer({ min: 0, max: 3 * REPLY_MS });
const event: fc.Arbitrary<ChallengeEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('sent', 'delivered', 'yes', 'no', 'stop', 'time'), atMs: times }),
  fc.record({ kind: fc.constantFrom('undeliverable', 'void'), atMs: times, because: fc.constantFrom('a', 'b') }),
);
const start = fc.constantFrom(NEW, CLAIMED);
/** A question to which some of all that can happen has happened. */
const lived = fc.tuple(start, fc.array(event, { maxLength: 8 })).map(([first, events]) => become(first, ...events));

function become(challenge: Challenge, ...events: readonly ChallengeEvent[]): Challenge {
  return events.reduce(withEvent, challenge);
}

const at = (kind: 'sent' | 'delivered' | 'yes' | 'no' | 'stop' | 'time', atMs: number) => ({ kind, atMs });
const SENT = become(CLAIMED, at('sent', 2_000));

describe('a question to a cardholder', () => {
  it('goes from pending to sent, delivered and verified, with the time of each', () => {
    const states = [at('sent', 2_000), at('delivered', 3_000), at('yes', 60_000)].map((_, index, events) =>
      become(CLAIMED, ...events.slice(0, index + 1)),
    );
    expect(states.map(({ state }) => state)).toEqual(['sent', 'delivered', 'verified']);
    expect(states.at(-1)).toMatchObject({
      ...{
        sentAtMs: 2_000,
        deliveredAtMs: 3_000,
        answerByMs: 2_000 + REPLY_MS,
        answeredAtMs: 60_000,
        endedAtMs: 60_000,
      },
    });
  });

  it('is known to have been sent and to have arrived by its answer', () => {
    expect(become(CLAIMED, at('yes', 60_000), at('sent', 70_000), at('delivered', 80_000))).toMatchObject({
      ...{ state: 'verified', sentAtMs: 60_000, deliveredAtMs: 60_000 },
    });
  });

  it('is void where it did not leave in time, and expires where nobody answered, as of then', () => {
    const void_ = { state: 'void', because: 'not_sent_in_time', endedAtMs: SEND_BY_MS };
    expect(become(NEW, at('time', SEND_BY_MS))).toMatchObject(void_);
    expect(become(NEW, at('time', SEND_BY_MS * 9))).toMatchObject(void_);
    expect(become(NEW, at('time', SEND_BY_MS - 1))).toBe(NEW);
    const endsMs = 2_000 + REPLY_MS;
    expect(become(SENT, at('time', endsMs - 1))).toBe(SENT);
    expect(become(SENT, at('time', endsMs + 99))).toMatchObject({ state: 'expired', endedAtMs: endsMs });
  });

  it('that was claimed and never heard of may have been sent: it expires, and is not void', () => {
    expect(become(CLAIMED, at('time', SEND_BY_MS))).toBe(CLAIMED);
    expect(become(CLAIMED, at('time', 1_000 + REPLY_MS))).toMatchObject({ state: 'expired' });
  });

  it('is verified by a YES in time that is heard of late, and by none that was said late', () => {
    const expired = become(SENT, at('time', 3 * REPLY_MS));
    expect(become(expired, at('yes', 2_000 + REPLY_MS - 1))).toMatchObject({ state: 'verified' });
    expect(become(expired, at('yes', 2_000 + REPLY_MS))).toBe(expired);
    expect(become(SENT, at('yes', 2_000 + REPLY_MS))).toBe(SENT);
  });

  it('is verified by a YES though the carrier said that it did not arrive', () => {
    const undeliverable = become(SENT, { kind: 'undeliverable', atMs: 3_000, because: '30003' });
    expect(undeliverable).toMatchObject({ state: 'undeliverable', because: '30003' });
    expect(become(undeliverable, at('yes', 4_000))).toMatchObject({ state: 'verified', because: null });
  });

  it('is not undeliverable any more once it arrived', () => {
    const delivered = become(SENT, at('delivered', 3_000));
    expect(become(delivered, { kind: 'undeliverable', atMs: 4_000, because: '30003' })).toBe(delivered);
  });

  it('is answered as of the earliest that tells of the answer', () => {
    expect(become(SENT, at('yes', 9_000), at('yes', 5_000), at('yes', 7_000))).toEqual(become(SENT, at('yes', 5_000)));
    expect(become(SENT, at('no', 9_000), at('no', 5_000))).toEqual(become(SENT, at('no', 5_000)));
  });
});

describe('whatever happens to a question', () => {
  it('verified it is by a YES alone, to a text that may have left, before its time was over', () => {
    fc.assert(
      fc.property(lived, event, (before, happened) => {
        const now = withEvent(before, happened);
        if (now.state !== 'verified' || before.state === 'verified') return;
        expect(happened.kind).toBe('yes');
        expect(before.sentAtMs ?? before.claimedAtMs).not.toBeNull();
        expect(happened.atMs).toBeLessThan(answersUntilMs(before));
      }),
      RUNS,
    );
  });

  it('a NO rejects it for good if it may have been sent, and not if it was certainly not', () => {
    fc.assert(
      fc.property(lived, times, fc.array(event, { maxLength: 8 }), (before, atMs, later) => {
        const now = withEvent(before, { kind: 'no', atMs });
        const mayBeSent = before.sentAtMs !== null || before.claimedAtMs !== null;
        expect(now.state === 'rejected').toBe(mayBeSent);
        if (mayBeSent) expect(become(now, ...later).state).toBe('rejected');
      }),
      RUNS,
    );
  });

  it('what is settled is never open again', () => {
    fc.assert(
      fc.property(lived, event, (before, happened) => {
        if (!isOpen(before)) expect(isOpen(withEvent(before, happened))).toBe(false);
      }),
      RUNS,
    );
  });

  it('the same event twice is the same event once', () => {
    fc.assert(
      fc.property(lived, event, (before, happened) => {
        const once = withEvent(before, happened);
        expect(withEvent(once, happened)).toBe(once);
      }),
      RUNS,
    );
  });

  it('it ended when it is settled, and was answered when it was verified or rejected', () => {
    fc.assert(
      fc.property(lived, (challenge) => {
        expect(challenge.endedAtMs === null).toBe(isOpen(challenge));
        if (['verified', 'rejected'].includes(challenge.state)) expect(challenge.answeredAtMs).not.toBeNull();
        if (challenge.answeredAtMs !== null) expect(challenge.sentAtMs).not.toBeNull();
      }),
      RUNS,
    );
  });

  it('when it was sent stays as it was heard first', () => {
    fc.assert(
      fc.property(lived, event, (before, happened) => {
        const { sentAtMs, answerByMs } = withEvent(before, happened);
        if (before.sentAtMs !== null) expect([sentAtMs, answerByMs]).toEqual([before.sentAtMs, before.answerByMs]);
      }),
      RUNS,
    );
  });

  it('answers, time and what voids it come to the same end in any order', () => {
    const said = fc.oneof(
      fc.record({ kind: fc.constantFrom('yes', 'no'), atMs: times }),
      fc.record({ kind: fc.constant('time' as const), atMs: times }),
    );
    fc.assert(
      fc.property(fc.array(said, { minLength: 2, maxLength: 6 }), fc.infiniteStream(fc.nat()), (events, chance) => {
        const shuffled = events
          .map((one) => ({ one, key: chance.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        // That it arrived may be proved by either of two answers.
        const { deliveredAtMs: _, ...end } = become(SENT, ...events);
        expect(become(SENT, ...shuffled)).toMatchObject(end);
      }),
      RUNS,
    );
    const voided = { kind: 'void', atMs: 5_000, because: 'webhook_timeout' } as const;
    expect(become(SENT, at('yes', 4_000), voided).state).toBe('void');
    expect(become(SENT, voided, at('yes', 4_000)).state).toBe('void');
    expect(become(SENT, at('no', 4_000), voided).state).toBe('rejected');
    expect(become(SENT, voided, at('no', 4_000)).state).toBe('rejected');
  });

  it('after a STOP no YES counts, and a STOP after a YES takes nothing back', () => {
    expect(become(SENT, at('stop', 3_000), at('yes', 4_000)).state).toBe('opted_out');
    expect(become(SENT, at('yes', 3_000), at('stop', 4_000)).state).toBe('verified');
  });
});
