import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteSeenInputs, readSeenInputs, seenTypes } from '../../../src/adapters/store/database/event-types.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { shipRecords } from '../../../src/adapters/store/shipping.ts';
import type { InputKind } from '../../../src/core/features/input-kind.ts';
import { decisionText, eventText, trackedText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import {
  countTrackedEvents,
  FIRST_TRACKED as START,
  type TrackedCursor,
  trackedEventsAfter,
} from '../../support/tracked-events.ts';

const TEST = { livemode: false, account: null };

/** Tracked events are kept once by type and id, and given back in the order of recording; inputs have one kind. */
export function trackedContract(database: () => Database): void {
  const write = (...texts: string[]) => writeRecords(database().pool, texts);
  const idsAfter = async (cursor: TrackedCursor, limit = 100, types: readonly string[] | null = null) => {
    const { records, last } = await trackedEventsAfter(database().pool, cursor, { limit, types });
    return { ids: records.map(({ id }) => id), last };
  };

  describe('tracked events', () => {
    it('are durable beside decisions and events of one batch, and touch neither', async () => {
      const outcomes = await write(trackedText('t_1'), decisionText('dec_1'), eventText('evt_1'), trackedText('t_2'));
      expect(outcomes).toEqual(Array(4).fill({ kind: 'durable' }));
      const { rows } = await database().pool.query<{ decisions: string; events: string; tracked: string }>(
        `select (select count(*) from decisions) as decisions, (select count(*) from events) as events,
          (select count(*) from tracked_events) as tracked`,
      );
      expect(rows[0]).toEqual({ decisions: '1', events: '1', tracked: '2' });
    });

    it('come back as they were recorded, with their own time and when they were received', async () => {
      const text = trackedText('t_1', { account: 'acct_1', livemode: true, inputs: { 'a.b': [1, null], c: 'ü' } });
      await write(text);
      const { records } = await trackedEventsAfter(database().pool, START, { limit: 1 });
      expect(records).toEqual([JSON.parse(text)]);
      const { rows } = await database().pool.query(
        'select livemode, account, type, at, received_at from tracked_events',
      );
      expect(rows).toEqual([
        {
          ...{ livemode: true, account: 'acct_1', type: 'login' },
          ...{ at: new Date(1_763_000_000_000), received_at: new Date(1_763_000_000_123) },
        },
      ]);
    });

    it('written again, in a batch or a later one, change nothing: the first one stands', async () => {
      await write(trackedText('t_1'), trackedText('t_1', { inputs: { user_id: 'u_2' } }));
      await shipRecords(database().pool, [trackedText('t_1', { inputs: { user_id: 'u_3' } })], createTestAlarms());
      const { records } = await trackedEventsAfter(database().pool, START, { limit: 10 });
      expect(records.map(({ inputs }) => inputs)).toEqual([{ user_id: 'u_1' }]);
    });

    it('of another type, mode or account are others, whatever their id', async () => {
      const others = [{}, { type: 'purchase' }, { livemode: true }, { account: 'acct_1' }];
      await write(...others.map((fields) => trackedText('same', fields)));
      expect(await countTrackedEvents(database().pool)).toEqual(
        new Map([
          ['login', 3],
          ['purchase', 1],
        ]),
      );
    });

    it('are counted from a moment on', async () => {
      await write(trackedText('t_1', { received_at: 1_000 }), trackedText('t_2', { received_at: 2_000 }));
      expect(await countTrackedEvents(database().pool, 1_001)).toEqual(new Map([['login', 1]]));
    });

    it('of one moment come in the order in which they were written', async () => {
      await write(...['c', 'a', 'b'].map((id) => trackedText(id)));
      await write(trackedText('earlier', { received_at: 1 }));
      expect((await idsAfter(START)).ids).toEqual(['earlier', 'c', 'a', 'b']);
    });

    it('of some types alone come when only those are asked for', async () => {
      await write(...['login', 'purchase', 'login', 'refund'].map((type, turn) => trackedText(`t_${turn}`, { type })));
      expect((await idsAfter(START, 100, ['login', 'refund'])).ids).toEqual(['t_0', 't_2', 't_3']);
    });

    it('come in pages that neither skip nor repeat one', async () => {
      await fc.assert(
        fc.asyncProperty(
          // Microseconds: events of one request are as close as that.
          fc.array(
            fc.nat(3).map((step) => step / 1_000),
            { maxLength: 15 },
          ),
          fc.integer({ min: 1, max: 6 }),
          async (moments, limit) => {
            await database().pool.query('truncate tracked_events restart identity');
            await write(...moments.map((received_at, index) => trackedText(`t_${index}`, { received_at })));
            const expected = moments
              .map((moment, index) => ({ moment, index }))
              .toSorted((a, b) => a.moment - b.moment || a.index - b.index)
              .map(({ index }) => `t_${index}`);
            const found: string[] = [];
            let at: TrackedCursor | null = START;
            while (at) {
              const page: Awaited<ReturnType<typeof idsAfter>> = await idsAfter(at, limit);
              found.push(...page.ids);
              at = page.last;
            }
            expect(found).toEqual(expected);
          },
        ),
        { seed: 7, numRuns: 25 },
      );
    });

    it('without a type or a time are refused, and by themselves alone', async () => {
      await expect(write(trackedText('t_1', { type: null }))).rejects.toMatchObject({ code: '23502' });
      await expect(write(trackedText('t_1', { time: 'now' }))).rejects.toMatchObject({ code: '22P02' });
    });
  });

  describe('kinds of inputs', () => {
    const note = (scope: { livemode: boolean; account: string | null }, ...inputs: [string, string, InputKind][]) =>
      noteSeenInputs(
        database().pool,
        scope,
        inputs.map(([type, input, kind]) => ({ type, input, kind })),
      );

    it('stand as they were noted first, whole numbers becoming fractions', async () => {
      await note(TEST, ['login', 'ip', 'string'], ['login', 'age', 'int'], ['login', 'ages', 'list:int']);
      const standing = await note(
        TEST,
        ['login', 'ip', 'bool'],
        ['login', 'age', 'float'],
        ['login', 'ages', 'list:float'],
      );
      const found = Object.fromEntries(standing.map(({ input, kind }) => [input, kind]));
      expect(found).toEqual({ ip: 'string', age: 'float', ages: 'list:float' });
      await note(TEST, ['login', 'age', 'int']);
      expect(await readSeenInputs(database().pool, TEST, 10)).toContainEqual({
        ...{ type: 'login', input: 'age', kind: 'float' },
      });
    });

    it('are those of one mode and account, so many at most', async () => {
      await note(TEST, ['login', 'a', 'int'], ['login', 'b', 'int']);
      await note({ livemode: true, account: 'acct_1' }, ['login', 'a', 'string']);
      expect(await readSeenInputs(database().pool, { livemode: true, account: 'acct_1' }, 10)).toHaveLength(1);
      expect(await readSeenInputs(database().pool, TEST, 1)).toHaveLength(1);
    });

    it('are the checker’s types, of all modes and accounts together', async () => {
      await note(TEST, ['login', 'ip', 'string'], ['login', 'tries', 'int']);
      await note({ livemode: true, account: null }, ['login', 'ip', 'string'], ['login', 'tries', 'bool']);
      const types = await seenTypes(database().pool);
      expect([types.get('login')?.get('ip')?.kind, types.get('login')?.get('tries')?.kind]).toEqual([
        'string',
        'unknown',
      ]);
    });

    it('that a later version knows are left alone', async () => {
      await note(TEST, ['login', 'a', 'matrix' as InputKind], ['login', 'b', 'int']);
      expect(await readSeenInputs(database().pool, TEST, 10)).toEqual([{ type: 'login', input: 'b', kind: 'int' }]);
    });
  });
}
