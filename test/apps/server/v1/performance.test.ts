import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realClock } from '../../../support/clock.ts';
import { fillOctober, NOW_MS } from '../../../support/october.ts';
import { openStage, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ clock: { ...realClock, nowMs: () => NOW_MS } });
  await fillOctober(stage.database.pool);
});
afterAll(() => stage.close());

describe('GET /v1/performance', () => {
  it('tells of every rule and threshold, those that matched nothing with the rest', async () => {
    const told = await stage.client.performance.rules();
    expect(told).toMatchObject({ age_days: 30, asks: 20, counted_since: null });
    expect(told.rules.map(({ rule, kind, mode, asks, matched }) => [rule, kind, mode, asks, matched])).toEqual([
      ['fraud_risk_score.decline', 'threshold', 'live', 20, 4],
      ['never', 'rule', 'live', 20, 0],
      ['trial', 'rule', 'shadow', 20, 5],
    ]);
  });

  it('scores nothing that was declined and that nobody spoke of', async () => {
    const [blocked] = (await stage.client.performance.rules({ rule: 'fraud_risk_score.decline' })).rules;
    expect(blocked).toMatchObject({ declines: 4, declines_confirmed: 4, declines_unconfirmed: 0, alone: 4 });
    expect(blocked?.so_far).toMatchObject({ fraud: 0, unknowable: 4, precision: { value: null } });
    expect(blocked?.money).toEqual([{ currency: 'usd', amount: 4_000 }]);
  });

  it('counts at equal age only days that are old enough, by what was known then', async () => {
    const at = async (age_days: number) => (await stage.client.performance.rules({ rule: 'trial', age_days })).rules[0];
    const [young, old] = [await at(2), await at(30)];
    // Shadow matched the asks 1, 5, 9, 13 and 17; the first was disputed on its third day.
    expect(young?.so_far).toMatchObject({ fraud: 1, undisputed: 3, unknowable: 1, precision: { value: 0.25 } });
    expect(young?.at_age).toMatchObject({ matched: 5, fraud: 0, undisputed: 4 });
    expect(old?.at_age).toMatchObject({ matched: 4, fraud: 1, undisputed: 2, unknowable: 1 });
    expect(old?.days.map(({ day, at_age }) => [day, at_age?.matched ?? null])).toEqual([
      ...[
        ['2026-10-06', 1],
        ['2026-10-10', 1],
        ['2026-10-14', 1],
        ['2026-10-18', 1],
      ],
      ['2026-10-22', null],
    ]);
  });

  it('is of a time, and of no longer one than can be read', async () => {
    const part = await stage.client.performance.rules({ from: '2026-10-05T00:00:00Z', to: '2026-10-08T00:00:00Z' });
    expect(part.asks).toBe(3);
    const long = stage.client.performance.rules({ from: '2020-01-01T00:00:00Z' });
    await expect(long).rejects.toMatchObject({
      problem: { errors: [{ path: 'query.from', message: 'must be at most 200 days before `to`' }] },
    });
    const none = stage.client.performance.rules({ from: '2026-10-08T00:00:00Z', to: '2026-10-08T00:00:00Z' });
    const errors = [{ path: 'query.from', message: 'must be before `to`' }];
    await expect(none).rejects.toMatchObject({ code: 'invalid_request', problem: { errors } });
  });

  it('calls no day older than it is, however far ahead the time that is asked for ends', async () => {
    const until = async (to?: string) => {
      const query = { rule: 'trial', from: '2026-10-01T00:00:00Z', ...(to !== undefined && { to }) };
      return (await stage.client.performance.rules(query)).rules;
    };
    expect(await until('2027-03-01T00:00:00Z')).toEqual(await until());
  });

  it('is of old days what is known of them by now, though the time that is asked for ended before', async () => {
    const past = { rule: 'trial', from: '2026-10-01T00:00:00Z', to: '2026-10-11T00:00:00Z' };
    const [trial] = (await stage.client.performance.rules(past)).rules;
    expect(trial?.at_age).toMatchObject({ matched: 2, fraud: 1 });
  });

  it('ends now, or where a clock that is little ahead of ours is, and never far from now', async () => {
    const { pool } = stage.database;
    const asksWith = async (aheadMs: number) => {
      const last = [new Date(NOW_MS + aheadMs)];
      await pool.query(`update decision_rules set asked_at = $1 where decision_id = 'dec_19'`, last);
      return (await stage.client.performance.rules()).asks;
    };
    const asks = [await asksWith(DAY_MS / 2), await asksWith(400 * DAY_MS)];
    await pool.query(`update decision_rules set asked_at = $1 where decision_id = 'dec_19'`, [
      new Date(Date.parse('2026-10-24T10:00:00Z')),
    ]);
    expect(asks).toEqual([20, 19]);
  });
});

describe('while older records are gone through', () => {
  it('a time is told of as counted from then on, and one that begins later as counted whole', async () => {
    const { pool } = stage.database;
    const since = '2026-10-10T00:00:00.000Z';
    await pool.query(`insert into decision_rules_past (before_at, before_id) values ($1, '')`, [since]);
    const [all, late, report] = [
      await stage.client.performance.rules(),
      await stage.client.performance.rules({ from: '2026-10-12T00:00:00Z' }),
      await stage.client.reports.get('2026-10'),
    ];
    await pool.query('delete from decision_rules_past');
    expect([all.counted_since, late.counted_since, report.rules_since]).toEqual([since, null, since]);
  });
});

describe('what reads months', () => {
  it('is read in turns, and refused where too many wait; what reads little waits for none of it', async () => {
    const paths = ['/v1/performance', '/v1/dispute-rates', '/v1/reports/2026-10'];
    const heavy = Array.from({ length: 24 }, (_, index) => stage.send('GET', paths[index % 3] ?? ''));
    const light = await Promise.all([stage.send('GET', '/v1/policy'), stage.send('GET', '/v1/decisions')]);
    expect(light.map(({ status }) => status)).toEqual([200, 200]);
    const answers = await Promise.all(heavy);
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 503]);
    expect(answers.find(({ status }) => status === 503)?.json.detail).toContain('wait');
    expect((await stage.send('GET', '/v1/performance')).status).toBe(200);
  });
});

describe('GET /v1/dispute-rates', () => {
  it('tells months by purchase, at equal age and by filing', async () => {
    const { months, most, unplaced } = await stage.client.performance.disputes({ months: 2, age_days: 15 });
    expect([most, unplaced]).toEqual([0.0075, 0]);
    expect(months.map(({ month, approved }) => [month, approved.count])).toEqual([
      ['2026-10', 16],
      ['2026-11', 0],
    ]);
    expect(months[0]).toMatchObject({
      ...{ is_over: true, is_above: true, by_purchase: { count: 2, money: [{ currency: 'usd', amount: 2_000 }] } },
      ...{ at_age: { count: 1, rate: { value: 1 / 16 } }, by_filing: { count: 1 } },
    });
    expect(months[1]).toMatchObject({ is_over: false, at_age: null, by_filing: { count: 1, rate: { value: null } } });
  });
});

describe('GET /v1/reports/{month}', () => {
  it('tells what the month came to', async () => {
    const report = await stage.client.reports.get('2026-10');
    expect(report).toMatchObject({
      ...{ month: '2026-10', from: '2026-10-01T00:00:00.000Z', is_over: true, rules_since: null },
      asks: { count: 20, decline_rate: { value: 0.2 }, declined_by: { us: { value: 0.2 }, stripe: { value: 0 } } },
      asks_before: { count: 0, decline_rate: { value: null } },
      disputes: { opened: { count: 2 }, filed: { count: 2 }, won: { count: 1 }, lost: { count: 1 }, filed_as_fraud: 1 },
      high_risk: { asks: { count: 4, money: [{ currency: 'usd', amount: 4_000 }] }, approved: { count: 0 } },
      challenges: { asked: 0, saved: { count: 0, money: [] } },
    });
    expect(report.rules.map(({ rule }) => rule)).toEqual(['fraud_risk_score.decline', 'never', 'trial']);
    expect(report.dispute_rates.months.at(-1)?.month).toBe('2026-10');
  });

  it('is refused for what is no month, and for one that has not begun', async () => {
    await expect(stage.client.reports.get('october')).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(stage.client.reports.get('2027-01')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is nothing of another world, and of nobody without a key', async () => {
    const theirs = await stage.client.reports.get('2026-10', { account: 'acct_1' });
    expect([theirs.asks.count, theirs.rules]).toEqual([0, []]);
    const answer = await fetch(`${stage.url}/v1/reports/2026-10`);
    expect(answer.status).toBe(401);
  });
});
