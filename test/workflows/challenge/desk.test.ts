import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryReservations } from '../../../src/adapters/counters/memory-reservations.ts';
import { writeCardholders } from '../../../src/adapters/store/database/cards.ts';
import { changeChallenge } from '../../../src/adapters/store/database/challenges.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { optIn, optOut } from '../../../src/adapters/store/database/sms.ts';
import { planOf } from '../../../src/core/challenge/plan.ts';
import type { Reservations } from '../../../src/core/challenge/reservations.ts';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import type { ChallengeTerms, Unaskable } from '../../../src/core/domain/challenge.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { startBook } from '../../../src/workflows/challenge/book.ts';
import { createDesk, type DeskOptions, type IsSetUp } from '../../../src/workflows/challenge/desk.ts';
import { createHolds } from '../../../src/workflows/challenge/holds.ts';
import { authorizationOf } from '../../support/asks.ts';
import { realClock } from '../../support/clock.ts';
import { gatedPool, openTestDatabase } from '../../support/database.ts';
import { allowanceOf, challengeOf, putAllowance, putChallenge, putUse } from '../../support/stored-challenges.ts';

const HOUR = 3_600_000;

const TERMS: ChallengeTerms = {
  ...{ channel: 'stripe', from: null, replyMs: HOUR, phoneUnchangedMs: 72 * HOUR, maxPerCardholderDaily: 3 },
  allowance: { keepMs: 168 * HOUR, timesAmount: 2, usesDaily: 5 },
  ...{ declineMs: 90 * 24 * HOUR, freezesCard: false },
};

let database: Database & { drop(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
}, 120_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.pool.query('truncate challenges, allowances, sms_opt_outs, challenge_channels, cardholders cascade');
});

let asks = 0;

/** An ask of now, of an authorization that is like no other. */
function ask(changes: Record<string, unknown> = {}): Authorization {
  asks += 1;
  return { ...authorizationOf({ id: `iauth_${asks}`, ...changes }), askedAtMs: Date.now() };
}

const ofCard = (id: string, cardholder: string, phone: string) =>
  ask({ card: { id, cardholder: { id: cardholder, phone_number: phone } }, cardholder });

/** A desk of one gateway; several may share their reservations. */
async function openDesk({
  reservations = createMemoryReservations(realClock),
  isSetUp = () => null,
  isCaughtUp = () => true,
  // The machine may be busy.
  waitMs = 20_000,
  isAway = false,
}: Partial<Pick<DeskOptions, 'isSetUp' | 'isCaughtUp' | 'waitMs'>> & {
  reservations?: Reservations;
  isAway?: boolean;
} = {}) {
  const holds = createHolds(reservations, realClock);
  const quiet = {
    isNew: false,
    kept: { rejections: [], allowances: [] },
    logger: { warn: () => {} },
    keep: async () => {},
  };
  const pool = gatedPool(database.pool);
  pool.state = isAway ? 'away' : 'open';
  const laterMs = { now: 0 };
  const clock = { nowMs: () => realClock.nowMs() + laterMs.now, after: realClock.after };
  const book = startBook({ pool, clock, tell: holds.saw, ...quiet });
  onTestFinished(() => book.close());
  if (!isAway) await book.read();
  const desk = createDesk({ book, holds, reservations, clock: realClock, isSetUp, isCaughtUp, waitMs });
  const plan = (authorization: Authorization, changes: Partial<ChallengeTerms> = {}) =>
    planOf(`dec_${authorization.id}`, authorization, { ...TERMS, ...changes }, (text) => `hmac_${text}`);
  const reserve = (authorization: Authorization, changes: Partial<ChallengeTerms> = {}) =>
    desk.reserve(authorization, plan(authorization, changes));
  return { desk, book, pool, laterMs, plan, reserve, reservations };
}

describe('the right to ask', () => {
  test('is had by one of two cards whose holders have one phone, whoever asks where', async () => {
    const reservations = createMemoryReservations(realClock);
    const gateways = [await openDesk({ reservations }), await openDesk({ reservations })] as const;
    for (const [first, second] of [
      [0, 0],
      [0, 1],
    ] as const) {
      const phone = `+120255501${second}0`;
      const rights = await Promise.all([
        gateways[first].reserve(ofCard('ic_a', 'ich_a', phone)),
        gateways[second].reserve(ofCard('ic_b', 'ich_b', phone)),
      ]);
      expect(new Set(rights)).toEqual(new Set([null, 'open_challenge']));
    }
  });

  test('is free again when it is given back, or the database tells that the question is settled', async () => {
    const { desk, book, plan, reserve } = await openDesk();
    const authorization = ask();
    const asked = plan(authorization);
    expect(await reserve(authorization)).toBeNull();
    // The same question may be put again: it is the same.
    expect(await reserve(authorization)).toBeNull();
    expect(await reserve(ask())).toBe('open_challenge');
    desk.release(asked);
    const other = ask();
    expect(await reserve(other)).toBeNull();
    const { id, phone } = plan(other);
    await putChallenge(database.pool, challengeOf(id, Date.now(), { phone }));
    await book.refresh();
    expect(await reserve(ask())).toBe('open_challenge');
    await changeChallenge(database.pool, id, { state: 'verified' });
    await book.refresh();
    expect(await reserve(ask())).toBeNull();
  });

  test('ends at the questions of a day, those counted that the database does not have yet', async () => {
    const { desk, book, plan, reserve } = await openDesk();
    await putChallenge(database.pool, challengeOf('chl_1', Date.now() - HOUR, { state: 'expired', phone: null }));
    await book.refresh();
    const [first, second] = [ask(), ofCard('ic_1', 'ich_1', '+12025550199')];
    const daily = { maxPerCardholderDaily: 2 };
    expect(desk.factsOf(first).challenges?.askedDaily).toBe(1);
    expect(await reserve(first, daily)).toBeNull();
    expect(desk.factsOf(second).challenges?.askedDaily).toBe(2);
    expect(await reserve(second, daily)).toBe('daily_limit');
    // As soon as it stands in the database it counts there, and once.
    const { id, phone } = plan(first);
    await putChallenge(database.pool, challengeOf(id, Date.now(), { phone, state: 'expired' }));
    await book.refresh();
    expect(desk.factsOf(second).challenges?.askedDaily).toBe(2);
    expect(await reserve(second, { maxPerCardholderDaily: 3, phoneUnchangedMs: 0 })).toBeNull();
  });

  test('is none of another phone than the last question went to', async () => {
    const { book, plan, reserve } = await openDesk();
    const { id, phone } = plan(ofCard('ic_1', 'ich_1', '+12025550188'));
    await putChallenge(database.pool, challengeOf(id, Date.now() - HOUR, { state: 'expired', phone }));
    await book.refresh();
    expect(await reserve(ofCard('ic_1', 'ich_1', '+12025550177'))).toBe('phone_changed');
    expect(await reserve(ofCard('ic_1', 'ich_1', '+12025550177'), { phoneUnchangedMs: HOUR / 2 })).toBeNull();
    expect(await reserve(ofCard('ic_1', 'ich_1', '+12025550188'))).toBeNull();
  });

  test('is none to a phone that said STOP, was changed lately, or is of somebody who was just created', async () => {
    const { book, plan, reserve } = await openDesk();
    const asked = ask();
    await optOut(database.pool, plan(asked).phone ?? '', Date.now());
    await book.refresh();
    expect(await reserve(asked)).toBe('opted_out');
    await optIn(database.pool, plan(asked).phone ?? '', Date.now());
    const since = Date.now() - 71 * HOUR;
    const state = { known: { phone: [true, since, 'event'] }, absentMs: since - 1, presentMs: [since, since] } as const;
    await writeCardholders(database.pool, [{ scope: asked.scope, id: 'ich_1', state }]);
    await book.refresh();
    expect(await reserve(asked)).toBe('phone_changed');
    expect(await reserve(ofCard('ic_2', 'ich_2', '+12025550166'))).toBeNull();
    const young = (hours: number) => {
      const created = Math.floor(Date.now() / 1_000 - hours * 3_600);
      return ask({ card: { id: 'ic_3', cardholder: { id: 'ich_3', phone_number: '+12025550167', created } } });
    };
    expect(await reserve(young(71))).toBe('phone_changed');
    expect(await reserve(young(73))).toBeNull();
  });

  test.each<[string, Unaskable, Partial<ChallengeTerms>]>([
    ['by a channel that is off', 'channel_off', {}],
    ['by one that is not set up', 'channel_not_set_up', { channel: 'twilio' }],
  ])('is none %s', async (_name, expected, terms) => {
    await database.pool.query(`insert into challenge_channels (channel, livemode, account, off_at, because)
      values ('stripe', false, '', now(), 'refused')`);
    const isSetUp: IsSetUp = (channel) => (channel === 'twilio' ? 'channel_not_set_up' : null);
    const { pool, reserve } = await openDesk({ isSetUp });
    // Known without the database.
    pool.state = 'away';
    expect(await reserve(ask(), terms)).toBe(expected);
  });

  test('is none before it is known which questions were decided before', async () => {
    let isCaughtUp = false;
    const { reserve } = await openDesk({ isCaughtUp: () => isCaughtUp });
    expect(await reserve(ask())).toBe('unknown');
    isCaughtUp = true;
    expect(await reserve(ask())).toBeNull();
  });

  test('does not wait for the database, as long as what is known is not too old', async () => {
    const { desk, book, pool, laterMs, plan, reserve } = await openDesk();
    pool.state = 'hanging';
    laterMs.now = limits.challengeStaleMs - 10_000;
    const authorization = ask();
    expect(await reserve(authorization)).toBeNull();
    desk.release(plan(authorization));
    laterMs.now = limits.challengeStaleMs + 1;
    expect(await reserve(ask())).toBe('unknown');
    // A clock that was set back proves nothing.
    laterMs.now = -limits.challengeStaleMs - 10_000;
    expect(await reserve(ask())).toBe('unknown');
    pool.state = 'open';
    await book.refresh();
    expect(await reserve(ask())).toBeNull();
  });

  test('is none where this process never heard of the database', async () => {
    const { book, pool, reserve } = await openDesk({ isAway: true });
    expect(await reserve(ask())).toBe('unknown');
    pool.state = 'open';
    await book.refresh();
    expect(await reserve(ask())).toBeNull();
  });

  test('that is not had in time is given back', async () => {
    const held = Promise.withResolvers<void>();
    const memory = createMemoryReservations(realClock);
    const slow: Reservations = {
      ...memory,
      async hold(...wanted) {
        await held.promise;
        return memory.hold(...wanted);
      },
    };
    const { reserve } = await openDesk({ reservations: slow, waitMs: 20 });
    expect(await reserve(ask())).toBe('unknown');
    held.resolve();
    const { reserve: elsewhere } = await openDesk({ reservations: memory });
    await expect.poll(() => elsewhere(ask())).toBeNull();
  });

  test('is not sure where what holds phones is not', async () => {
    const reservations: Reservations = {
      ...createMemoryReservations(realClock),
      hold: async () => 'unknown',
    };
    const { reserve } = await openDesk({ reservations });
    expect(await reserve(ask())).toBe('unknown');
  });
});

describe('an allowance', () => {
  async function allow(changes: Parameters<typeof allowanceOf>[2] = {}) {
    await putChallenge(database.pool, challengeOf('chl_1', Date.now() - HOUR, { state: 'verified' }));
    await putAllowance(database.pool, allowanceOf('alw_1', Date.now() - HOUR, changes));
  }
  const ofAmount = (amount: number) => ask({ pending_request: { amount } });

  test('is never overspent, though many ask at once at two gateways that know nothing of each other yet', async () => {
    await allow({ usesDaily: 100 });
    const reservations = createMemoryReservations(realClock);
    const gateways = [await openDesk({ reservations }), await openDesk({ reservations })] as const;
    const spending = Array.from({ length: 20 }, (_, index) => {
      const authorization = ofAmount(300);
      const { desk } = gateways[index % 2 ? 1 : 0];
      expect(desk.factsOf(authorization).allowance).toBe('alw_1');
      return desk.spend('alw_1', authorization);
    });
    expect((await Promise.all(spending)).filter(Boolean)).toHaveLength(6);
  });

  test('is as used as the database knows, though the memory of what was spent is gone', async () => {
    await allow();
    await putUse(database.pool, 'alw_1', { decision: 'd', authorization: 'a', amountMinor: 1_500, atMs: Date.now() });
    const { desk } = await openDesk();
    expect(await desk.spend('alw_1', ofAmount(501))).toBe(false);
    const authorization = ofAmount(500);
    expect(await desk.spend('alw_1', authorization)).toBe(true);
    expect(await desk.spend('alw_1', authorization)).toBe(true);
    expect(await desk.spend('alw_1', ofAmount(1))).toBe(false);
  });

  test('that was revoked, or is none, gives nothing', async () => {
    await allow();
    const { desk, book } = await openDesk();
    await database.pool.query(
      `update allowances set ended_at = now(), revision = nextval('challenge_revisions') where id = 'alw_1'`,
    );
    await book.refresh();
    expect(desk.factsOf(ofAmount(1)).allowance).toBeNull();
    expect(await desk.spend('alw_1', ofAmount(1))).toBe(false);
    expect(await desk.spend('alw_none', ofAmount(1))).toBe(false);
  });
});
