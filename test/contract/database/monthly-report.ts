import { beforeAll, describe, expect, it } from 'vitest';
import { erasing } from '../../../src/adapters/store/database/erasing.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import { addLabels } from '../../../src/adapters/store/database/labels.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { activate } from '../../../src/adapters/store/database/policy-activations.ts';
import { storeVersion } from '../../../src/adapters/store/database/policy-versions.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import type { Action } from '../../../src/core/domain/decision.ts';
import type { MonthlyReport } from '../../../src/core/history/monthly-report.ts';
import { monthlyReport, rulePerformance } from '../../../src/sdk/schema/performance.ts';
import { judgedStep } from '../../../src/workflows/history/judge-rules.ts';
import { readMonthlyReport } from '../../../src/workflows/history/monthly-report.ts';
import { readPerformance } from '../../../src/workflows/history/rule-performance.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-12-05T12:00:00Z');
const OCTOBER = { fromMs: Date.parse('2026-10-01T00:00:00Z'), toMs: Date.parse('2026-11-01T00:00:00Z') };
const ASKS = 1_240;
const scope = { livemode: false, account: null };

/** What matches the ask of this number, in September or in October. */
const RULES: readonly (readonly [id: string, action: Action, isMatch: (ask: number, isOctober: boolean) => boolean])[] =
  [
    ['idle', 'block', () => false],
    ['fraud_disputability.decline', 'block', () => false],
    ['jumper', 'review', (ask, isOctober) => ask % (isOctober ? 10 : 100) === 0],
    ['echo', 'review', (ask, isOctober) => isOctober && ask % 20 === 0],
  ];

/** Two months of asks, as many a day, all approved; every fiftieth has a high level and no threshold. */
function asksOf(month: string, isOctober: boolean): string[] {
  const days = isOctober ? 31 : 30;
  return Array.from({ length: ASKS }, (_, ask) => {
    const askedMs = Date.parse(`${month}-01T01:00:00Z`) + (ask % days) * DAY_MS + ask * 1_000;
    const considered = RULES.map(([id, action, isMatch]) => {
      return { id, action, result: isMatch(ask, isOctober) ? 'matched' : 'not_matched', because: [] };
    });
    const reasons = considered.flatMap(({ id, result }) => (result === 'matched' ? [id] : []));
    return decisionText(`dec_${month}_${ask}`, {
      ...{ asked_at: askedMs, received_at: askedMs, considered, overridden: [], errors: [], amount_minor: 100 },
      ...{ reasons: reasons.length > 0 ? reasons : ['nothing_matched'], review: reasons.length > 0, currency: 'usd' },
      ...{ card: `ic_${ask}`, cardholder: `ich_${ask}`, reply: { approved: true } },
      attributes: { fraud_risk_level: ask % 50 === 0 ? 'elevated' : 'low' },
    });
  });
}

/** Thirty reviews of what a rule matched, closed as legitimate. */
async function closeReviews(pool: SqlPool): Promise<void> {
  await pool.query(
    `insert into reviews (id, livemode, kind, authorization_id, opened_at, closed_at, closed_by, verdict)
    select 'rev_month_' || n, false, 'rule', 'iauth_month_' || n, now(), now(), 'someone', 'legitimate'
    from generate_series(1, 30) as n`,
  );
  await pool.query(
    `insert into review_decisions (decision_id, review_id, at, rules, priority)
    select 'dec_2026-10_' || (n * 10), 'rev_month_' || n, now(), '{}', 0 from generate_series(1, 30) as n`,
  );
}

async function activateInOctober(pool: SqlPool): Promise<void> {
  const version = 'pol_of_october';
  await storeVersion(pool, { version, files: [], author: 'key_1', note: null });
  await activate(pool, { version, author: 'key_1', note: 'looser', kind: 'rollback', expiresAtMs: null });
  await pool.query(`update policy_activations set at = '2026-10-09T08:00:00Z' where version = $1`, [version]);
}

/** What a month comes to is the same on every database, and all that the API promises of it is there. */
export function monthlyReportContract(database: () => Database): void {
  describe('the report of a month', () => {
    let report: MonthlyReport;
    const reasonsOf = (rule: string) => report.retire.flatMap((of) => (of.rule === rule ? [of.reason] : []));

    // The suite empties the database before each test: it is read once.
    beforeAll(async () => {
      const { pool } = database();
      await pool.query('truncate decisions, inbox, decision_rules, decision_rules_past, asks, label_joins');
      await erasing(pool, async (joined) => void (await joined.query('delete from labels')));
      await writeRecords(pool, [...asksOf('2026-09', false), ...asksOf('2026-10', true)]);
      const taken = await takeArrivals(pool, { limit: 5_000, nowMs: NOW_MS, steps: [judgedStep] });
      if (taken.kind === 'failed') throw taken.error;
      await closeReviews(pool);
      await activateInOctober(pool);
      const said = { verdict: 'fraud', source: 'dispute', ref: 'idp_forced', author: null } as const;
      const about = { scope, authorizationId: null, transactionId: 'ipi_forced', card: null };
      const label = { ...about, ...said, knownAtMs: OCTOBER.fromMs + DAY_MS, detail: { status: 'submitted' } };
      await addLabels(pool, [label], NOW_MS);
      report = await readMonthlyReport(pool, scope, '2026-10', NOW_MS);
      const { rules } = await readPerformance(pool, { scope, ...OCTOBER }, { nowMs: NOW_MS, ageDays: 30 });
      expect(rules.map((rule) => rulePerformance.parse(rule))).toEqual(rules);
      await pool.query(`delete from reviews where id like 'rev_month_%'`);
      await pool.query(`delete from policy_activations where version = 'pol_of_october'`);
      await pool.query(`delete from policy_versions where version = 'pol_of_october'`);
    });

    it('is what the API promises, field by field', () => {
      expect(monthlyReport.parse(report)).toEqual(report);
    });

    it('names rules to retire, each for its reasons', () => {
      expect(reasonsOf('idle')).toEqual(['never_matched']);
      expect(reasonsOf('fraud_disputability.decline')).toEqual(['never_matched']);
      expect(reasonsOf('jumper')).toEqual(['imprecise', 'reviews_legitimate']);
      expect(reasonsOf('echo')).toContain('never_alone');
    });

    it('names rules whose matches jumped, and none that was not there to jump', () => {
      expect(report.jumps).toMatchObject([{ rule: 'echo' }, { rule: 'jumper', matched: 124, matched_before: 13 }]);
    });

    it('tells what was put live, and how', () => {
      expect(report.activations).toEqual([
        { version: 'pol_of_october', at: '2026-10-09T08:00:00.000Z', kind: 'rollback', note: 'looser' },
      ]);
    });

    it('calls an ask risky by its level alone', () => {
      expect(report.high_risk.asks).toEqual({ count: 25, money: [{ currency: 'usd', amount: 2_500 }] });
    });

    it('counts disputes of no purchase that is known apart', () => {
      expect(report.dispute_rates.unplaced).toBe(1);
    });
  });
}
