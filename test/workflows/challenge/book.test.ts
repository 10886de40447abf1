import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { changeChallenge } from '../../../src/adapters/store/database/challenges.ts';
import { erasing } from '../../../src/adapters/store/database/erasing.ts';
import { noteErasure } from '../../../src/adapters/store/database/erasures.ts';
import { deleteHoldings } from '../../../src/adapters/store/database/holdings.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { findPerson } from '../../../src/adapters/store/database/person.ts';
import { keepChallenges, readKeptChallenges } from '../../../src/adapters/store/kept-challenges.ts';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { type Book, startBook } from '../../../src/workflows/challenge/book.ts';
import { createManualClock } from '../../support/clock.ts';
import { gatedPool, openTestDatabase } from '../../support/database.ts';
import { temporaryFolder } from '../../support/folder.ts';
import {
  allowanceOf,
  challengeOf,
  putAllowance,
  putChallenge,
  putUse,
  refuse,
  TEST_SCOPE,
} from '../../support/stored-challenges.ts';
import { askAt, NOTHING_KEPT, NOW, openBook } from './opened-book.ts';

const HOUR = 3_600_000;

let database: Database & { drop(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
}, 120_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.pool.query(
    `truncate challenges, allowances, allowance_uses, challenge_channels, decisions, sms_opt_outs, cardholders cascade`,
  );
});

/** So much later, after a look. */
async function later({ book, clock }: { book: Book; clock: ReturnType<typeof createManualClock> }, ms: number) {
  // Every look of the timer's is under way or done; one more sees all that is committed.
  await clock.advance(ms);
  await book.refresh();
}

describe('a book of challenges', () => {
  test('knows what was there before it began, and hears of what comes', async () => {
    await putChallenge(database.pool, challengeOf('chl_1', NOW - HOUR));
    await refuse(database.pool, 'chl_1', NOW - HOUR / 2, NOW + HOUR);
    await putChallenge(database.pool, challengeOf('chl_2', NOW - HOUR, { state: 'verified', merchant: 'm_2' }));
    await putAllowance(database.pool, allowanceOf('alw_2', NOW - HOUR, { merchant: 'm_2' }));
    const opened = openBook(database.pool);
    const { book } = opened;
    await book.read();
    const elsewhere = { merchant_data: { network_id: 'm_2' } };
    expect(book.contents().hasRejection(askAt(NOW))).toBe(true);
    expect(book.contents().coveredBy(askAt(NOW, elsewhere))).toBe('alw_2');
    expect(book.contents().historyOf(askAt(NOW), [])).toEqual({
      ...{ rejectedAtMs: NOW - HOUR / 2, verifiedAtMs: null, askedDaily: 2 },
    });

    await putChallenge(database.pool, challengeOf('chl_3', NOW, { merchant: 'm_3' }));
    await refuse(database.pool, 'chl_3', NOW, NOW + HOUR);
    await database.pool.query(
      `update allowances set ended_at = now(), revision = nextval('challenge_revisions') where id = 'alw_2'`,
    );
    await book.refresh();
    expect(book.contents().hasRejection(askAt(NOW, { merchant_data: { network_id: 'm_3' } }))).toBe(true);
    expect(book.contents().coveredBy(askAt(NOW, elsewhere))).toBeNull();
    expect(book.contents().historyOf(askAt(NOW), [])?.askedDaily).toBe(3);
    const told = opened.told.filter(({ id }) => id === 'chl_3');
    expect(told.map(({ state }) => state)).toEqual(['rejected']);
  });

  test('declines a merchant on a card until the NO is over, or somebody takes it back', async () => {
    const { book } = openBook(database.pool);
    await putChallenge(database.pool, challengeOf('chl_1', NOW));
    await refuse(database.pool, 'chl_1', NOW, NOW + HOUR);
    await book.refresh();
    const rejects = (authorization: Authorization) => book.contents().hasRejection(authorization);
    expect(rejects(askAt(NOW + HOUR - 1))).toBe(true);
    expect(rejects(askAt(NOW + HOUR))).toBe(false);
    expect(rejects(askAt(NOW, { card: { id: 'ic_2' } }))).toBe(false);
    expect(rejects(askAt(NOW, { merchant_data: { network_id: 'm_2' } }))).toBe(false);
    expect(rejects(askAt(NOW, { merchant_data: { network_id: null } }))).toBe(false);
    const live = { ...askAt(NOW), scope: { livemode: true, account: null } };
    expect(rejects(live)).toBe(false);
    await changeChallenge(database.pool, 'chl_1', { declinesUntilMs: null, liftedBy: 'key_1' });
    await book.refresh();
    expect(rejects(askAt(NOW))).toBe(false);
  });

  test('knows what is left of an allowance', async () => {
    const { book } = openBook(database.pool);
    await putChallenge(database.pool, challengeOf('chl_1', NOW - HOUR, { state: 'verified' }));
    await putAllowance(database.pool, allowanceOf('alw_1', NOW));
    await book.refresh();
    const covers = (amount: number, atMs = NOW) =>
      book.contents().coveredBy(askAt(atMs, { pending_request: { amount } })) === 'alw_1';
    expect([covers(2_000), covers(2_001)]).toEqual([true, false]);
    // Stripe's time is of the whole second, and a little behind ours.
    expect(covers(2_000, NOW - 900)).toBe(true);
    expect(covers(2_000, NOW + 168 * HOUR)).toBe(false);
    await putUse(database.pool, 'alw_1', { decision: 'dec_1', authorization: 'iauth_1', amountMinor: 900, atMs: NOW });
    await book.refresh();
    expect([covers(1_100), covers(1_101)]).toEqual([true, false]);
    for (const id of ['dec_2', 'dec_3']) {
      await putUse(database.pool, 'alw_1', { decision: id, authorization: id, amountMinor: 1, atMs: NOW + 1 });
    }
    await book.refresh();
    expect([covers(1), covers(1, NOW + 24 * HOUR), covers(1, NOW + 24 * HOUR + 1)]).toEqual([false, true, true]);
    expect(book.contents().allowance('alw_1')?.uses).toHaveLength(3);
  });

  test('takes back what a YES was worth when it is taken back', async () => {
    const { book } = openBook(database.pool);
    const verified = { state: 'verified', answeredAtMs: NOW - HOUR, sentAtMs: NOW - HOUR } as const;
    await putChallenge(database.pool, challengeOf('chl_1', NOW - HOUR, verified));
    await book.refresh();
    expect(book.contents().historyOf(askAt(NOW), [])?.verifiedAtMs).toBe(NOW - HOUR);
    await changeChallenge(database.pool, 'chl_1', { state: 'void' });
    await book.refresh();
    expect(book.contents().historyOf(askAt(NOW), [])).toEqual({
      rejectedAtMs: null,
      verifiedAtMs: null,
      askedDaily: 1,
    });
  });

  test('knows which channels are off', async () => {
    const { book } = openBook(database.pool);
    await book.refresh();
    expect(book.contents().isOff('stripe', TEST_SCOPE)).toBe(false);
    await database.pool.query(
      `insert into challenge_channels (channel, livemode, account, off_at, because)
      values ('stripe', false, '', now(), 'refused')`,
    );
    await book.refresh();
    expect(book.contents().isOff('stripe', TEST_SCOPE)).toBe(true);
    expect(book.contents().isOff('twilio', TEST_SCOPE)).toBe(false);
    expect(book.contents().counts().channelsOff).toEqual(['stripe test:']);
  });
});

describe('a change that is committed late', () => {
  /** Numbers a change, and commits it when it is told to. */
  async function slowly(id: string) {
    const client = await database.pool.connect();
    await client.query('begin');
    const slow = { ...database.pool, query: client.query };
    await putChallenge(slow, challengeOf(id, NOW, { merchant: `m_${id}` }));
    await refuse(slow, id, NOW, NOW + 1_000 * HOUR);
    return async () => {
      await client.query('commit');
      client.release();
    };
  }
  const isKnown = (book: Book, id: string) =>
    book.contents().hasRejection(askAt(NOW, { merchant_data: { network_id: `m_${id}` } }));

  // Of the embedded database there is one session: nothing is ever under way beside what reads.
  test('is seen, however many numbers were drawn after it', async (context) => {
    if (database.status().kind === 'pglite') return context.skip('the embedded database has one session');
    const opened = openBook(database.pool);
    const { book } = opened;
    await book.refresh();
    const commit = await slowly('chl_slow');
    for (let round = 0; round < 4; round += 1) {
      await putChallenge(database.pool, challengeOf(`chl_${round}`, NOW));
      await later(opened, 2 * limits.challengeSettleMs);
    }
    expect(isKnown(book, 'chl_slow')).toBe(false);
    await commit();
    await book.refresh();
    expect(isKnown(book, 'chl_slow')).toBe(true);
  });

  test('is seen when it was under way before the book began', async (context) => {
    if (database.status().kind === 'pglite') return context.skip('the embedded database has one session');
    const commit = await slowly('chl_slow');
    // Many more numbers than are read again at a start in any case.
    await database.pool.query(`select nextval('challenge_revisions') from generate_series(1, 3000)`);
    const opened = openBook(database.pool);
    await opened.book.read();
    await commit();
    expect(isKnown(opened.book, 'chl_slow')).toBe(false);
    // What is under way in other databases of the server counts as well.
    const look = async () => {
      await later(opened, 2 * limits.challengeSettleMs);
      return isKnown(opened.book, 'chl_slow');
    };
    await expect.poll(look, { timeout: 30_000 }).toBe(true);
  });

  test('is told of once, however often its number is read again', async () => {
    const opened = openBook(database.pool);
    await opened.book.refresh();
    await putChallenge(database.pool, challengeOf('chl_1', NOW));
    for (let round = 0; round < 5; round += 1) await later(opened, limits.challengeSettleMs / 2);
    expect(opened.told.map(({ id }) => id)).toEqual(['chl_1']);
    await changeChallenge(database.pool, 'chl_1', { state: 'sent' });
    await later(opened, limits.challengeSettleMs);
    expect(opened.told.map(({ state }) => state)).toEqual(['pending', 'sent']);
  });
});

describe('without the database', () => {
  test('what was kept holds, and of histories nothing is known', async () => {
    const dataDir = temporaryFolder();
    const before = openBook(database.pool, { dataDir });
    await putChallenge(database.pool, challengeOf('chl_1', NOW));
    await refuse(database.pool, 'chl_1', NOW, NOW + HOUR);
    await putChallenge(database.pool, challengeOf('chl_2', NOW, { state: 'verified', merchant: 'm_2' }));
    await putAllowance(database.pool, allowanceOf('alw_2', NOW, { merchant: 'm_2' }));
    await putUse(database.pool, 'alw_2', { decision: 'd', authorization: 'iauth_9', amountMinor: 900, atMs: NOW });
    await before.book.refresh();
    await before.book.close();

    const pool = gatedPool(database.pool);
    pool.state = 'away';
    const kept = await readKeptChallenges(dataDir);
    const clock = createManualClock(NOW);
    const logger = { warn: () => {} };
    const book = startBook({ pool, clock, logger, kept, isNew: false, keep: async () => {}, tell: () => {} });
    onTestFinished(() => book.close());
    await expect(book.refresh()).rejects.toThrow('taken away');
    const known = book.contents();
    expect(book.isRead()).toBe(false);
    expect(known.hasRejection(askAt(NOW))).toBe(true);
    const at = (amount: number) => askAt(NOW, { merchant_data: { network_id: 'm_2' }, pending_request: { amount } });
    expect([known.coveredBy(at(1_100)), known.coveredBy(at(1_101))]).toEqual(['alw_2', null]);
    expect(known.historyOf(askAt(NOW), [])).toBeNull();

    pool.state = 'open';
    await book.refresh();
    expect(book.isRead()).toBe(true);
    expect(book.contents().historyOf(askAt(NOW), [])).toMatchObject({ rejectedAtMs: NOW });
  });

  test('what was known stays, and what happened meanwhile is seen afterwards', async () => {
    const opened = openBook(database.pool);
    const { book, pool, warnings } = opened;
    await putChallenge(database.pool, challengeOf('chl_1', NOW));
    await refuse(database.pool, 'chl_1', NOW, NOW + HOUR);
    await book.refresh();
    pool.state = 'away';
    await changeChallenge(database.pool, 'chl_1', { declinesUntilMs: null });
    await opened.clock.advance(10 * limits.challengePollMs);
    expect(book.contents().hasRejection(askAt(NOW))).toBe(true);
    pool.state = 'open';
    await book.refresh();
    expect(book.contents().hasRejection(askAt(NOW))).toBe(false);
    expect(warnings).toEqual([]);
  });

  test('what was kept and can not be read is nothing', async () => {
    const dataDir = temporaryFolder();
    expect(await readKeptChallenges(dataDir)).toEqual(NOTHING_KEPT);
    await keepChallenges(dataDir, { ...NOTHING_KEPT, rejections: [{ id: 1 }] } as never);
    expect(await readKeptChallenges(dataDir)).toEqual(NOTHING_KEPT);
  });
});

test('a person who is erased vanishes from what is known, and from what is kept', async () => {
  const opened = openBook(database.pool);
  const { book, dataDir } = opened;
  await putChallenge(database.pool, challengeOf('chl_1', NOW));
  await refuse(database.pool, 'chl_1', NOW, NOW + HOUR);
  const other = { card: 'ic_2', cardholder: 'ich_2' };
  await putChallenge(database.pool, challengeOf('chl_2', NOW, other));
  await refuse(database.pool, 'chl_2', NOW, NOW + HOUR);
  await later(opened, limits.challengeKeepMs);
  expect(book.contents().counts().rejections).toBe(2);
  await erasing(database.pool, async (joined) => {
    await deleteHoldings(joined, await findPerson(joined, TEST_SCOPE, 'ich_1', ['ic_1']));
    await noteErasure(joined, [], NOW);
  });
  await later(opened, limits.challengeKeepMs);
  expect(book.contents().hasRejection(askAt(NOW))).toBe(false);
  expect(book.contents().historyOf(askAt(NOW), [])).toMatchObject({ rejectedAtMs: null, askedDaily: 0 });
  expect(book.contents().hasRejection(askAt(NOW, { card: { id: 'ic_2' } }))).toBe(true);
  await book.close();
  expect(JSON.stringify(await readKeptChallenges(dataDir))).not.toContain('ic_1');
});

test('what is over is forgotten', async () => {
  const opened = openBook(database.pool);
  await putChallenge(database.pool, challengeOf('chl_1', NOW));
  await refuse(database.pool, 'chl_1', NOW, NOW + HOUR);
  await putAllowance(database.pool, allowanceOf('alw_1', NOW, { untilMs: NOW + HOUR }));
  await opened.book.refresh();
  expect(opened.book.contents().counts()).toMatchObject({ rejections: 1, allowances: 1 });
  opened.shifted.ms = 26 * HOUR;
  await opened.book.refresh();
  expect(opened.book.contents().counts()).toMatchObject({ rejections: 0, allowances: 0 });
  expect(opened.book.contents().historyOf(askAt(NOW), [])).toMatchObject({ rejectedAtMs: NOW });
  opened.shifted.ms = limits.challengeHistoryMs + HOUR;
  await opened.book.refresh();
  expect(opened.book.contents().historyOf(askAt(NOW), [])).toMatchObject({ rejectedAtMs: null });
});
