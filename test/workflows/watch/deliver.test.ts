import { readFileSync } from 'node:fs';
import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSignedPost } from '../../../src/adapters/http/signed-post.ts';
import { acknowledgeAlarm, writeAlarms } from '../../../src/adapters/store/database/alarms.ts';
import { JobGivenUp } from '../../../src/core/domain/job.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { deliverAlarm } from '../../../src/workflows/watch/deliver.ts';
import { deliveryOf } from '../../../src/workflows/watch/message.ts';
import { ownAlarm } from '../../contract/database/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { openTestDatabase } from '../../support/database.ts';
import { freePort } from '../../support/proxy.ts';
import { openReceiver } from '../../support/receiver.ts';
import { SECRET } from './stage.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.pool.query('truncate alarms, outbox restart identity');
  await writeAlarms(database.pool, [ownAlarm('alm_1')], Date.now());
});

interface Verifying {
  isFromCountersign(body: string, header: string, secret: string): boolean;
}

const handler = (url: string) => deliverAlarm(database.pool, createSignedPost({ url, secret: SECRET }, realClock));
const raised = deliveryOf('alm_1', 'raised').data;

describe('telling the receiver', () => {
  it("signs as Stripe does: Stripe's own verification takes it, and refuses another secret", async () => {
    const receiver = await openReceiver();
    await handler(receiver.url)(raised);
    const text = receiver.got[0]?.text ?? '';
    const signature = String(receiver.got[0]?.headers['countersign-signature']);
    expect(Stripe.webhooks.constructEvent(text, signature, SECRET)).toMatchObject({ type: 'alarm.raised' });
    expect(() => Stripe.webhooks.constructEvent(text, signature, 'another secret of both')).toThrow('signature');
    expect(() => Stripe.webhooks.constructEvent(`${text} `, signature, SECRET)).toThrow('signature');
    expect(receiver.got[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('is verified by the lines in docs/operations.md', async () => {
    const [, lines = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
    const module = `data:text/javascript;base64,${Buffer.from(lines).toString('base64')}`;
    const { isFromCountersign } = (await import(/* @vite-ignore */ module)) as Verifying;
    const receiver = await openReceiver();
    await handler(receiver.url)(raised);
    const text = receiver.got[0]?.text ?? '';
    const header = String(receiver.got[0]?.headers['countersign-signature']);
    expect(isFromCountersign(text, header, SECRET)).toBe(true);
    expect(isFromCountersign(`${text} `, header, SECRET)).toBe(false);
    expect(isFromCountersign(text, header, 'another')).toBe(false);
    expect(isFromCountersign(text, 't=1,v1=00', SECRET)).toBe(false);
    expect(isFromCountersign(text, header.replace(/t=\d+/, 't=1000'), SECRET)).toBe(false);
    expect(isFromCountersign(text, '', SECRET)).toBe(false);
  });

  it('says what happened, with an id that stays, and the whole state of now, so that a late one is known', async () => {
    const receiver = await openReceiver();
    const deliver = handler(receiver.url);
    await deliver(raised);
    await acknowledgeAlarm(database.pool, { id: 'alm_1', by: 'key_1', note: 'known', nowMs: Date.UTC(2026, 5, 2) });
    await deliver(deliveryOf('alm_1', 'acknowledged').data);
    const over = { endedAtMs: Date.UTC(2026, 5, 3), endReason: 'ended' } as const;
    await writeAlarms(database.pool, [ownAlarm('alm_1', over)], Date.now());
    await deliver(deliveryOf('alm_1', 'ended').data);
    await deliver(raised);
    const messages = receiver.got.map(({ text }) => JSON.parse(text));
    expect(messages.map(({ id, sequence }) => [id, sequence])).toEqual([
      ['alm_1.raised', 1],
      ['alm_1.acknowledged', 2],
      ['alm_1.ended', 3],
      ['alm_1.raised', 3],
    ]);
    expect(messages[2]).toEqual({
      id: 'alm_1.ended',
      type: 'alarm.ended',
      created: '2026-06-03T00:00:00.000Z',
      sequence: 3,
      alarm: {
        id: 'alm_1',
        alarm: 'journal_unwritable',
        process: 'prc_1',
        process_name: 'host/1',
        raised_at: '2026-06-01T12:00:00.000Z',
        ended_at: '2026-06-03T00:00:00.000Z',
        end_reason: 'ended',
        times: 1,
        detail: { code: 'ENOSPC' },
        acknowledged_at: '2026-06-02T00:00:00.000Z',
        acknowledged_by: 'key_1',
        note: 'known',
      },
    });
    expect(messages[3].alarm).toEqual(messages[2].alarm);
  });

  it.each([500, 503, 429, 404, 401])('tries again after %i', async (status) => {
    const receiver = await openReceiver();
    receiver.manner = status;
    const tried = handler(receiver.url)(raised);
    await expect(tried).rejects.toThrow(`answered ${status}`);
    await expect(tried).rejects.not.toBeInstanceOf(JobGivenUp);
  });

  it('gives up at 410', async () => {
    const receiver = await openReceiver();
    receiver.manner = 410;
    await expect(handler(receiver.url)(raised)).rejects.toBeInstanceOf(JobGivenUp);
  });

  it('follows no redirect', async () => {
    const receiver = await openReceiver();
    receiver.manner = 'redirect';
    await expect(handler(receiver.url)(raised)).rejects.toThrow('answered 307');
    expect(receiver.got.map(({ path }) => path)).toEqual(['/alarms']);
  });

  it('tries again where no HTTP comes back, or nobody listens, and tells nothing of where that was', async () => {
    const receiver = await openReceiver();
    receiver.manner = 'garbage';
    await expect(handler(receiver.url)(raised)).rejects.toThrow(/^the receiver of alarms: [A-Z]\w+$/);
    const nowhere = `http://127.0.0.1:${await freePort()}/`;
    await expect(handler(nowhere)(raised)).rejects.toThrow(/^the receiver of alarms: ECONNREFUSED$/);
  });

  it('reads nothing of an answer without end', async () => {
    const receiver = await openReceiver();
    receiver.manner = 'endless';
    const startMs = performance.now();
    await handler(receiver.url)(raised);
    expect(performance.now() - startMs).toBeLessThan(limits.alarmPostMs);
  });

  it('waits for a silent one only so long', async () => {
    const receiver = await openReceiver();
    receiver.manner = 'silent';
    const startMs = performance.now();
    await expect(handler(receiver.url)(raised)).rejects.toThrow('no answer in time');
    expect(performance.now() - startMs).toBeLessThan(limits.alarmPostMs + 2_000);
  }, 15_000);

  it('is done with an alarm that is forgotten, and gives up without a receiver or with a job that names none', async () => {
    const receiver = await openReceiver();
    await handler(receiver.url)(deliveryOf('alm_none', 'raised').data);
    expect(receiver.got).toEqual([]);
    await expect(deliverAlarm(database.pool, null)(raised)).rejects.toBeInstanceOf(JobGivenUp);
    await expect(handler(receiver.url)({ alarm: 'alm_1', event: 'exploded' })).rejects.toBeInstanceOf(JobGivenUp);
  });
});
