import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAlarms } from '../../../../src/adapters/store/database/alarms.ts';
import { type TrafficRow, writeTraffic } from '../../../../src/adapters/store/database/traffic.ts';
import type { Clock } from '../../../../src/core/decision/ports.ts';
import { latencyPlace } from '../../../../src/core/domain/latency.ts';
import { ownAlarm } from '../../../contract/database/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { countersignAt } from '../../cli/remote/terminal.ts';
import { openStage, type Stage } from './stage.ts';

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 5, 1, 12, 30, 20);
const clock: Clock = { ...realClock, nowMs: () => NOW_MS };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ clock });
});
afterAll(() => stage.close());
beforeEach(() => stage.database.pool.query('truncate traffic, alarms'));

function row(minutesAgo: number, fields: Partial<TrafficRow> = {}): TrafficRow {
  return {
    process: 'prc_1',
    scope: { livemode: false, account: null },
    minuteMs: Math.floor(NOW_MS / MINUTE_MS) * MINUTE_MS - minutesAgo * MINUTE_MS,
    asked: 100,
    outcomes: { approve: 90, decline: 8, challenge: 2 },
    standIns: {},
    missing: { late: 1 },
    recordedLate: 0,
    latencies: { [latencyPlace(4)]: 98, [latencyPlace(300)]: 2 },
    ...fields,
  };
}

describe('GET /v1/traffic', () => {
  it('adds up what all gateways counted, minute by minute and in all, with the quantiles of all together', async () => {
    const slow = { [latencyPlace(4)]: 10, [latencyPlace(2_500)]: 90 };
    await writeTraffic(stage.database.pool, [
      row(0, { asked: 7, latencies: {} }),
      row(2),
      row(2, { process: 'prc_2', standIns: { decide_failed: 3 }, missing: {}, latencies: slow, recordedLate: 4 }),
      row(9),
    ]);
    const { minutes, totals, ...around } = await stage.client.traffic.get({ minutes: 5 });
    expect(around).toEqual({
      from: '2026-06-01T12:26:00.000Z',
      to: '2026-06-01T12:30:20.000Z',
      counted_every_ms: 5_000,
      stripe_timeout_ms: 2_000,
      deadline_ms: { shortest: 1_200, longest: 1_200 },
    });
    expect(minutes.map(({ at, asked }) => [at.slice(11, 16), asked])).toEqual([
      ['12:26', 0],
      ['12:27', 0],
      ['12:28', 200],
      ['12:29', 0],
      ['12:30', 7],
    ]);
    expect(minutes[1]).toMatchObject({ p50_ms: null, p99_ms: null, missing: {} });
    expect(minutes[2]).toMatchObject({
      ...{ approved: 180, declined: 16, challenged: 4, recorded_late: 4, too_late: 90 },
      ...{ stand_ins: { decide_failed: 3 }, missing: { late: 1 } },
    });
    expect(minutes[2]?.p50_ms).toBeCloseTo(4, 0);
    expect(Math.abs((totals.p99_ms ?? 0) / 2_500 - 1)).toBeLessThan(0.03);
    expect(totals).toMatchObject({ asked: 207, too_late: 90 });
  });

  it('is of one mode and account, for whoever may read, and of six hours at most', async () => {
    await writeTraffic(stage.database.pool, [row(0, { scope: { livemode: false, account: 'acct_1' } })]);
    const { client } = await stage.keyed(['read'], { account: 'acct_1' });
    expect((await client.traffic.get()).totals.asked).toBe(100);
    expect((await stage.client.traffic.get()).totals.asked).toBe(0);
    await expect(stage.client.traffic.get({ minutes: 361 })).rejects.toMatchObject({ code: 'invalid_request' });
    const { client: other } = await stage.keyed(['events']);
    await expect(other.traffic.get()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('GET /v1/status', () => {
  it('names what stands and what is degraded to a key of any world, without details', async () => {
    const raised = { raisedAtMs: NOW_MS - MINUTE_MS };
    await writeAlarms(
      stage.database.pool,
      [
        ownAlarm('alm_1', raised),
        ownAlarm('alm_2', { ...raised, process: 'prc_2', raisedAtMs: NOW_MS }),
        ownAlarm('alm_3', { alarm: 'jobs_dead', endedAtMs: NOW_MS, endReason: 'ended' }),
      ],
      NOW_MS,
    );
    const { client } = await stage.keyed(['read'], { livemode: true, account: 'acct_1' });
    const status = await client.status.get();
    expect(status.alarms).toEqual([
      {
        alarm: 'journal_unwritable',
        severity: 'critical',
        part: 'records',
        since: '2026-06-01T12:29:20.000Z',
        processes: 2,
        text: 'the disk of the journal refuses or hangs',
      },
    ]);
    expect(JSON.stringify(status)).not.toContain('ENOSPC');
    expect(status.parts.filter(({ degraded }) => degraded)).toMatchObject([
      { part: 'records', causes: [{ cause: 'journal_unwritable' }] },
      { part: 'stripe', causes: [{ cause: 'no_key' }] },
    ]);
    expect(status).toMatchObject({
      process: { name: 'host/1', role: 'gateway' },
      policy_version: stage.live.current().version,
      jobs: { done_by: 'here', seen_at: null, queues: null },
    });
  });
});

describe('countersign traffic', () => {
  const countersign = (...words: string[]) =>
    countersignAt({ url: stage.url, apiKey: stage.admin.key }, ['traffic', ...words]);

  it('shows a line for each minute with asks, the sum, and what was left of the time', async () => {
    expect((await countersign()).out).toBe('Nothing was asked in the last 60 minutes.\n');
    const standIns = { decide_failed: 3 };
    await writeTraffic(stage.database.pool, [row(1, { standIns, recordedLate: 2 }), row(2)]);
    const { code, out } = await countersign('--minutes', '10');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(
      /^MINUTE \(UTC\) +ASKS +APPROVED +DECLINED +CHALLENGED +STAND-IN +P50 MS +P99 MS$/,
    );
    expect(out).toMatch(/\n12:28 +100 +90 +8 +2 +0 +[\d.]+ +[\d.]+\n12:29 +100 +90 +8 +2 +3 /);
    expect(out).toMatch(/\nall +200 +180 +16 +4 +3 /);
    expect(out).toMatch(/\n1[67]\d\d ms of Stripe's 2000 were left at p99 \(deadline 1200 ms\)\.\n/);
    expect(out).toContain('Stand-in: decide_failed 3\nMissing: late 2\nRecorded late: 2\n');
    expect((await countersign('--json')).json.totals.asked).toBe(200);
    expect((await countersign('--minutes', '0')).code).toBe(2);
  });
});
