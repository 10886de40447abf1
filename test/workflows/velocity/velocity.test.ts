import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { missing } from '../../../src/core/domain/value.ts';
import { createMemoryCounters } from '../../../src/workflows/velocity/memory-counters.ts';
import { askAt, featuresPolicy, openVelocity, PER_CARD, pastAsk } from './stage.ts';

const CARD = askAt('iauth_x', 0).card.id;
const NOW = 1_790_000_000_000;

describe('an ask that is counted', () => {
  test('sees those before it, and what they were answered', async () => {
    const { velocity, ready } = openVelocity();
    const policy = featuresPolicy(`event authorization
      asks := Count(by card last 1 day exclusive)
      approved := Count(by card where is_approved last 1 day exclusive)
      declined := Count(by card where is_declined last 1 day exclusive)
    `);
    ready.resolve();
    await velocity.prepare(policy, 1_000);
    const read = async (id: string, atMs: number) => {
      const { features, settle } = await velocity.count(askAt(id, atMs), policy, atMs);
      return { values: ['asks', 'approved', 'declined'].map((name) => features.get(name)), settle };
    };
    const first = await read('iauth_1', NOW);
    expect(first.values).toEqual([0, 0, 0]);
    // Two swipes in one moment: the first is not answered yet, and counts as approved.
    const second = await read('iauth_2', NOW);
    expect(second.values).toEqual([1, 1, 0]);
    first.settle('decline');
    await Promise.resolve();
    expect((await read('iauth_3', NOW + 1)).values).toEqual([2, 1, 1]);
  });

  test('is recorded with what it read, in the order of the policy, and with what that takes to count it again', async () => {
    const { velocity, ready } = openVelocity();
    const policy = featuresPolicy(`event authorization
      asks := Count(by NormalizeEmail(cardholder_email) last 1 day)
      first := Latest(merchant_country by card last 1 day exclusive)
    `);
    ready.resolve();
    await velocity.prepare(policy, 1_000);
    const { record } = await velocity.count(askAt('iauth_1', NOW), policy, NOW);
    expect(record?.features).toEqual([1, { missing: 'no_event' }]);
    expect(record?.inputs).toMatchObject({ card: CARD, cardholder_email: expect.stringMatching(/^hmac_/) });
    expect(JSON.stringify(record)).not.toMatch(/(?<!hmac_[^"]*)@/);
  });

  test('whose policy has no features is not counted', async () => {
    const { velocity } = openVelocity();
    const policy = featuresPolicy('event login\nn := Count(by ip last 1 day)\n');
    const { record, features } = await velocity.count(askAt('iauth_1', NOW), policy, NOW);
    expect([record, features.get('n')]).toEqual([null, undefined]);
  });

  test('takes what its policy says for Stripe to our reply, and leaves out what is missing', async () => {
    const { velocity, ready } = openVelocity();
    const policy = featuresPolicy(`event authorization
      asks := Count(by card last 1 day)
      user := cardholder_metadata["user_id"]
      to_stripe := {asks, user}
    `);
    ready.resolve();
    await velocity.prepare(policy, 1_000);
    expect((await velocity.count(askAt('iauth_1', NOW), policy, NOW)).toStripe).toEqual({ asks: '1' });
  });
});

describe('features that are new', () => {
  const past = [{ events: [pastAsk('iauth_0', NOW - 1_000, { card: CARD })], share: 1 }];

  test('are missing (cold) until the past is counted, and then have it', async () => {
    const { velocity, ready } = openVelocity({ past });
    const cold = await velocity.count(askAt('iauth_1', NOW), PER_CARD, NOW);
    expect(cold.features.get('asks')).toBe(missing('cold'));
    expect(velocity.status()).toMatchObject({ cold: true, filling: [{ version: PER_CARD.version, share: 0 }] });
    ready.resolve();
    expect(await velocity.prepare(PER_CARD, 5_000)).toMatchObject({ isFilled: true });
    expect(velocity.status()).toMatchObject({ cold: false, filling: [] });
    // What came while it was cold counts as well.
    expect((await velocity.count(askAt('iauth_2', NOW + 1), PER_CARD, NOW + 1)).features.get('asks')).toBe(2);
  });

  test('reach back for as long as their longest window wants, and no longer', async () => {
    const { velocity, ready, reads, clock } = openVelocity({ past });
    ready.resolve();
    await velocity.prepare(PER_CARD, 5_000);
    expect(reads[0]).toBe(clock.nowMs() - 86_400_000 - limits.lateEventMs);
  });

  test('of a version about to be applied are told apart from what is filled', async () => {
    const { velocity, clock } = openVelocity({ past });
    const filling = velocity.prepare(PER_CARD, 100);
    await clock.advance(100);
    expect(await filling).toEqual({ isFilled: false, events: 0, share: 0 });
  });

  test('are tried again where the past could not be read', async () => {
    const { velocity, ready, clock } = openVelocity({
      past: [
        {
          get events(): never {
            if (tries++ === 0) throw new Error('the database is gone');
            throw new Error('still');
          },
          share: 1,
        },
      ],
    });
    let tries = 0;
    ready.resolve();
    void velocity.prepare(PER_CARD, 100);
    await new Promise((resolve) => setImmediate(resolve));
    expect(tries).toBe(1);
    await clock.advance(limits.fillRetryMs);
    await new Promise((resolve) => setImmediate(resolve));
    expect(tries).toBe(2);
    velocity.close();
  });
});

test('an ask that was lost in an outage is no attempt either when the past is counted again', async () => {
  const lost = { ...pastAsk('iauth_lost', NOW - 2_000, { card: CARD }), outcome: 'approved' as const };
  const report = { ...lost, arrival: NOW - 1_000, outcome: 'unjudged' as const, isReported: true };
  const retry = pastAsk('iauth_retry', NOW - 500, { card: CARD });
  for (const events of [
    [lost, report, retry],
    [{ ...report, arrival: NOW - 3_000 }, lost, retry],
  ]) {
    const { velocity, ready } = openVelocity({ past: [{ events, share: 1 }] });
    ready.resolve();
    await velocity.prepare(PER_CARD, 5_000);
    expect((await velocity.count(askAt('iauth_1', NOW), PER_CARD, NOW)).features.get('asks')).toBe(1);
    velocity.close();
  }
});

describe('the version before', () => {
  const later = featuresPolicy('event authorization\nasks_longer := Count(by card last 2 days exclusive)\n');

  test('is counted on, so that going back needs no filling', async () => {
    const { velocity, ready, reads } = openVelocity();
    ready.resolve();
    await velocity.prepare(PER_CARD, 5_000);
    await velocity.prepare(later, 5_000);
    const { settle } = await velocity.count(askAt('iauth_1', NOW), later, NOW);
    settle('approve');
    await new Promise((resolve) => setImmediate(resolve));
    const fills = reads.length;
    expect((await velocity.count(askAt('iauth_2', NOW + 1), PER_CARD, NOW + 1)).features.get('asks')).toBe(1);
    expect(reads.length).toBe(fills);
  });

  test('is forgotten when nobody used it for a week', async () => {
    const counters = createMemoryCounters();
    const { velocity, ready, clock } = openVelocity({ counters });
    ready.resolve();
    await velocity.prepare(PER_CARD, 5_000);
    const [timeline] = PER_CARD.features.timelines;
    expect(counters.isFilled(timeline?.id ?? '')).toBe(true);
    velocity.keep(PER_CARD);
    await clock.advance(limits.keepFeaturesMs - limits.policySweepMs);
    expect(counters.isFilled(timeline?.id ?? '')).toBe(true);
    await clock.advance(3 * limits.policySweepMs);
    expect(counters.isFilled(timeline?.id ?? '')).toBe(false);
    velocity.close();
  });
});

test('another policy can look without counting', async () => {
  const { velocity, ready } = openVelocity();
  ready.resolve();
  await velocity.prepare(PER_CARD, 5_000);
  const authorization = askAt('iauth_1', NOW);
  const decision = { authorization, receivedAtMs: NOW } as Parameters<typeof velocity.featuresFor>[0];
  expect((await velocity.featuresFor(decision, PER_CARD)).get('asks')).toBe(0);
  expect((await velocity.count(authorization, PER_CARD, NOW)).features.get('asks')).toBe(0);
});

test('counters that fail raise an alarm, and features are missing, not wrong', async () => {
  const counters = createMemoryCounters();
  const broken = { ...counters, timelines: { apply: () => Promise.reject(new Error('no Redis')) } };
  const { velocity, alarms } = openVelocity({ counters: broken });
  const { features } = await velocity.count(askAt('iauth_1', NOW), PER_CARD, NOW);
  expect(features.get('asks')).toBe(missing('late'));
  expect(alarms.standing.has('counters_failed')).toBe(true);
});

test('a rebuild forgets what was counted, and counts the past again', async () => {
  const past = [{ events: [pastAsk('iauth_0', NOW - 1_000, { card: CARD })], share: 1 }];
  const { velocity, ready } = openVelocity({ past });
  ready.resolve();
  await velocity.prepare(PER_CARD, 5_000);
  await velocity.count(askAt('iauth_1', NOW), PER_CARD, NOW);
  await velocity.filler.rebuild();
  expect(velocity.status().cold).toBe(true);
  await velocity.prepare(PER_CARD, 5_000);
  // Of the ask that was only counted, and in no record, nothing is known any more.
  expect((await velocity.count(askAt('iauth_2', NOW + 1), PER_CARD, NOW + 1)).features.get('asks')).toBe(1);
});

describe('what is in force', () => {
  test('is not forgotten though nobody asks for weeks', async () => {
    const counters = createMemoryCounters();
    const { velocity, ready, clock } = openVelocity({ counters, inForce: () => [PER_CARD] });
    ready.resolve();
    await velocity.prepare(PER_CARD, 5_000);
    await clock.advance(3 * limits.keepFeaturesMs);
    await clock.advance(limits.policySweepMs);
    expect(counters.isFilled(PER_CARD.features.timelines[0]?.id ?? '')).toBe(true);
    velocity.close();
  });

  test('is not what was only prepared: that is forgotten after an hour', async () => {
    const counters = createMemoryCounters();
    const { velocity, ready, clock } = openVelocity({ counters });
    ready.resolve();
    await velocity.prepare(PER_CARD, 5_000);
    await clock.advance(limits.keepCandidateMs + 2 * limits.policySweepMs);
    expect(counters.isFilled(PER_CARD.features.timelines[0]?.id ?? '')).toBe(false);
    velocity.close();
  });
});

describe('counters that others share', () => {
  /** Counters in memory that tell of losses as Redis does. */
  function sharedCounters() {
    const memory = createMemoryCounters();
    const told = { lost: [] as number[], found: [] as number[] };
    let listener: Parameters<typeof memory.listen>[0] | null = null;
    const counters = {
      ...memory,
      status: () => ({ kind: 'redis' as const }),
      listen: (next: typeof listener) => {
        listener = next;
      },
      lose(sinceMs: number) {
        told.lost.push(sinceMs);
        listener?.lost(sinceMs);
      },
      found: async (sinceMs: number) => void told.found.push(sinceMs),
    };
    return { counters, told };
  }
  const past = [{ events: [pastAsk('iauth_0', NOW - 1_000, { card: CARD })], share: 1 }];

  test('say that a loss is made good only once the past was read, however often that fails', async () => {
    const { counters, told } = sharedCounters();
    let tries = 0;
    const page = {
      get events() {
        if (tries++ === 1) throw new Error('the database is gone');
        return past[0]?.events ?? [];
      },
      share: 1,
    };
    const { velocity, ready, clock } = openVelocity({ counters, past: [page] });
    ready.resolve();
    velocity.keep(PER_CARD);
    await passing(clock, limits.fillSettleMs * 2);
    tries = 1;
    counters.lose(NOW - 2_000);
    await passing(clock, 100);
    expect(told.found).toEqual([]);
    await passing(clock, limits.fillRetryMs + limits.fillSettleMs * 2);
    expect(told.found).toEqual([NOW - 2_000]);
    velocity.close();
  });

  test('do not say so when the process ends before', async () => {
    const { counters, told } = sharedCounters();
    const { velocity, clock } = openVelocity({ counters, past });
    velocity.keep(PER_CARD);
    counters.lose(NOW - 2_000);
    velocity.close();
    await passing(clock, limits.fillRetryMs * 3);
    expect(told.found).toEqual([]);
  });

  test('are told of an ask that failed, so that it is counted again', async () => {
    const { counters, told } = sharedCounters();
    const failing = { ...counters, timelines: { apply: () => Promise.reject(new Error('no Redis')) } };
    const { velocity } = openVelocity({ counters: failing });
    await velocity.count(askAt('iauth_1', NOW), PER_CARD, NOW);
    expect(told.lost).toEqual([NOW]);
    velocity.close();
  });

  test('are counted again for a version that nobody counted by, though they are marked as filled', async () => {
    const { counters } = sharedCounters();
    await counters.markFilled(PER_CARD.features.timelines.map(({ id }) => id));
    const { velocity, ready, clock, reads } = openVelocity({ counters, past });
    ready.resolve();
    const preparing = velocity.prepare(PER_CARD, 60_000);
    await passing(clock, limits.fillSettleMs * 2);
    expect((await preparing).isFilled).toBe(true);
    expect(reads[0]).toBeLessThan(NOW - 86_400_000);
    expect((await velocity.count(askAt('iauth_1', NOW), PER_CARD, NOW)).features.get('asks')).toBe(1);
    velocity.close();
  });

  test('are counted again for the last while at a start, of what is in force', async () => {
    const { counters } = sharedCounters();
    await counters.markFilled(PER_CARD.features.timelines.map(({ id }) => id));
    const { velocity, ready, clock, reads } = openVelocity({ counters, past });
    ready.resolve();
    velocity.keep(PER_CARD);
    await passing(clock, limits.fillSettleMs * 2);
    expect(reads[0]).toBeGreaterThanOrEqual(NOW - limits.recountAtStartMs);
    velocity.close();
  });
});

/** Lets time pass in small steps, and what waits for it go on. */
async function passing(clock: ReturnType<typeof openVelocity>['clock'], ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
