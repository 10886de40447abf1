import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/adapters/metrics/catalogue.ts';
import { createMetrics } from '../../../src/adapters/metrics/metrics.ts';
import type { ProcessState, StoredCounts } from '../../../src/adapters/metrics/sources.ts';
import type { Decision } from '../../../src/core/domain/decision.ts';
import { missing } from '../../../src/core/domain/value.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { seriesOf, seriesValue } from '../../support/metrics.ts';

const STATE: ProcessState = {
  recordedLateWaiting: 2,
  journal: { unshippedBytes: 10, oldestUnshippedMs: 1_500, unwrittenRecords: 3, isWritable: true, lastSyncMs: 2 },
  database: { kind: 'postgres', isUp: true },
  counters: { kind: 'redis', isCold: false, filling: 0 },
  policyVersion: 'pol_1',
  alarms: ['records_lost'],
};
const OF_DAY = {
  challenges: [{ channel: 'twilio', state: 'verified', count: 3 }],
  replies: [{ reading: 'unclear', count: 2 }],
};
const STORED: StoredCounts = { inbox: { waiting: 5, postponed: 1, oldestMs: 2_000 }, outbox: 7, ...OF_DAY };

/** As much of a decision as is counted. */
function decision(fields: Partial<Record<keyof Decision, unknown>> = {}): Decision {
  return {
    outcome: 'approve',
    portfolio: 'everyone',
    answeredBy: 'policy',
    scope: { livemode: false, account: null },
    reasons: [],
    attributes: {},
    facts: { unaskable: null },
    ...fields,
  } as unknown as Decision;
}

function setUp(clock = realClock) {
  const metrics = createMetrics({ clock, withProcess: false });
  return { metrics, series: async () => seriesOf(await metrics.text()) };
}

describe('what is counted', () => {
  test('decisions, stand-ins and what was missing, by cause and once a decision', async () => {
    const { metrics, series } = setUp();
    const attributes = { a: missing('late'), b: missing('late'), c: missing('not_sent'), d: 5 };
    metrics.answered({ decision: decision({ attributes }), isRecordedLate: false }, 12);
    const standIn = { answeredBy: 'stand_in', outcome: 'decline', reasons: ['decide_failed', 'stand_in.otherwise'] };
    metrics.answered({ decision: decision(standIn), isRecordedLate: true }, 12);
    const found = await series();
    const labels = { portfolio: 'everyone', livemode: 'false' };
    expect(
      seriesValue(found, 'countersign_decisions_total', { ...labels, outcome: 'approve', answered_by: 'policy' }),
    ).toBe(1);
    expect(
      seriesValue(found, 'countersign_decisions_total', { ...labels, outcome: 'decline', answered_by: 'stand_in' }),
    ).toBe(1);
    expect(seriesValue(found, 'countersign_stand_ins_total', { cause: 'decide_failed' })).toBe(1);
    expect(seriesValue(found, 'countersign_missing_inputs_total', { cause: 'late' })).toBe(1);
    expect(seriesValue(found, 'countersign_missing_inputs_total', { cause: 'not_sent' })).toBe(1);
    expect(seriesValue(found, 'countersign_recorded_late_total')).toBe(1);
    expect(seriesValue(found, 'countersign_duplicates_answered_total')).toBe(0);
  });

  test('whom nobody could ask, by why, and how questions and replies of the day stand', async () => {
    const { metrics, series } = setUp();
    metrics.answered({ decision: decision({ facts: { unaskable: 'no_phone' } }), isRecordedLate: false }, 3);
    metrics.answered({ decision: decision(), isRecordedLate: false }, 3);
    metrics.observe({ state: () => STATE, stored: async () => STORED });
    const found = await series();
    expect(seriesValue(found, 'countersign_unaskable_total', { reason: 'no_phone' })).toBe(1);
    expect(seriesValue(found, 'countersign_unaskable_total', { reason: 'daily_limit' })).toBe(0);
    const verified = { channel: 'twilio', state: 'verified' };
    expect(seriesValue(found, 'countersign_challenges_of_day', verified)).toBe(3);
    expect(seriesValue(found, 'countersign_sms_replies_of_day', { reading: 'unclear' })).toBe(2);
  });

  test('a duplicate is answered in its time, and decides nothing', async () => {
    const { metrics, series } = setUp();
    metrics.answered({ decision: null, isRecordedLate: false }, 3);
    const found = await series();
    expect(seriesValue(found, 'countersign_duplicates_answered_total')).toBe(1);
    expect(seriesValue(found, 'countersign_answer_stage_seconds_count', { stage: 'total' })).toBe(1);
    expect(found.filter(({ name }) => name === 'countersign_decisions_total')).toEqual([]);
  });

  test('how long the stages took, and what was left of two seconds', async () => {
    const { metrics, series } = setUp();
    metrics.stages.took('decide', 0.05);
    metrics.stages.took('decide', 0.3);
    metrics.answered({ decision: null, isRecordedLate: false }, 1_950);
    metrics.answered({ decision: null, isRecordedLate: false }, 2_500);
    const found = await series();
    const bucket = (le: string) =>
      seriesValue(found, 'countersign_answer_stage_seconds_bucket', { stage: 'decide', le });
    expect([bucket('0.0001'), bucket('0.00025'), bucket('0.0005'), bucket('+Inf')]).toEqual([1, 1, 2, 2]);
    expect(seriesValue(found, 'countersign_answer_stage_seconds_sum', { stage: 'decide' })).toBeCloseTo(0.00035);
    const left = (le: string) => seriesValue(found, 'countersign_answer_margin_seconds_bucket', { le });
    expect([left('0'), left('0.1'), left('+Inf')]).toEqual([1, 2, 2]);
  });
});

describe('labels', () => {
  test('that are known are there from the start, as 0: Prometheus sees no increase in what begins at 1', async () => {
    const found = await setUp().series();
    for (const livemode of ['true', 'false']) {
      expect(seriesValue(found, 'countersign_confirmations_total', { reason: 'webhook_timeout', livemode })).toBe(0);
    }
    expect(seriesValue(found, 'countersign_stand_ins_total', { cause: 'decide_failed' })).toBe(0);
    expect(found.length).toBeLessThan(300);
  });

  test('stay bounded, whatever is fed into every one of them, and what is known keeps its place', async () => {
    const { metrics } = setUp();
    const odd = (index: number) => (index % 7 === 0 ? `odd "${index}"\n\\`.repeat(30) : `odd "${index}"\n\\`);
    const alarms: string[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      const text = odd(index);
      const scope = { livemode: text, account: text };
      const odds = { outcome: text, portfolio: text, answeredBy: text, scope, reasons: [text] };
      metrics.answered({ decision: decision(odds), isRecordedLate: false }, index);
      const standIn = { answeredBy: 'stand_in', reasons: [text], attributes: { a: { missing: text } } };
      metrics.answered({ decision: decision(standIn), isRecordedLate: false }, index);
      metrics.received(text, text);
      metrics.refused(text, text);
      metrics.confirmed(text, index % 2 === 0);
      alarms.push(text);
    }
    const state = { ...STATE, alarms, policyVersion: odd(1) };
    metrics.observe({ state: () => state, stored: async () => STORED });
    const jobs = Object.fromEntries(alarms.map((name) => [name, 1]));
    metrics.observeQueues(async () => alarms.map((queue) => ({ queue, jobs, oldestMs: 1 })));
    metrics.received('events', 'issuing_dispute.closed');
    metrics.confirmed('webhook_timeout', true);
    const text = await metrics.text();
    const found = seriesOf(text);
    const names = new Set(found.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')));
    expect([...names].sort()).toEqual(Object.keys(CATALOGUE).sort());
    // Every name with all its labels: 3 x 52 x 3 x 3 decisions at most, but each ask has one of each.
    expect(found.length).toBeLessThan(1_000);
    expect(text.length).toBeLessThan(200_000);
    expect(
      seriesValue(found, 'countersign_webhooks_received_total', { door: 'events', type: 'issuing_dispute.closed' }),
    ).toBe(1);
    expect(seriesValue(found, 'countersign_confirmations_total', { reason: 'webhook_timeout', livemode: 'true' })).toBe(
      1,
    );
    const portfolios = new Set(found.flatMap(({ labels }) => labels.portfolio ?? []));
    expect(portfolios.size).toBe(51);
    expect(portfolios).toContain('other');
  });

  test('are those of the catalogue', async () => {
    const { metrics, series } = setUp();
    metrics.answered({ decision: decision({ attributes: { a: missing('late') } }), isRecordedLate: false }, 1);
    metrics.answered(
      { decision: decision({ answeredBy: 'stand_in', reasons: ['decide_failed'] }), isRecordedLate: false },
      1,
    );
    metrics.received('events', 'a');
    metrics.refused('events', 'too_old');
    metrics.confirmed('webhook_approved', false);
    metrics.observe({ state: () => STATE, stored: async () => STORED });
    metrics.observeQueues(async () => [{ queue: 'stripe', jobs: { waiting: 4 }, oldestMs: 9_000 }]);
    const found = await series();
    for (const [name, { labels, type }] of Object.entries(CATALOGUE)) {
      const shown = found.find((series) => series.name === name || series.name === `${name}_count`);
      expect(Object.keys(shown?.labels ?? {}).sort(), name).toEqual([...labels].sort());
      if (type === 'counter') expect(name).toMatch(/_total$/);
    }
    expect(seriesValue(found, 'countersign_queue_jobs', { queue: 'stripe', state: 'waiting' })).toBe(4);
    expect(seriesValue(found, 'countersign_queue_oldest_seconds', { queue: 'stripe' })).toBe(9);
    expect(seriesValue(found, 'countersign_inbox_oldest_seconds')).toBe(2);
    expect(seriesValue(found, 'countersign_journal_oldest_unshipped_seconds')).toBe(1.5);
    expect(seriesValue(found, 'countersign_alarm', { alarm: 'records_lost' })).toBe(1);
  });

  test('show the version in force alone', async () => {
    const { metrics, series } = setUp();
    let policyVersion = 'pol_1';
    metrics.observe({ state: () => ({ ...STATE, policyVersion }), stored: null });
    await series();
    policyVersion = 'pol_2';
    const info = (await series()).filter(({ name }) => name === 'countersign_policy_info');
    expect(info).toEqual([{ name: 'countersign_policy_info', labels: { version: 'pol_2' }, value: 1 }]);
  });
});

describe('a scrape', () => {
  test('says nothing of what it does not know', async () => {
    const { series } = setUp();
    const names = (await series()).map(({ name }) => name);
    expect(names).not.toContain('countersign_inbox_waiting_records');
    expect(names).not.toContain('countersign_database_up');
  });

  test('does not wait for a database that hangs, asks it once, and says how old its numbers are', async () => {
    const clock = createManualClock();
    const { metrics, series } = setUp(clock);
    let asked = 0;
    let answer: (counts: StoredCounts) => void = () => {};
    const hanging = () => new Promise<StoredCounts>((resolve) => (answer = resolve));
    metrics.observe({
      state: () => STATE,
      stored: () => {
        asked += 1;
        return asked === 1 ? Promise.resolve(STORED) : hanging();
      },
    });
    expect(seriesValue(await series(), 'countersign_inbox_waiting_records')).toBe(5);
    for (let scrape = 1; scrape <= 3; scrape += 1) {
      await clock.advance(10_000);
      const scraping = series();
      await clock.advance(500);
      const found = await scraping;
      expect(seriesValue(found, 'countersign_inbox_waiting_records')).toBe(5);
      expect(seriesValue(found, 'countersign_scrape_source_errors_total', { source: 'database' })).toBe(scrape);
      expect(seriesValue(found, 'countersign_scrape_source_age_seconds', { source: 'database' })).toBeCloseTo(
        10.5 * scrape,
      );
    }
    expect(asked).toBe(2);
    answer({ ...STORED, outbox: 99 });
    await clock.advance(1);
    expect(seriesValue(await series(), 'countersign_outbox_waiting_jobs')).toBe(99);
  });

  test('asks a database no more often than it must', async () => {
    const clock = createManualClock();
    const { metrics, series } = setUp(clock);
    let asked = 0;
    metrics.observe({
      state: () => STATE,
      stored: async () => {
        asked += 1;
        return STORED;
      },
    });
    for (let scrape = 0; scrape < 50; scrape += 1) await series();
    expect(asked).toBe(1);
  });

  test('shows what was last known where the database refuses', async () => {
    const clock = createManualClock();
    const { metrics, series } = setUp(clock);
    let isAway = false;
    metrics.observe({
      state: () => STATE,
      stored: async () => {
        if (isAway) throw new Error('away');
        return STORED;
      },
    });
    await series();
    isAway = true;
    await clock.advance(60_000);
    const found = await series();
    expect(seriesValue(found, 'countersign_outbox_waiting_jobs')).toBe(7);
    expect(seriesValue(found, 'countersign_scrape_source_errors_total', { source: 'database' })).toBe(1);
  });

  test("has the process's own metrics where they are wished, and two registries do not meet", async () => {
    const one = createMetrics({ clock: realClock, withProcess: true });
    const other = createMetrics({ clock: realClock, withProcess: true });
    one.received('events', 'a');
    const names = seriesOf(await one.text()).map(({ name }) => name);
    expect(names).toContain('process_cpu_seconds_total');
    expect(names).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(await other.text()).not.toContain('type="a"');
  });
});
