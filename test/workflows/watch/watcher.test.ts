import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAlarms } from '../../../src/adapters/store/database/alarms.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { ownAlarm } from '../../contract/database/alarms.ts';
import { openTestDatabase } from '../../support/database.ts';
import { openReceiver } from '../../support/receiver.ts';
import { until } from '../../support/serve.ts';
import { watching } from './stage.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate alarms, outbox restart identity'));

const RAISED = { endReason: null, times: 1 };
const ENDED = { endReason: 'ended', times: 1 };
const soon = (look: () => Promise<boolean>) => until(look, 10_000);

describe('what becomes of an alarm', () => {
  it('is written down, with a job for each change in the order in which it happened', async () => {
    const { board, start, rows, jobs } = watching(database.pool, 'http://127.0.0.1:9/');
    board.raise('policy_kept_in_use');
    start();
    await soon(async () => (await rows()).length === 1);
    board.raise('records_lost', { id: 'dec_1' });
    await soon(async () => (await rows()).length === 2);
    board.raise('records_lost', { id: 'dec_2' });
    board.end('records_lost');
    await soon(async () => (await jobs()).length === 3);
    expect(await rows()).toEqual([
      { alarm: 'policy_kept_in_use', ...RAISED },
      { alarm: 'records_lost', ...ENDED, times: 2 },
    ]);
    expect(await jobs()).toEqual(['alarm.1.raised', 'alarm.2.raised', 'alarm.2.ended']);
  });

  it('is written without jobs where nobody is told', async () => {
    const { board, start, rows, jobs } = watching(database.pool, null);
    start();
    board.raise('records_lost');
    await soon(async () => (await rows()).length === 1);
    expect(await jobs()).toEqual([]);
  });

  it('about single requests ends by itself, without anybody looking', async () => {
    const { board, start, rows, clock } = watching(database.pool, null, { haste: 200 });
    const sinceMs = clock.nowMs();
    start();
    board.raise('rule_failed', { rule: 'a' });
    // Ten minutes, which here are three seconds.
    await until(async () => (await rows())[0]?.endReason === 'ended', 60_000);
    expect(clock.nowMs() - sinceMs).toBeGreaterThan(600_000);
  }, 70_000);

  it('is over when the process is stopped', async () => {
    const { board, start, rows, jobs } = watching(database.pool, 'http://127.0.0.1:9/');
    const watch = start();
    board.raise('records_lost');
    await soon(async () => (await rows()).length === 1);
    await watch.close();
    expect(await rows()).toEqual([{ alarm: 'records_lost', endReason: 'process_stopped', times: 1 }]);
    expect(await jobs()).toEqual(['alarm.1.raised', 'alarm.1.ended']);
  });
});

describe('while the database is away', () => {
  it('alarms go out directly, once each, and are written in order when it is back, told no second time', async () => {
    const receiver = await openReceiver();
    const { board, gate, start, rows, jobs } = watching(database.pool, receiver.url);
    gate.state = 'away';
    start();
    board.raise('database_unreachable', { reason: 'ECONNREFUSED' });
    await soon(async () => receiver.got.length === 1);
    board.raise('journal_backlog');
    board.end('journal_backlog');
    board.raise('journal_backlog');
    await soon(async () => receiver.got.length === 4);
    const types = receiver.got.map(({ text }) => JSON.parse(text)).map(({ type, alarm }) => [type, alarm.alarm]);
    expect(types).toEqual([
      ['alarm.raised', 'database_unreachable'],
      ['alarm.raised', 'journal_backlog'],
      ['alarm.ended', 'journal_backlog'],
      ['alarm.raised', 'journal_backlog'],
    ]);
    gate.state = 'open';
    board.end('database_unreachable');
    await soon(async () => (await jobs()).length === 1);
    expect(await rows()).toEqual([
      { alarm: 'database_unreachable', ...ENDED },
      { alarm: 'journal_backlog', ...ENDED },
      { alarm: 'journal_backlog', ...RAISED },
    ]);
    // Its end came when the database was back, and is the queue's to tell.
    expect(await jobs()).toEqual(['alarm.1.ended']);
    expect(new Set(receiver.ids()).size).toBe(4);
  });

  it('what the receiver did not take is told again by the queue, under the same id', async () => {
    const receiver = await openReceiver();
    receiver.manner = 500;
    const { board, gate, start, jobs } = watching(database.pool, receiver.url);
    gate.state = 'away';
    start();
    board.raise('database_unreachable');
    await soon(async () => receiver.got.length === 1);
    gate.state = 'open';
    await soon(async () => (await jobs()).length === 1);
    expect(await jobs()).toEqual(['alarm.1.raised']);
    const { rows } = await database.pool.query<{ key: string }>('select key from outbox');
    expect(rows[0]?.key).toBe(`alarm.${receiver.ids()[0]}`);
    expect(receiver.got).toHaveLength(1);
  });

  it('a database that never answers is away as well', async () => {
    const receiver = await openReceiver();
    const { board, gate, start, rows } = watching(database.pool, receiver.url);
    gate.state = 'hanging';
    start();
    board.raise('database_unreachable');
    await soon(async () => receiver.got.length === 1);
    board.raise('records_lost');
    await soon(async () => receiver.got.length === 2);
    gate.state = 'open';
    await soon(async () => (await rows()).length === 2);
  });

  it('only so many are kept, and what stands or is known is kept before all', async () => {
    const { board, gate, start, rows, log } = watching(database.pool, null);
    start();
    board.raise('database_unreachable');
    await soon(async () => (await rows()).length === 1);
    gate.state = 'away';
    board.end('database_unreachable');
    board.raise('records_lost');
    for (let time = 0; time < limits.maxUnwrittenAlarms + 200; time += 1) {
      board.raise('journal_backlog');
      board.end('journal_backlog');
    }
    gate.state = 'open';
    await soon(async () => (await rows()).length === limits.maxUnwrittenAlarms);
    const all = await rows();
    expect(all.slice(0, 2)).toEqual([
      { alarm: 'database_unreachable', ...ENDED },
      { alarm: 'records_lost', ...RAISED },
    ]);
    expect(log.some(({ dropped }) => dropped === 202)).toBe(true);
  }, 30_000);
});

describe('while the queue is away', () => {
  it('alarms go out directly as well, though they are written', async () => {
    const receiver = await openReceiver();
    const { board, start, jobs } = watching(database.pool, receiver.url);
    start();
    board.raise('counters_unreachable');
    await soon(async () => receiver.got.length === 1);
    expect(await jobs()).toEqual(['alarm.1.raised']);
  });
});

describe('alarms of processes that are gone', () => {
  it('are ended by any other process, with a job that tells of it', async () => {
    const longAgoMs = Date.now() - 2 * limits.alarmGoneMs;
    await writeAlarms(database.pool, [ownAlarm('alm_1_1', { process: 'prc_gone' })], longAgoMs);
    const { start, rows, jobs } = watching(database.pool, 'http://127.0.0.1:9/');
    start();
    await soon(async () => (await rows())[0]?.endReason === 'process_gone');
    expect(await jobs()).toEqual(['alarm.1.ended']);
  });

  it('are not those of one that goes on saying that it is there', async () => {
    const one = watching(database.pool, null, { id: 'prc_one', haste: 60 });
    const other = watching(database.pool, null, { id: 'prc_other', haste: 60 });
    one.start();
    other.start();
    one.board.raise('records_lost');
    const beganMs = one.clock.nowMs();
    // Seven minutes, which here are seven seconds.
    await until(async () => one.clock.nowMs() - beganMs > limits.alarmGoneMs + 2 * limits.alarmSweepMs, 60_000);
    expect(await one.rows()).toEqual([{ alarm: 'records_lost', ...RAISED }]);
  }, 70_000);

  it('stand anew where the process was only thought gone', async () => {
    const { board, start, rows } = watching(database.pool, null);
    start();
    board.raise('records_lost');
    await soon(async () => (await rows()).length === 1);
    await database.pool.query("update alarms set ended_at = now(), end_reason = 'process_gone'");
    // At the next beat, half a minute later, which here is a second and a half.
    await soon(async () => (await rows()).length === 2);
    expect(await rows()).toEqual([
      { alarm: 'records_lost', endReason: 'process_gone', times: 1 },
      { alarm: 'records_lost', ...RAISED },
    ]);
  });
});
