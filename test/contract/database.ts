import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findDecision } from '../../src/adapters/store/database/answers.ts';
import { KNOWN_MIGRATIONS } from '../../src/adapters/store/database/migrate.ts';
import type { Database } from '../../src/adapters/store/database/open.ts';
import { createDatabaseSink } from '../../src/adapters/store/database/sink.ts';
import { writeRecords } from '../../src/adapters/store/database/write.ts';
import { decisionText } from '../adapters/store/database/fixtures.ts';
import { accessContract } from './database/access.ts';
import { alarmsContract } from './database/alarms.ts';
import { asksContract } from './database/asks.ts';
import { backtestsContract } from './database/backtests.ts';
import { challengeBookContract } from './database/challenge-book.ts';
import { challengeFunnelContract } from './database/challenge-funnel.ts';
import { challengesContract } from './database/challenges.ts';
import { confirmContract } from './database/confirm.ts';
import { decisionsContract } from './database/decisions.ts';
import { disputeRatesContract } from './database/dispute-rates.ts';
import { eventsContract } from './database/events.ts';
import { inboxContract } from './database/inbox.ts';
import { listsContract } from './database/lists.ts';
import { monthlyReportContract } from './database/monthly-report.ts';
import { outboxContract } from './database/outbox.ts';
import { peopleContract } from './database/people.ts';
import { performanceContract } from './database/performance.ts';
import { policiesContract } from './database/policies.ts';
import { reviewsContract } from './database/reviews.ts';
import { searchContract } from './database/search.ts';
import { stripeChallengesContract } from './database/stripe-challenges.ts';
import { trackedContract } from './database/tracked.ts';
import { trafficContract } from './database/traffic.ts';
import { transactionsContract } from './database/transactions.ts';
import { usersContract } from './database/users.ts';

const PARTS = [
  decisionsContract,
  searchContract,
  eventsContract,
  trackedContract,
  inboxContract,
  transactionsContract,
  asksContract,
  confirmContract,
  transactionsContract,
  peopleContract,
  outboxContract,
  policiesContract,
  listsContract,
  accessContract,
  usersContract,
  reviewsContract,
  challengesContract,
  stripeChallengesContract,
  alarmsContract,
  trafficContract,
  challengeBookContract,
  challengeFunnelContract,
  backtestsContract,
  performanceContract,
  disputeRatesContract,
  monthlyReportContract,
];

/** What every database under us must do. `open` gives one that is ready; the suite empties it and closes it. */
export function databaseContract(name: string, open: () => Promise<Database>): void {
  describe(`the database contract on ${name}`, () => {
    let database: Database;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(async () => {
      await database?.close();
    });
    beforeEach(async () => {
      await database.pool.query(
        `truncate decisions, events, tracked_events, event_types, inbox, outbox, replies_sent, authorizations, asks
        restart identity`,
      );
    });

    const write = (...texts: string[]) => writeRecords(database.pool, texts);
    const countDecisions = async () => {
      const { rows } = await database.pool.query<{ count: string }>('select count(*) from decisions');
      return Number(rows[0]?.count);
    };
    const storedEvents = async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from events order by seq');
      return rows.map(({ id }) => id);
    };

    describe('types and errors', () => {
      it('gives the types of pg: int8 and numeric as text, timestamptz as Date, jsonb as an object', async () => {
        const { rows, rowCount } = await database.pool.query(
          `select 9007199254740993::int8 as big, 1.10::numeric as exact, 7::int4 as small, true as yes, null as nothing,
          '2026-01-02T03:04:05.678Z'::timestamptz as at, '{"a": [1]}'::jsonb as json, array['x', 'y'] as list`,
        );
        expect(rowCount).toBe(1);
        expect(rows[0]).toEqual({
          big: '9007199254740993',
          exact: '1.10',
          small: 7,
          yes: true,
          nothing: null,
          at: new Date('2026-01-02T03:04:05.678Z'),
          json: { a: [1] },
          list: ['x', 'y'],
        });
      });

      it('tells how many rows an update touched', async () => {
        await write(decisionText('a'), decisionText('b'));
        const [result] = await database.db.updateTable('decisions').set({ review: true }).execute();
        expect(result?.numUpdatedRows).toBe(2n);
      });

      it('names the code and the constraint of a broken rule, and tells nothing of the query or the row', async () => {
        await write(decisionText('secret-id'));
        const insert = `insert into decisions select * from decisions where id = $1`;
        const error = await database.pool.query(insert, ['secret-id']).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ name: 'SqlError', code: '23505', constraint: 'decisions_pkey' });
        expect(tellAll(error)).not.toContain('secret-id');
        expect(tellAll(error)).not.toContain('insert into');
      });

      it.each([
        ['select $1::int', 'secret'],
        ['select $1::jsonb', '{"pan": "secret"'],
        ['select $1::timestamptz', 'secret'],
        ['select ($1::jsonb)::text::int', '{"pan": "secret"}'],
      ])('does not quote the value that %s refused', async (query, value) => {
        const error = await database.pool.query(query, [value]).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ name: 'SqlError' });
        expect(tellAll(error)).not.toContain('secret');
      });

      it('undoes a transaction that throws, and keeps one that does not', async () => {
        const insert = (id: string) => `insert into events (livemode, id, type, created_at, received_at, record)
          values (true, '${id}', 't', now(), now(), '{}')`;
        const client = await database.pool.connect();
        await client.query('begin');
        await client.query(insert('evt_undone'));
        await client.query('rollback');
        await client.query('begin');
        await client.query(insert('evt_kept'));
        await client.query('commit');
        client.release();
        await database.db
          .transaction()
          .execute(async (transaction) => {
            await transaction.deleteFrom('events').execute();
            throw new Error('no');
          })
          .catch(() => {});
        expect(await storedEvents()).toEqual(['evt_kept']);
      });

      it('says that it is open, synced and which schema it has', async () => {
        expect(database.status()).toMatchObject({
          state: 'open',
          schema: KNOWN_MIGRATIONS.at(-1),
          isSynced: true,
          reason: null,
        });
        await database.ping();
      });
    });

    for (const part of PARTS) part(() => database);

    describe('a record that the database does not take', () => {
      it('has U+0000 and half surrogate pairs replaced, and nothing else', async () => {
        const names = ['a\u0000b', '\ud83d\ude00', '\ud83d', 'x\udc00y', 'C:\\u0000', 'tab\t"quoted" \\\\u0000'];
        const texts = names.map((name, index) => decisionText(`dec_${index}`, { name }));
        texts.push(decisionText('escaped').replace('"everyone"', '"\\ud83d\\ude00 \\ud83d\\u0000 \\\\ud83d"'));
        await write(...texts);
        const stored = await Promise.all(names.map((_, index) => findDecision(database.pool, `dec_${index}`)));
        expect(stored.map((decision) => decision?.record.name)).toEqual([
          'a\ufffdb',
          '\ud83d\ude00',
          '\ufffd',
          'x\ufffdy',
          'C:\\u0000',
          'tab\t"quoted" \\\\u0000',
        ]);
        const escaped = await findDecision(database.pool, 'escaped');
        expect(escaped?.record.portfolio).toBe('\ud83d\ude00 \ufffd\ufffd \\ud83d');
      });

      it.each([
        ['no JSON', '{"kind":"decision",', /^22/],
        ['two records on one line', `${decisionText('x')},${decisionText('y')}`, /^22/],
        ['a field missing', decisionText('x', { outcome: undefined }), /^23/],
        ['a field of the wrong type', decisionText('x', { received_at: 'secret' }), /^22/],
        ['a kind that this version does not know', '{"kind":"omen","id":"x"}', /^22/],
        ['no object', '7', /^22/],
      ])('rejects as permanent: %s', async (_name, text, code) => {
        const error = await write(text).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ name: 'SqlError', code: expect.stringMatching(code) });
        expect(tellAll(error)).not.toContain('secret');
      });

      it('rejects alone at the sink: its neighbours become durable', async () => {
        const sink = createDatabaseSink(database);
        const texts = Array.from({ length: 20 }, (_, index) => decisionText(`dec_${index}`));
        texts[7] = '{"kind":';
        const results = await Promise.allSettled(texts.map((text) => sink.record(text)));
        expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([7]);
        expect(await countDecisions()).toBe(19);
      });
    });

    describe('the sink', () => {
      it('writes what arrives during one insert as the next batch', async () => {
        let statements = 0;
        const counting: Database['pool'] = {
          ...database.pool,
          query: (text, values, statement) => {
            statements += 1;
            return database.pool.query(text, values, statement);
          },
        };
        const sink = createDatabaseSink({ pool: counting });
        const texts = Array.from({ length: 300 }, (_, index) => decisionText(`dec_${index}`));
        const outcomes = await Promise.all(texts.map((text) => sink.record(text)));
        expect(outcomes).toEqual(texts.map(() => ({ kind: 'durable' })));
        expect(await countDecisions()).toBe(300);
        expect(statements).toBe(2);
      });

      it('gives one answer to an ask that several sinks decide at the same time', async () => {
        const sinks = Array.from({ length: 4 }, () => createDatabaseSink(database));
        const outcomes = await Promise.all(
          Array.from({ length: 40 }, (_, ask) =>
            Promise.all(
              sinks.map((sink, turn) =>
                sink.record(decisionText(`dec_${ask}_${turn}`, { event: `evt_${ask}`, ask: `ask_${ask}` })),
              ),
            ),
          ),
        );
        for (const [ask, ofAsk] of outcomes.entries()) {
          const stood = ofAsk.flatMap((outcome, turn) => (outcome.kind === 'durable' ? [`dec_${ask}_${turn}`] : []));
          const told = ofAsk.flatMap((outcome) =>
            outcome.kind === 'answered_before' ? [outcome.answer.decisionId] : [],
          );
          expect(stood).toHaveLength(1);
          expect(told).toEqual([stood[0], stood[0], stood[0]]);
        }
      });
    });
  });
}

/** Everything that a log could print of an error. */
function tellAll(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
}
