import { beforeEach, describe, expect, it } from 'vitest';
import {
  acknowledgeAlarm,
  endGoneAlarms,
  findAlarm,
  listAlarms,
  type OwnAlarm,
  writeAlarms,
} from '../../../src/adapters/store/database/alarms.ts';
import { deleteOldRows } from '../../../src/adapters/store/database/old-rows.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { enqueue } from '../../../src/adapters/store/database/outbox.ts';
import { countWaiting } from '../../../src/adapters/store/database/waiting.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { ALARM_FIELDS } from '../../../src/core/domain/stored-fields.ts';
import { STORED_ROWS } from '../../../src/core/domain/stored-rows.ts';
import { deliveryOf } from '../../../src/workflows/watch/message.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';

const NOW_MS = Date.UTC(2026, 5, 1, 12);
const MINUTE_MS = 60_000;
const KEPT = STORED_ROWS.find(({ table }) => table === 'alarms');

/** An alarm of one process; `fields` replace. */
export function ownAlarm(id: string, fields: Partial<OwnAlarm> = {}): OwnAlarm {
  return {
    id,
    alarm: 'journal_unwritable',
    process: 'prc_1',
    processName: 'host/1',
    folder: null,
    raisedAtMs: NOW_MS,
    endedAtMs: null,
    endReason: null,
    times: 1,
    detail: { code: 'ENOSPC' },
    ...fields,
  };
}

const ended = { endedAtMs: NOW_MS + 5_000, endReason: 'ended' } as const;

/** Alarms outlive the process in which they stood. */
export function alarmsContract(database: () => Database): void {
  const pool = () => database().pool;
  beforeEach(() => pool().query('truncate alarms restart identity'));
  const write = (alarms: readonly OwnAlarm[], nowMs = NOW_MS) => writeAlarms(pool(), alarms, nowMs);
  const ids = async (page = {}) => (await listAlarms(pool(), { limit: 100, ...page })).map(({ id }) => id);

  describe('alarms', () => {
    it('are written as they stand, and again as they end, with the latest of their detail', async () => {
      expect(await write([ownAlarm('alm_1')])).toEqual(new Set(['alm_1']));
      expect(await findAlarm(pool(), 'alm_1')).toMatchObject({ raisedAtMs: NOW_MS, endedAtMs: null, times: 1 });
      await write([ownAlarm('alm_1', { ...ended, times: 7, detail: { code: 'EIO', waitedMs: 3.5, is: true } })]);
      const over = { ...ended, times: 7, detail: { code: 'EIO', waitedMs: 3.5, is: true }, raisedAtMs: NOW_MS };
      expect(await findAlarm(pool(), 'alm_1')).toMatchObject(over);
    });

    it('stand once for each name and process, one after the other even in one batch', async () => {
      await write([ownAlarm('alm_1')]);
      await write([ownAlarm('alm_1', ended), ownAlarm('alm_2', ended), ownAlarm('alm_3')]);
      expect(await ids({ isStanding: true })).toEqual(['alm_3']);
      await expect(write([ownAlarm('alm_4')])).rejects.toMatchObject({ constraint: 'alarms_standing' });
      await write([ownAlarm('alm_5', { process: 'prc_2' }), ownAlarm('alm_6', { alarm: 'records_lost' })]);
      expect(await ids({ isStanding: true })).toEqual(['alm_6', 'alm_5', 'alm_3']);
    });

    it('that are over stay as they were, and whoever thinks otherwise is told', async () => {
      await write([ownAlarm('alm_1', ended)]);
      expect(await write([ownAlarm('alm_1', { times: 9 }), ownAlarm('alm_2')])).toEqual(new Set(['alm_2']));
      expect(await findAlarm(pool(), 'alm_1')).toMatchObject({ ...ended, times: 1 });
    });

    it('of a process that was not seen for long are ended, of one that was seen are not, nor are its own', async () => {
      await write([ownAlarm('alm_gone'), ownAlarm('alm_own', { process: 'prc_9' })]);
      await write([ownAlarm('alm_seen', { process: 'prc_2' })], NOW_MS);
      const later = NOW_MS + 5 * MINUTE_MS;
      await write([ownAlarm('alm_seen', { process: 'prc_2' })], later);
      const gone = { process: 'prc_9', folder: null, beforeMs: later - MINUTE_MS, nowMs: later };
      expect(await endGoneAlarms(pool(), gone)).toEqual(['alm_gone']);
      expect(await findAlarm(pool(), 'alm_gone')).toMatchObject({ endReason: 'process_gone', endedAtMs: later });
      expect(await endGoneAlarms(pool(), gone)).toEqual([]);
      expect(await ids({ isStanding: true })).toEqual(['alm_seen', 'alm_own']);
    });

    it('of an earlier process of the same data folder are ended at once', async () => {
      await write([ownAlarm('alm_1', { folder: 'fld_1' }), ownAlarm('alm_2', { folder: 'fld_2', process: 'prc_2' })]);
      const gone = { process: 'prc_3', folder: 'fld_1', beforeMs: NOW_MS - MINUTE_MS, nowMs: NOW_MS };
      expect(await endGoneAlarms(pool(), gone)).toEqual(['alm_1']);
    });

    it('are acknowledged once, whether they stand or not', async () => {
      await write([ownAlarm('alm_1', ended)]);
      const first = { id: 'alm_1', by: 'key_1', note: 'known', nowMs: NOW_MS + 60_000 };
      expect(await acknowledgeAlarm(pool(), first)).toMatchObject({
        ...{ acknowledgedAtMs: NOW_MS + 60_000, acknowledgedBy: 'key_1', note: 'known' },
        ...ended,
      });
      expect(await acknowledgeAlarm(pool(), { ...first, by: 'key_2', note: null })).toBeNull();
      expect(await acknowledgeAlarm(pool(), { ...first, id: 'alm_none' })).toBeNull();
      expect(await findAlarm(pool(), 'alm_1')).toMatchObject({ acknowledgedBy: 'key_1' });
    });

    it('are listed in pages, by name, by whether they stand and whether somebody knows', async () => {
      await write([
        ownAlarm('alm_1', ended),
        ownAlarm('alm_2', { alarm: 'records_lost', ...ended }),
        ownAlarm('alm_3'),
        ownAlarm('alm_4', { alarm: 'records_lost' }),
      ]);
      await acknowledgeAlarm(pool(), { id: 'alm_4', by: 'key_1', note: null, nowMs: NOW_MS });
      expect(await ids()).toEqual(['alm_4', 'alm_3', 'alm_2', 'alm_1']);
      expect(await ids({ isStanding: false })).toEqual(['alm_2', 'alm_1']);
      expect(await ids({ alarm: 'records_lost', isStanding: true })).toEqual(['alm_4']);
      expect(await ids({ isAcknowledged: false, isStanding: true })).toEqual(['alm_3']);
      const [, second] = await listAlarms(pool(), { limit: 2 });
      expect(await ids({ before: second?.seq })).toEqual(['alm_2', 'alm_1']);
    });

    it('have the fields that are told of, and are kept as long as is told', async () => {
      const { rows } = await pool().query<{ name: string }>(
        `select column_name as name from information_schema.columns where table_name = 'alarms' order by 1`,
      );
      expect(rows.map(({ name }) => name).sort()).toEqual(ALARM_FIELDS.map(({ field }) => field).sort());
      expect(ALARM_FIELDS.every(({ days }) => days === KEPT?.days)).toBe(true);
    });

    it('are forgotten long after their end, never while they stand', async () => {
      await write([ownAlarm('alm_1', ended), ownAlarm('alm_2')]);
      const { days = 0 } = KEPT ?? {};
      const forget = async (nowMs: number) => KEPT && deleteOldRows(pool(), KEPT, nowMs, 10);
      await forget(ended.endedAtMs + days * 86_400_000);
      expect(await ids()).toEqual(['alm_2', 'alm_1']);
      await forget(ended.endedAtMs + days * 86_400_000 + 1);
      expect(await ids()).toEqual(['alm_2']);
    });
  });

  describe('what waits', () => {
    it('is counted, with the time at which the first of it arrived', async () => {
      expect(await countWaiting(pool())).toEqual({
        inbox: { waiting: 0, postponed: 0, first: null, oldestAtMs: null },
        outbox: { waiting: 0, first: null },
      });
      await writeRecords(pool(), [decisionText('a', { received_at: NOW_MS })]);
      await writeRecords(pool(), [eventText('evt_1', { received_at: NOW_MS - 1 })]);
      await pool().query('update inbox set tries = 1 where id = $1', ['evt_1']);
      await enqueue(pool(), [deliveryOf('alm_1', 'raised'), deliveryOf('alm_1', 'ended')]);
      expect(await countWaiting(pool())).toEqual({
        inbox: { waiting: 2, postponed: 1, first: '1', oldestAtMs: NOW_MS },
        outbox: { waiting: 2, first: expect.any(String) },
      });
    });
  });
}
