import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  findAnswer,
  findDecision,
  findDecisionsByAuthorization,
  recentAnswers,
} from '../../src/adapters/store/database/answers.ts';
import type { Database } from '../../src/adapters/store/database/open.ts';
import { createDatabaseSink } from '../../src/adapters/store/database/sink.ts';
import { writeRecords } from '../../src/adapters/store/database/write.ts';
import { decisionText, eventText } from '../adapters/store/database/fixtures.ts';

const TEST_SCOPE = { livemode: false, account: null };

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
      await database.pool.query('truncate decisions, events restart identity');
    });

    const write = (...texts: string[]) => writeRecords(database.pool, texts);
    const count = async (table: 'decisions' | 'events') => {
      const { rows } = await database.pool.query<{ count: string }>(`select count(*) from ${table}`);
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
          schema: '0001-decisions-and-events',
          isSynced: true,
          reason: null,
        });
        await database.ping();
      });
    });

    describe('decisions', () => {
      it('are found by id, by event, by ask and by authorization, as they were written', async () => {
        const text = decisionText('dec_1', { account: 'acct_1', livemode: true });
        expect(await write(text)).toEqual([{ kind: 'durable' }]);
        const scope = { livemode: true, account: 'acct_1' };
        const answer = { decisionId: 'dec_1', reply: JSON.parse(text).reply };
        const ask = { scope, createdAtMs: 0 };
        expect(await findDecision(database.pool, 'dec_1')).toEqual({
          record: JSON.parse(text),
          isRecordedLate: false,
        });
        expect(await findDecision(database.pool, 'dec_2')).toBeNull();
        expect(await findAnswer(database.pool, { ...ask, eventId: 'evt_dec_1', askKey: null })).toEqual(answer);
        expect(await findAnswer(database.pool, { ...ask, eventId: 'other', askKey: 'iauth_dec_1:0:1000' })).toEqual(
          answer,
        );
        expect(await findAnswer(database.pool, { ...ask, eventId: null, askKey: null })).toBeNull();
        expect(await findDecisionsByAuthorization(database.pool, scope, 'iauth_dec_1')).toHaveLength(1);
      });

      it('of one event in different scopes never meet', async () => {
        const scopes = [
          { livemode: false, account: null },
          { livemode: true, account: null },
          { livemode: true, account: 'acct_1' },
          { livemode: true, account: 'acct_2' },
        ];
        const texts = scopes.map((scope, index) => decisionText(`dec_${index}`, { ...scope, event: 'evt', ask: 'k' }));
        expect(await write(...texts)).toEqual(scopes.map(() => ({ kind: 'durable' })));
        for (const [index, scope] of scopes.entries()) {
          const found = await findAnswer(database.pool, { scope, eventId: 'evt', askKey: null, createdAtMs: 0 });
          expect(found?.decisionId).toBe(`dec_${index}`);
        }
      });

      it('of an event or ask that was answered by another one are refused with its answer', async () => {
        const answer = { decisionId: 'first', reply: JSON.parse(decisionText('first')).reply };
        const outcomes = await write(
          decisionText('first'),
          decisionText('same-event', { event: 'evt_first' }),
          decisionText('another'),
        );
        const refused = { kind: 'answered_before', answer };
        expect(outcomes).toEqual([{ kind: 'durable' }, refused, { kind: 'durable' }]);
        expect(await write(decisionText('same-ask', { ask: 'iauth_first:0:1000' }))).toEqual([refused]);
        const twice = await write(decisionText('first'), decisionText('new'), decisionText('new'));
        expect(twice).toEqual([{ kind: 'durable' }, { kind: 'durable' }, { kind: 'durable' }]);
        expect(await count('decisions')).toBe(3);
      });

      it('of an event and an ask that different ones answered get the answer to the event', async () => {
        await write(decisionText('by-ask'), decisionText('by-event'), decisionText('by-other-ask'));
        for (const other of ['by-ask', 'by-other-ask']) {
          const both = { event: 'evt_by-event', ask: `iauth_${other}:0:1000` };
          const [outcome] = await write(decisionText('new', both));
          expect(outcome).toMatchObject({ kind: 'answered_before', answer: { decisionId: 'by-event' } });
          const ask = { scope: TEST_SCOPE, eventId: both.event, askKey: both.ask, createdAtMs: 0 };
          expect(await findAnswer(database.pool, ask)).toMatchObject({ decisionId: 'by-event' });
        }
        const ask = { scope: TEST_SCOPE, eventId: null, askKey: 'iauth_by-ask:0:1000', createdAtMs: 0 };
        expect(await findAnswer(database.pool, ask)).toMatchObject({ decisionId: 'by-ask' });
      });

      it('without event and ask (an unreadable authorization) are all kept', async () => {
        const nothing = { event: null, ask: null, authorization: null, portfolio: null };
        await write(decisionText('a', nothing), decisionText('b', nothing));
        expect(await count('decisions')).toBe(2);
      });

      it('are marked as recorded late, with the mark in the same batch or in a later one', async () => {
        const late = (id: string) => JSON.stringify({ kind: 'late', id });
        expect(await write(decisionText('a'), late('a'), decisionText('b'), late('unknown'))).toHaveLength(4);
        await write(late('b'));
        await write(late('b'), decisionText('b'));
        await write(decisionText('c'));
        for (const [id, isRecordedLate] of [
          ['a', true],
          ['b', true],
          ['c', false],
        ] as const) {
          expect(await findDecision(database.pool, id)).toMatchObject({ isRecordedLate });
        }
      });

      it('warm the claims newest first, and no more than asked for', async () => {
        const at = (ms: number) => ({ asked_at: ms - 5, received_at: ms });
        await write(decisionText('old', at(1_000)), decisionText('new', at(3_000)), decisionText('mid', at(2_000)));
        const answers = await recentAnswers(database.pool, 1_500, 10);
        expect(answers.map(({ answer }) => answer.decisionId)).toEqual(['new', 'mid']);
        expect(answers[0]).toEqual({
          scope: TEST_SCOPE,
          eventId: 'evt_new',
          receivedAtMs: 3000,
          askKey: 'iauth_new:0:1000',
          createdAtMs: 2_995,
          answer: { decisionId: 'new', reply: JSON.parse(decisionText('new')).reply },
        });
        expect(await recentAnswers(database.pool, 0, 1)).toHaveLength(1);
      });
    });

    describe('events', () => {
      /** Steps are `content` or `content@created`; ids are evt_0, evt_1 …; `|` begins another batch. */
      const cases: [name: string, steps: string, stored: string][] = [
        ['a change back and forth is kept', 'A B A B', '0 1 2 3'],
        ['a repeat under a second id is not stored again', 'A A B B B', '0 2'],
        ['a repeat in a later batch is not stored again', 'A | A B | B | A', '0 2 4'],
        ['a repeat is recognised across several batches', 'A | B | A | A', '0 1 2'],
        ['an older event that comes late is compared with what was before it', 'A@1 B@3 | A@2', '0 1'],
        ['an older event that comes late and says something new is stored', 'A@1 B@3 | C@2', '0 1 2'],
      ];

      it.each(cases)('%s: %s', async (_name, steps, stored) => {
        let index = 0;
        for (const batch of steps.split('|')) {
          await write(
            ...batch
              .trim()
              .split(' ')
              .map((step) => {
                const [content, created] = step.split('@');
                const turn = index++;
                return eventText(`evt_${turn}`, {
                  content,
                  created: Number(created ?? 0),
                  received_at: turn,
                });
              }),
          );
        }
        expect(await storedEvents()).toEqual(stored.split(' ').map((turn) => `evt_${turn}`));
      });

      it('sent again beside a new one do not hide what was said in between', async () => {
        const first = eventText('evt_1', { content: 'A', received_at: 1 });
        await write(first);
        await write(eventText('evt_2', { content: 'B', received_at: 2 }));
        await write(first, eventText('evt_3', { content: 'B', received_at: 3 }));
        await write(first, eventText('evt_4', { content: 'A', received_at: 4 }));
        expect(await storedEvents()).toEqual(['evt_1', 'evt_2', 'evt_4']);
      });

      it('of another type, object or scope are no repeats', async () => {
        const same = { content: 'same' };
        await write(
          eventText('evt_1', same),
          eventText('evt_2', { ...same, object_id: 'iauth_2' }),
          eventText('evt_3', { ...same, type: 'issuing_authorization.created' }),
          eventText('evt_4', { ...same, livemode: true }),
          eventText('evt_5', { ...same, account: 'acct_1' }),
          eventText('evt_6', { ...same, object_id: null }),
        );
        expect(await count('events')).toBe(6);
      });

      it('are stored as a plain reading of the rule would, however they are cut into batches', async () => {
        const event = fc.record({ object: fc.constantFrom('x', 'y'), content: fc.constantFrom('A', 'B') });
        await fc.assert(
          fc.asyncProperty(
            fc.array(event, { minLength: 1, maxLength: 12 }),
            fc.array(fc.nat(12), { maxLength: 4 }),
            async (events, cuts) => {
              await database.pool.query('truncate events restart identity');
              const last = new Map<string, string>();
              const expected = events.flatMap(({ object, content }, index) => {
                const isRepeat = last.get(object) === content;
                last.set(object, content);
                return isRepeat ? [] : [`evt_${index}`];
              });
              const texts = events.map(({ object, content }, index) =>
                eventText(`evt_${index}`, { object_id: object, content, received_at: index }),
              );
              const bounds = [0, ...cuts.toSorted((a, b) => a - b), texts.length];
              for (const [turn, start] of bounds.entries()) await write(...texts.slice(start, bounds[turn + 1]));
              expect(await storedEvents()).toEqual(expected);
              // All of it once more, as after a crash before the acknowledgement.
              await write(...texts);
              expect(await storedEvents()).toEqual(expected);
            },
          ),
          { seed: 7, numRuns: 40 },
        );
      });
    });

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
        expect(await count('decisions')).toBe(19);
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
        expect(await count('decisions')).toBe(300);
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
