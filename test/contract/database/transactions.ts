import { beforeEach, describe, expect, it } from 'vitest';
import { bookOf, totalsOf } from '../../../src/adapters/store/database/books.ts';
import { readFunnel } from '../../../src/adapters/store/database/funnel.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { listTransactions, type TransactionFilter } from '../../../src/adapters/store/database/transactions.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { createRandom } from '../../../src/core/domain/random.ts';
import { createAuthorizationsStep } from '../../../src/workflows/ingest/authorizations.ts';
import { transactionsStep } from '../../../src/workflows/ingest/transactions.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';

const SCOPE = { livemode: false, account: null };
const NOW = 1_763_000_000;
const DAY = 86_400;
type Fields = Readonly<Record<string, unknown>>;

/** A transaction that Stripe tells of. */
function transactionText(id: string, amount: number, fields: Fields = {}, more: Fields = {}): string {
  return eventText(`evt_${id}`, {
    type: 'issuing_transaction.created',
    object_id: id,
    created: NOW,
    fields: {
      ...{ type: amount < 0 ? 'capture' : 'refund', amount, currency: 'usd', created: NOW },
      ...{ authorization: 'iauth_1', card: 'ic_1', cardholder: 'ich_1', dispute: null, ...fields },
    },
    ...more,
  });
}

/** An authorization as Stripe tells of it at a time; `asks` are amounts, and declined ones are below zero. */
function authorizationText(id: string, created: number, asks: readonly number[], more: Fields = {}): string {
  const { previous = {}, account = null, livemode = false, ...fields } = more;
  const request_history = asks.map((amount, index) => {
    return { approved: amount > 0, amount: Math.abs(amount), currency: 'usd', created: NOW - 9 * DAY + index };
  });
  const held = asks.reduce((sum, amount) => sum + Math.max(0, amount), 0);
  return eventText(`evt_${id}_${created}`, {
    ...{ object_id: id, created, previous, account, livemode },
    fields: {
      ...{ created: NOW - 9 * DAY, card: { id: 'ic_1' }, cardholder: 'ich_1', currency: 'usd', request_history },
      ...{ status: 'pending', approved: held > 0, amount: held, transactions: [], ...fields },
    },
  });
}

const EVER = { fromMs: 0, toMs: (NOW + 900 * DAY) * 1000 };

/** Captures and refunds, what they are, and what all comes to. */
export function transactionsContract(database: () => Database): void {
  let alarms = createTestAlarms();
  const pool = () => database().pool;

  beforeEach(async () => {
    await pool().query('truncate transactions, hold_changes, authorizations, asks');
    alarms = createTestAlarms();
  });

  /** Stores these and lets what follows follow. */
  async function arrive(texts: readonly string[], nowMs = NOW * 1000): Promise<void> {
    await writeRecords(pool(), texts);
    const taken = await takeArrivals(pool(), {
      ...{ limit: 100, nowMs },
      steps: [createAuthorizationsStep(alarms, () => {}), transactionsStep(alarms)],
    });
    if (taken.kind === 'failed') throw taken.error;
  }

  const list = (filter: Partial<TransactionFilter> = {}, limit = 100) =>
    listTransactions(pool(), { scope: SCOPE, ...filter }, { limit });
  const kinds = async () => Object.fromEntries((await list()).map(({ id, kind }) => [id, kind]));
  const raised = () => alarms.details('capture_forced');
  const shuffled = <T>(items: readonly T[], seed: number): T[] => {
    const random = createRandom(seed);
    const placed = items.map((item) => ({ item, place: random() }));
    return placed.sort((a, b) => a.place - b.place).map(({ item }) => item);
  };

  describe('transactions', () => {
    it('are kept as Stripe last told of them, however often and in whatever order it does', async () => {
      const later = transactionText('ipi_1', -1000, { dispute: 'idp_1' }, { created: NOW + 9 });
      const sooner = transactionText('ipi_1', -1000);
      const renamed = sooner.replace('evt_ipi_1', 'evt_before').replace('content of evt_ipi_1', 'content before');
      await arrive([later]);
      await arrive([renamed, later]);
      expect(await list()).toMatchObject([
        { id: 'ipi_1', type: 'capture', amountMinor: -1000, currency: 'usd', dispute: 'idp_1', card: 'ic_1' },
      ]);
    });

    it('know whether an authorization was asked for more than it held, whatever is told of first', async () => {
      const texts = [
        authorizationText('iauth_1', NOW - 8 * DAY, [1000]),
        authorizationText('iauth_1', NOW - 7 * DAY, [1000, 500, -300]),
        authorizationText('iauth_1', NOW - 6 * DAY, [1000, 500, -300], { amount: 1300, previous: { amount: 1500 } }),
        transactionText('ipi_1', -600, { created: NOW - 5 * DAY }),
        transactionText('ipi_2', -900, { created: NOW - 4 * DAY }),
        transactionText('ipi_3', 200, { created: NOW }),
      ];
      const wanted = { ipi_1: 'partial', ipi_2: 'over', ipi_3: 'refund' };
      for (const seed of [1, 2, 3, 4, 5, 6]) {
        await pool().query('truncate transactions, hold_changes, authorizations, asks, events, inbox');
        for (const text of shuffled(texts, seed)) await arrive([text]);
        expect(await kinds(), `seed ${seed}`).toEqual(wanted);
        expect(await bookOf(pool(), SCOPE, 'iauth_1')).toMatchObject({
          ...{ currency: 'usd', askedMinor: 1800, approvedMinor: 1500, declinedMinor: 300, reversedMinor: 200 },
          ...{ capturedMinor: 1500, overCapturedMinor: 200, refundedMinor: 200, forcedMinor: 0, transactions: 3 },
        });
      }
    });

    it('wait as unmatched for an authorization that is not known', async () => {
      await arrive([transactionText('ipi_1', -1000)]);
      expect(await kinds()).toEqual({ ipi_1: 'unmatched' });
      expect(await bookOf(pool(), SCOPE, 'iauth_1')).toMatchObject({
        ...{ status: null, currency: 'usd', approvedMinor: 0, capturedMinor: 1000, overCapturedMinor: 0 },
      });
      await arrive([authorizationText('iauth_1', NOW - 8 * DAY, [1000])]);
      expect(await kinds()).toEqual({ ipi_1: 'normal' });
      expect(await bookOf(pool(), SCOPE, 'iauth_none')).toBeNull();
    });

    it('come late after the hold had run out, which is told of later still', async () => {
      await arrive([
        authorizationText('iauth_1', NOW - 8 * DAY, [1000]),
        transactionText('ipi_1', -1000),
        authorizationText('iauth_1', NOW + 1, [1000], { status: 'closed', amount: 0, previous: { status: 'expired' } }),
      ]);
      expect(await kinds()).toEqual({ ipi_1: 'normal' });
      const previous = { status: 'pending', amount: 1000 };
      await arrive([authorizationText('iauth_1', NOW - DAY, [1000], { status: 'expired', amount: 0, previous })]);
      expect(await kinds()).toEqual({ ipi_1: 'late' });
      expect(await bookOf(pool(), SCOPE, 'iauth_1')).toMatchObject({
        ...{ status: 'closed', heldMinor: 0, expiredMinor: 1000, lateMinor: 1000, overCapturedMinor: 0 },
      });
    });
  });

  describe('a hold', () => {
    const held = async () => {
      const { rows } = await pool().query<{ held_minor: string }>('select held_minor from authorizations');
      return rows.map(({ held_minor }) => Number(held_minor));
    };

    it('is what Stripe says while it is approved and pending', async () => {
      await arrive([authorizationText('iauth_1', NOW - 8 * DAY, [1000])]);
      expect(await held()).toEqual([1000]);
      const previous = { amount: 1000 };
      await arrive([authorizationText('iauth_1', NOW - 7 * DAY, [1000], { amount: 400, previous })]);
      expect(await held()).toEqual([400]);
      await arrive([authorizationText('iauth_1', NOW - 6 * DAY, [1000], { amount: 400, status: 'closed' })]);
      expect(await held()).toEqual([0]);
      await arrive([authorizationText('iauth_2', NOW - 6 * DAY, [-700], { amount: 700, approved: false })]);
      expect(await held()).toEqual([0, 0]);
    });

    it('that was only seen to have ended gave back what was left of it', async () => {
      const changed = { amount: 800, previous: { amount: 1000 } };
      await arrive([authorizationText('iauth_1', NOW - 8 * DAY, [1000], changed)]);
      await arrive([authorizationText('iauth_1', NOW - DAY, [1000], { amount: 0, status: 'expired' })]);
      expect(await bookOf(pool(), SCOPE, 'iauth_1')).toMatchObject({ reversedMinor: 200, expiredMinor: 800 });
    });
  });

  describe('a capture that nobody approved', () => {
    it('is an alarm, once, and can be listed', async () => {
      const forced = transactionText('ipi_f', -700, { authorization: null });
      await arrive([forced, forced]);
      await arrive([transactionText('ipi_f', -700, { authorization: null, dispute: 'idp_1' }, { id: 'evt_again' })]);
      expect(raised()).toEqual([
        {
          transaction: 'ipi_f',
          kind: 'forced_without_authorization',
          authorization: '',
          card: 'ic_1',
          amount_minor: 700,
          currency: 'usd',
        },
      ]);
      await arrive([transactionText('ipi_d', -500), authorizationText('iauth_1', NOW - 8 * DAY, [-500])]);
      expect(raised().slice(1)).toMatchObject([{ transaction: 'ipi_d', authorization: 'iauth_1' }]);
      expect((await list({ kind: 'forced' })).map(({ id, kind }) => [id, kind])).toEqual([
        ['ipi_f', 'forced_without_authorization'],
        ['ipi_d', 'forced_after_decline'],
      ]);
      expect((await list({ kind: 'forced_after_decline' })).map(({ id }) => id)).toEqual(['ipi_d']);
      expect(await bookOf(pool(), SCOPE, 'iauth_1')).toMatchObject({ forcedMinor: 500, overCapturedMinor: 0 });
    });

    it('is no alarm when it is long ago, and none when the batch fails', async () => {
      await arrive([transactionText('ipi_old', -700, { authorization: null, created: NOW - 9 * DAY })]);
      await writeRecords(pool(), [transactionText('ipi_new', -700, { authorization: null })]);
      const failing = async () => {
        throw new Error('no');
      };
      await takeArrivals(pool(), { limit: 9, nowMs: NOW * 1000, steps: [transactionsStep(alarms), failing] });
      expect(raised()).toEqual([]);
      expect((await list({ kind: 'forced' })).map(({ id }) => id)).toEqual(['ipi_old']);
    });
  });

  describe('the list', () => {
    it('is newest first, in pages, of one world, by card, authorization and time', async () => {
      await arrive([
        ...[1, 2, 3].map((n) => transactionText(`ipi_${n}`, -n, { created: NOW - n * DAY, card: `ic_${n % 2}` })),
        transactionText('ipi_theirs', -9, {}, { account: 'acct_1' }),
        transactionText('ipi_live', -9, {}, { livemode: true }),
      ]);
      const ids = async (filter: Partial<TransactionFilter>) => (await list(filter)).map(({ id }) => id);
      expect(await ids({})).toEqual(['ipi_1', 'ipi_2', 'ipi_3']);
      expect(await ids({ card: 'ic_1' })).toEqual(['ipi_1', 'ipi_3']);
      expect(await ids({ authorization: 'iauth_2' })).toEqual([]);
      expect(await ids({ fromMs: (NOW - 2 * DAY) * 1000 })).toEqual(['ipi_1', 'ipi_2']);
      expect(await ids({ toMs: (NOW - 2 * DAY) * 1000 })).toEqual(['ipi_3']);
      expect(await ids({ scope: { livemode: false, account: 'acct_1' } })).toEqual(['ipi_theirs']);
      const after = { createdMs: (NOW - DAY) * 1000, id: 'ipi_1' };
      const page = await listTransactions(pool(), { scope: SCOPE }, { limit: 1, after });
      expect(page.map(({ id }) => id)).toEqual(['ipi_2']);
    });
  });

  describe('totals', () => {
    it('are of the portfolio in which the funnel counts the same asks, also those that never reached us', async () => {
      await arrive([
        decisionText('b', { authorization: 'iauth_7', portfolio: 'travel', card: 'ic_1', amount_minor: 10 }),
      ]);
      await arrive([
        authorizationText('iauth_7', NOW - 8 * DAY, [10]),
        authorizationText('iauth_8', NOW - 8 * DAY, [-700]),
        authorizationText('iauth_9', NOW - 8 * DAY, [-5], { card: { id: 'ic_2' } }),
      ]);
      const books = await totalsOf(pool(), SCOPE, { by: 'portfolio', ...EVER, limit: 10 });
      const asks = await readFunnel(pool(), SCOPE, { by: ['portfolio'], ...EVER });
      const asked = Map.groupBy(asks, ({ portfolio }) => portfolio);
      const sums = [...asked].map(([key, lines]) => [key, lines.reduce((sum, line) => sum + line.amountMinor, 0)]);
      expect(sums).toEqual([
        ['travel', 710],
        [null, 5],
      ]);
      expect(new Map(books.map(({ key, askedMinor }) => [key, askedMinor]))).toEqual(
        new Map(sums as [string, number][]),
      );
    });

    it('are by day, card, portfolio and currency, each sum at its own time', async () => {
      const card = (id: string) => ({ card: { id } });
      await arrive([
        decisionText('a', { authorization: 'iauth_1', portfolio: 'travel' }),
        authorizationText('iauth_1', NOW - 8 * DAY, [1000, -200]),
        authorizationText('iauth_2', NOW - 8 * DAY, [700], { ...card('ic_2'), currency: 'jpy' }),
        authorizationText('iauth_3', NOW - 8 * DAY, [50], { ...card('ic_2'), account: 'acct_1' }),
        transactionText('ipi_1', -900, { created: NOW }),
        transactionText('ipi_2', 100, { created: NOW }),
        transactionText('ipi_3', -33, { authorization: null, card: 'ic_2', currency: 'jpy' }),
      ]);
      const totals = async (by: 'day' | 'card' | 'portfolio' | 'currency', more = {}) =>
        (await totalsOf(pool(), SCOPE, { by, ...EVER, limit: 100, ...more })).map((row) => [
          ...[row.key, row.currency, row.authorizations, row.approvedMinor, row.heldMinor, row.capturedMinor],
          ...[row.forcedMinor, row.refundedMinor],
        ]);
      expect(await totals('currency')).toEqual([
        [null, 'jpy', 1, 700, 700, 33, 33, 0],
        [null, 'usd', 1, 1000, 1000, 900, 0, 100],
      ]);
      expect(await totals('card')).toEqual([
        ['ic_1', 'usd', 1, 1000, 1000, 900, 0, 100],
        ['ic_2', 'jpy', 1, 700, 700, 33, 33, 0],
      ]);
      expect(await totals('portfolio')).toEqual([
        [null, 'jpy', 1, 700, 700, 33, 33, 0],
        ['travel', 'usd', 1, 1000, 1000, 900, 0, 100],
      ]);
      expect(await totals('day')).toEqual([
        ['2025-11-04', 'jpy', 1, 700, 700, 0, 0, 0],
        ['2025-11-04', 'usd', 1, 1000, 1000, 0, 0, 0],
        ['2025-11-13', 'jpy', 0, 0, 0, 33, 33, 0],
        ['2025-11-13', 'usd', 0, 0, 0, 900, 0, 100],
      ]);
      expect(await totals('day', { after: { key: '2025-11-04', currency: 'usd' }, limit: 1 })).toEqual([
        ['2025-11-13', 'jpy', 0, 0, 0, 33, 33, 0],
      ]);
      expect(await totals('currency', { fromMs: (NOW - DAY) * 1000 })).toEqual([
        [null, 'jpy', 0, 0, 0, 33, 33, 0],
        [null, 'usd', 0, 0, 0, 900, 0, 100],
      ]);
    });
  });
}
