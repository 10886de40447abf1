import { describe, expect, test } from 'vitest';
import { createTally } from '../../../../src/apps/cli/demo/tally.ts';
import { answerOf, askOf, decided, entryOf } from './events.ts';

describe('what is counted of decisions', () => {
  test('each outcome, the stand-in, and what went out before its record', () => {
    const tally = createTally();
    tally.answered(decided());
    tally.answered(decided({ score: 83 }));
    tally.answered(decided({ record: { outcome: 'challenge' } }));
    tally.answered(decided({ isRecordedLate: true, record: { answered_by: 'stand_in' } }));
    expect(tally.totals()).toMatchObject({
      approved: 2,
      declined: 1,
      challenged: 1,
      standIn: 1,
      recordedLate: 1,
      asked: 4,
    });
  });

  test('why purchases are declined, most frequent first, whatever their values', () => {
    const tally = createTally();
    tally.answered(decided({ record: { outcome: 'decline', reasons: ['challenge_rejected'] } }));
    for (const score of [51, 83, 90]) tally.answered(decided({ score }));
    expect(tally.totals().declineReasons).toEqual([
      ['fraud score is above 50', 3],
      ['the cardholder said that a purchase at this merchant was not theirs', 1],
    ]);
  });
});

describe("what is counted on Stripe's side", () => {
  test('an ask, how long it took, and how much the slowest left of two seconds', () => {
    const tally = createTally();
    for (const tookMs of [1, 2, 3, 400]) tally.asked(askOf({ tookMs }));
    const { asked, maxMs, headroomMs, p50Ms } = tally.totals();
    expect([asked, maxMs, headroomMs]).toEqual([4, 400, 1_600]);
    expect(p50Ms).toBeCloseTo(2, 1);
  });

  test('an ask is not asked twice because its answer is on its way', () => {
    const tally = createTally();
    tally.answered(decided());
    tally.asked(askOf());
    expect(tally.totals().asked).toBe(1);
  });

  test('silence apart from replies that were refused', () => {
    const tally = createTally();
    tally.asked(askOf({ result: { kind: 'timed_out' }, tookMs: 2_001 }));
    tally.asked(askOf({ result: { kind: 'unreachable', problem: 'ECONNREFUSED' } }));
    tally.asked(askOf({ problem: 'no Stripe-Version' }));
    expect(tally.totals()).toMatchObject({ unanswered: 2, refused: 1, headroomMs: 0 });
  });
});

describe('what purchases were worth', () => {
  const worth = (count: number, usdMinor: number) => ({ count, usdMinor });
  const nothing = worth(0, 0);

  test('fraud and good, declined and approved, in dollars', () => {
    const tally = createTally();
    tally.purchased(entryOf({ isFraud: true, usdMinor: 100, answer: answerOf('webhook_declined') }));
    tally.purchased(entryOf({ isFraud: true, usdMinor: 20 }));
    tally.purchased(entryOf({ usdMinor: 3, answer: answerOf('webhook_declined') }));
    tally.purchased(entryOf({ usdMinor: 4 }));
    tally.purchased(entryOf({ usdMinor: 5 }));
    expect(tally.totals()).toMatchObject({
      fraudStopped: worth(1, 100),
      fraudLetThrough: worth(1, 20),
      goodDeclined: worth(1, 3),
      goodApproved: worth(2, 9),
      notAsked: 0,
    });
  });

  test.each(['suspected_fraud', 'spending_controls', 'insufficient_funds'])(
    'what Stripe blocks as %s is neither stopped nor declined by us',
    (reason) => {
      const tally = createTally();
      tally.purchased(entryOf({ isFraud: true, answer: answerOf(reason) }));
      tally.purchased(entryOf({ answer: answerOf(reason) }));
      expect(tally.totals()).toMatchObject({ notAsked: 2, fraudStopped: nothing, goodDeclined: nothing });
    },
  );

  test("what fell to Stripe's time-out is no decline of ours, but fraud that it let through got through", () => {
    const tally = createTally();
    for (const reason of ['webhook_timeout', 'webhook_error']) {
      tally.purchased(entryOf({ isFraud: true, answer: answerOf(reason, false) }));
      tally.purchased(entryOf({ isFraud: true, usdMinor: 7, answer: answerOf(reason, true) }));
    }
    expect(tally.totals()).toMatchObject({ notAsked: 0, fraudStopped: nothing, fraudLetThrough: worth(2, 14) });
  });
});
