import { describe, expect, it } from 'vitest';
import {
  type ArrivalStep,
  isAnyPostponed,
  postponeArrival,
  takeArrivals,
} from '../../../src/adapters/store/database/inbox.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { enqueue } from '../../../src/adapters/store/database/outbox.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

/** What was stored is looked at once, in one transaction with what follows from it. */
export function inboxContract(database: () => Database): void {
  const write = (...texts: string[]) => writeRecords(database().pool, texts);
  const take = (step: ArrivalStep, limit = 100, nowMs = NOW_MS) =>
    takeArrivals(database().pool, { limit, nowMs, steps: [step] });
  const outbox = async () => (await database().pool.query<{ key: string }>('select key from outbox order by seq')).rows;
  const job = (key: string) => ({ name: 'retrieve_authorization' as const, key, data: { id: key } });

  /** A step that writes down what it was given. */
  function seeing(ids: string[]): ArrivalStep {
    return async (arrivals) => void ids.push(...arrivals.map(({ id }) => id));
  }

  describe('the inbox', () => {
    it('holds what is new, and nothing that was stored before', async () => {
      await write(decisionText('a'), eventText('evt_1'));
      await write(decisionText('a'), eventText('evt_1'), eventText('evt_2', { content: 'content of evt_1' }));
      const seen: string[] = [];
      expect(await take(seeing(seen))).toEqual({ kind: 'taken', count: 2 });
      expect(seen.sort()).toEqual(['a', 'evt_1']);
      expect(await take(seeing(seen))).toEqual({ kind: 'taken', count: 0 });
    });

    it('gives up what a failing step did, with its jobs, and tells what it was tried with', async () => {
      await write(eventText('evt_1'));
      const told: string[] = [];
      const failing: ArrivalStep = async (_arrivals, { pool, afterwards }) => {
        await enqueue(pool, [job('one')]);
        afterwards(() => told.push('after'));
        throw new Error('no');
      };
      const failed = await take(failing);
      expect(failed).toMatchObject({ kind: 'failed', seqs: [expect.any(String)] });
      expect([await outbox(), told]).toEqual([[], []]);
      const seen: string[] = [];
      await take(seeing(seen));
      expect(seen).toEqual(['evt_1']);
    });

    it('keeps jobs of the same key apart from nothing but each other', async () => {
      await write(eventText('evt_1'));
      const told: string[] = [];
      const step: ArrivalStep = async (_arrivals, { pool, afterwards }) => {
        await enqueue(pool, [job('one'), job('two'), job('one')]);
        await enqueue(pool, [job('two')]);
        afterwards(() => told.push('after'));
      };
      await take(step);
      expect([await outbox(), told]).toEqual([[{ key: 'one' }, { key: 'two' }], ['after']]);
    });

    it('puts a record off for longer each time, and lets others pass', async () => {
      await write(eventText('evt_1'));
      const failing: ArrivalStep = async () => {
        throw new Error('no');
      };
      const failed = await take(failing);
      const seq = failed.kind === 'failed' ? (failed.seqs[0] ?? '') : '';
      await postponeArrival(database().pool, seq, NOW_MS, 'no');
      await postponeArrival(database().pool, seq, NOW_MS, 'no');
      await write(eventText('evt_2', { object_id: 'iauth_2' }));
      const seen: string[] = [];
      await take(seeing(seen), 100, NOW_MS + 1_999);
      expect(seen).toEqual(['evt_2']);
      expect(await isAnyPostponed(database().pool)).toBe(true);
      await take(seeing(seen), 100, NOW_MS + 2_000);
      expect(seen).toEqual(['evt_2', 'evt_1']);
      expect(await isAnyPostponed(database().pool)).toBe(false);
    });

    it('takes the fields of an erased record for nothing', async () => {
      await write(eventText('evt_1'));
      await database().pool.query('delete from events');
      const seen: string[] = [];
      expect(await take(seeing(seen))).toEqual({ kind: 'taken', count: 1 });
      expect(seen).toEqual([]);
    });
  });

  describe('replies that were sent', () => {
    it('are kept once each, whether or not their decision is there yet', async () => {
      const sent = JSON.stringify({
        kind: 'sent',
        id: 'sent_1',
        replies: [
          ['dec_1', NOW_MS],
          ['dec_2', NOW_MS + 5],
        ],
      });
      await write(sent);
      await write(sent);
      const { rows } = await database().pool.query(
        'select decision_id, sent_at from replies_sent order by decision_id',
      );
      expect(rows).toEqual([
        { decision_id: 'dec_1', sent_at: new Date(NOW_MS) },
        { decision_id: 'dec_2', sent_at: new Date(NOW_MS + 5) },
      ]);
    });
  });
}
