import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeCardholders } from '../../../src/adapters/store/database/cards.ts';
import { changeChallenge } from '../../../src/adapters/store/database/challenges.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { optIn, optOut } from '../../../src/adapters/store/database/sms.ts';
import { UNKNOWN_CARDHOLDER } from '../../../src/core/domain/cardholder-state.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { Book } from '../../../src/workflows/challenge/book.ts';
import type { Contents } from '../../../src/workflows/challenge/contents.ts';
import { openTestDatabase } from '../../support/database.ts';
import { challengeOf, putChallenge, TEST_SCOPE } from '../../support/stored-challenges.ts';
import { askAt, NOW, openBook } from './opened-book.ts';

const HOUR = 3_600_000;

let database: Database & { drop(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
}, 120_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.pool.query('truncate challenges, challenge_channels, sms_opt_outs, cardholders cascade');
});

describe('what a book knows of whom may be asked', () => {
  const plan = { id: 'chl_new', channel: 'stripe', phone: 'hmac_p', phoneUnchangedMs: 72 * HOUR } as const;
  const NOTHING = {
    ...{ isChannelOff: false, isOptedOut: false, hasOpenChallenge: false, askedDaily: 0 },
    ...{ lastPhone: null, phoneSinceMs: null },
  };
  const ofHolder = (created?: number) => askAt(NOW, { card: { id: 'ic_1', cardholder: { id: 'ich_1', created } } });
  const factsOf = (
    book: Book,
    changes: Partial<Parameters<Contents['askFactsOf']>[1]> = {},
    elsewhere: string[] = [],
  ) => book.contents().askFactsOf(ofHolder(), { ...plan, ...changes }, elsewhere);

  /** What is the case comes before the book, or while it reads. */
  async function known(facts: () => Promise<unknown>, isBefore: boolean) {
    if (isBefore) await facts();
    const { book } = openBook(database.pool);
    await book.read();
    if (!isBefore) await facts();
    await book.refresh();
    return book;
  }

  test.each([true, false])(
    'an open question to the phone, in whatever world (before the start: %s)',
    async (isBefore) => {
      const live = { livemode: true, account: null };
      const open = { phone: 'hmac_p', state: 'delivered', scope: live } as const;
      const book = await known(() => putChallenge(database.pool, challengeOf('chl_1', NOW, open)), isBefore);
      expect(factsOf(book)).toEqual({ ...NOTHING, hasOpenChallenge: true });
      // But not the question itself, nor one to another phone.
      expect(factsOf(book, { id: 'chl_1' })).toEqual(NOTHING);
      expect(factsOf(book, { phone: 'hmac_q' })).toEqual(NOTHING);
      await changeChallenge(database.pool, 'chl_1', { state: 'expired' });
      await book.refresh();
      expect(factsOf(book)).toEqual(NOTHING);
    },
  );

  test.each([true, false])('the questions of a day, and where the last one went (before: %s)', async (isBefore) => {
    const put = async (id: string, atMs: number, changes: Parameters<typeof challengeOf>[2] = {}) =>
      putChallenge(database.pool, challengeOf(id, atMs, { state: 'expired', phone: null, ...changes }));
    const book = await known(async () => {
      await put('chl_1', NOW - 24 * HOUR + 1);
      await put('chl_2', NOW - 24 * HOUR);
      await put('chl_3', NOW - HOUR, { state: 'void' });
      await put('chl_4', NOW - HOUR, { state: 'verified' });
      await put('chl_5', NOW - HOUR, { scope: { livemode: true, account: null }, phone: 'hmac_live' });
      await put('chl_6', NOW - 70 * HOUR, { phone: 'hmac_last' });
      await put('chl_7', NOW - 80 * HOUR, { phone: 'hmac_before' });
    }, isBefore);
    expect(factsOf(book)).toEqual({ ...NOTHING, askedDaily: 2, lastPhone: 'hmac_last' });
    expect(factsOf(book, {}, ['chl_4', 'chl_unheard_of']).askedDaily).toBe(1);
    expect(factsOf(book, { id: 'chl_4' }).askedDaily).toBe(1);
    expect(factsOf(book, { phoneUnchangedMs: 70 * HOUR }).lastPhone).toBeNull();
    expect(book.contents().historyOf(ofHolder(), ['chl_1'])?.askedDaily).toBe(1);
  });

  test.each([true, false])('who said STOP, until they take it back (before: %s)', async (isBefore) => {
    const book = await known(() => optOut(database.pool, 'hmac_p', NOW), isBefore);
    expect(factsOf(book)).toEqual({ ...NOTHING, isOptedOut: true });
    expect(factsOf(book, { phone: 'hmac_q' })).toEqual(NOTHING);
    await optIn(database.pool, 'hmac_p', NOW);
    await book.refresh();
    expect(factsOf(book)).toEqual(NOTHING);
  });

  test.each([true, false])('since when a cardholder has their phone (before: %s)', async (isBefore) => {
    const write = (sinceMs: number | null) => {
      const seen = sinceMs === null ? {} : { absentMs: sinceMs - 1, presentMs: [sinceMs, sinceMs] as const };
      const state = { ...UNKNOWN_CARDHOLDER, known: { phone: [sinceMs !== null, NOW, 'event'] as const }, ...seen };
      return writeCardholders(database.pool, [{ scope: TEST_SCOPE, id: 'ich_1', state }]);
    };
    const book = await known(() => write(NOW - HOUR), isBefore);
    expect(factsOf(book)).toEqual({ ...NOTHING, phoneSinceMs: NOW - HOUR });
    // Of who was not seen to change it, the ask tells when they were created.
    await write(null);
    await book.refresh();
    expect(factsOf(book)).toEqual(NOTHING);
    const created = NOW / 1_000 - 7;
    expect(book.contents().askFactsOf(ofHolder(created), plan, []).phoneSinceMs).toBe(NOW - 7_000);
    await write(NOW - 1_000);
    await book.refresh();
    expect(book.contents().askFactsOf(ofHolder(created), plan, []).phoneSinceMs).toBe(NOW - 1_000);
  });

  test('is of now until the database was not heard of for too long', async () => {
    const { book, pool, shifted } = openBook(database.pool);
    expect(book.isCurrent()).toBe(false);
    await book.refresh();
    pool.state = 'away';
    shifted.ms = limits.challengeStaleMs;
    await expect(book.refresh()).rejects.toThrow('taken away');
    expect(book.isCurrent()).toBe(true);
    shifted.ms += 1;
    expect([book.isCurrent(), book.isRead()]).toEqual([false, true]);
    pool.state = 'open';
    await book.refresh();
    expect(book.isCurrent()).toBe(true);
  });

  test('is that nothing is there, of a database that is only being made, and no longer than other knowledge', async () => {
    const { book, pool, shifted } = openBook(database.pool, { isNew: true });
    pool.state = 'hanging';
    shifted.ms = limits.challengeStaleMs;
    expect([book.isCurrent(), book.isRead()]).toEqual([true, false]);
    expect(factsOf(book)).toEqual(NOTHING);
    expect(book.contents().historyOf(ofHolder(), [])).toEqual({
      rejectedAtMs: null,
      verifiedAtMs: null,
      askedDaily: 0,
    });
    shifted.ms += 1;
    expect(book.isCurrent()).toBe(false);
    pool.state = 'open';
  });
});
