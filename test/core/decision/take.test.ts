import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/decision/decide.ts';
import type { Challenges } from '../../../src/core/decision/ports.ts';
import { decideAndTake } from '../../../src/core/decision/take.ts';
import type { ChallengePlan, Unaskable } from '../../../src/core/domain/challenge.ts';
import { type Facts, NO_FACTS } from '../../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../../src/core/domain/features.ts';
import { scored } from '../../support/asks.ts';
import { createManualClock } from '../../support/clock.ts';
import { profilePolicy } from '../../support/policy.ts';
import { PERSON } from '../../support/stripe.ts';

const THRESHOLDS = 'thresholds: { fraud_risk_score: { decline: 75, challenge: 50 } }';
const ASKING = profilePolicy(`${THRESHOLDS}\nchallenge: { channel: stripe }`);
const APPROVING = profilePolicy(`${THRESHOLDS}\nchallenge: { channel: stripe, otherwise: approve }`);
const WAIT_MS = 200;

/** A desk that lets nothing go until it is told what to say, and remembers what it was asked for. */
function openDesk(says: { reserve?: Promise<Unaskable | null>; spend?: Promise<boolean> } = {}) {
  const asked: ChallengePlan[] = [];
  const released: string[] = [];
  const spent: string[] = [];
  const challenges: Challenges = {
    factsOf: () => NO_FACTS,
    reserve(_authorization, plan) {
      asked.push(plan);
      return says.reserve ?? Promise.resolve(null);
    },
    release: ({ id }) => void released.push(id),
    spend(allowanceId) {
      spent.push(allowanceId);
      return says.spend ?? Promise.resolve(true);
    },
  };
  return { challenges, asked, released, spent };
}

function take(
  score: number,
  challenges: Challenges | null,
  { facts = {}, policy = ASKING, clock = createManualClock(), ask = {} } = {} as {
    facts?: Partial<Facts>;
    policy?: typeof ASKING;
    clock?: ReturnType<typeof createManualClock>;
    ask?: Record<string, unknown>;
  },
) {
  const wanted = { id: 'dec_1', authorization: scored(score, ask), features: NO_FEATURES, policy, waitMs: WAIT_MS };
  const ports = { challenges, clock, conceal: (text: string) => `hidden ${text}` };
  return decideAndTake({ ...wanted, facts: { ...NO_FACTS, ...facts } }, ports);
}

describe('a challenge', () => {
  test('takes the right to ask, of the phone as its HMAC and by the terms of the profile', async () => {
    const { challenges, asked, released } = openDesk();
    expect(await take(60, challenges)).toMatchObject({ outcome: 'challenge', facts: { unaskable: null } });
    expect(asked).toMatchObject([
      { id: 'chl_1', channel: 'stripe', phone: `hidden ${PERSON.phone}`, replyMs: 3_600_000 },
    ]);
    expect(released).toEqual([]);
  });

  test.each<[Unaskable, 'approve' | 'decline']>([
    ['open_challenge', 'approve'],
    ['opted_out', 'approve'],
    ['phone_changed', 'approve'],
    ['channel_off', 'approve'],
    ['daily_limit', 'decline'],
    ['unknown', 'decline'],
  ])('without that right (%s) is decided again, and what runs out never approves', async (reason, outcome) => {
    const { challenges } = openDesk({ reserve: Promise.resolve(reason) });
    const verdict = await take(60, challenges, { policy: APPROVING });
    expect(verdict).toMatchObject({ outcome, facts: { unaskable: reason }, terms: null });
    expect(await take(60, challenges)).toMatchObject({ outcome: 'decline', facts: { unaskable: reason } });
  });

  test('whose right does not come in time is declined, and gives back what comes later', async () => {
    const reserving = Promise.withResolvers<Unaskable | null>();
    const { challenges, released } = openDesk({ reserve: reserving.promise });
    const clock = createManualClock();
    const deciding = take(60, challenges, { policy: APPROVING, clock });
    await clock.advance(WAIT_MS);
    expect(await deciding).toMatchObject({ outcome: 'decline', facts: { unaskable: 'unknown' } });
    expect(released).toEqual([]);
    reserving.resolve(null);
    await clock.advance(0);
    expect(released).toEqual(['chl_1']);
  });

  test('whose right is refused late has nothing to give back', async () => {
    const reserving = Promise.withResolvers<Unaskable | null>();
    const { challenges, released } = openDesk({ reserve: reserving.promise });
    const clock = createManualClock();
    const deciding = take(60, challenges, { clock });
    await clock.advance(WAIT_MS);
    await deciding;
    reserving.resolve('open_challenge');
    await clock.advance(0);
    expect(released).toEqual([]);
  });

  test('where nobody asks is one of a channel that is off', async () => {
    expect(await take(60, null)).toMatchObject({ outcome: 'decline', facts: { unaskable: 'channel_off' } });
  });

  test('is not asked for where nothing is to be asked', async () => {
    const { challenges, asked } = openDesk();
    await take(10, challenges);
    await take(90, challenges);
    await take(60, challenges, { ask: { card: { cardholder: { phone_number: null } } } });
    expect(asked).toEqual([]);
  });
});

describe('an allowance', () => {
  const allowed = { allowance: 'alw_1' };

  test('is spent by what it approves', async () => {
    const { challenges, spent } = openDesk();
    expect(await take(90, challenges, { facts: allowed })).toMatchObject({
      outcome: 'approve',
      reasons: ['allowance'],
    });
    expect(spent).toEqual(['alw_1']);
  });

  test('that is spent meanwhile approves nothing: it is decided again without it', async () => {
    const { challenges, asked } = openDesk({ spend: Promise.resolve(false) });
    const declined = await take(90, challenges, { facts: allowed });
    expect(declined).toMatchObject({ outcome: 'decline', facts: { allowance: null } });
    expect(await take(60, challenges, { facts: allowed })).toMatchObject({ outcome: 'challenge' });
    expect(asked).toHaveLength(1);
    expect(await take(10, challenges, { facts: allowed })).toMatchObject({ outcome: 'approve' });
  });

  test('that can not be spent in time approves nothing', async () => {
    const { challenges } = openDesk({ spend: new Promise(() => {}) });
    const clock = createManualClock();
    const deciding = take(90, challenges, { facts: allowed, clock });
    await clock.advance(WAIT_MS);
    expect(await deciding).toMatchObject({ outcome: 'decline', facts: { allowance: null } });
  });

  test('that nobody keeps approves nothing', async () => {
    expect(await take(90, null, { facts: allowed })).toMatchObject({ outcome: 'decline' });
  });

  test('is not spent by what it does not approve', async () => {
    const { challenges, spent } = openDesk();
    await take(90, challenges, { facts: { ...allowed, hasRejectedChallenge: true } });
    await take(90, challenges, { facts: allowed, ask: { verified_by_fraud_challenge: true } });
    expect(spent).toEqual([]);
  });
});

describe('whatever was taken or not', () => {
  const outcomes = [null, 'open_challenge', 'daily_limit', 'unknown'] as const;

  test.each(outcomes.flatMap((right) => [true, false].map((isSpent) => [right, isSpent] as const)))(
    'the facts of the record give the same verdict again: right %s, spent %s',
    async (right, isSpent) => {
      for (const policy of [ASKING, APPROVING]) {
        for (const score of [10, 60, 90]) {
          for (const allowance of [null, 'alw_1']) {
            const desk = openDesk({ reserve: Promise.resolve(right), spend: Promise.resolve(isSpent) });
            const verdict = await take(score, desk.challenges, { facts: { allowance }, policy });
            const facts = { ...NO_FACTS, ...verdict.facts };
            expect(decide(scored(score), NO_FEATURES, facts, policy)).toEqual(verdict);
          }
        }
      }
    },
  );
});
