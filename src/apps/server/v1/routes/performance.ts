import { newestJudgedMs, wholeSince } from '../../../../adapters/store/database/decision-rules.ts';
import { limits } from '../../../../core/domain/limits.ts';
import { isMonth, monthOf, monthSpan } from '../../../../core/history/months.ts';
import {
  disputeRates,
  disputeRatesQuery,
  monthlyReport,
  performance,
  performanceQuery,
} from '../../../../sdk/schema/performance.ts';
import { readDisputeRates } from '../../../../workflows/history/dispute-rates.ts';
import { readMonthlyReport } from '../../../../workflows/history/monthly-report.ts';
import { readPerformance } from '../../../../workflows/history/rule-performance.ts';
import { Problem } from '../problem.ts';
import { invalid } from '../request.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';
import { spanOf } from '../span.ts';

const SPAN_DAYS = { days: limits.performanceDays, maxDays: limits.maxPerformanceDays };

/** What rules did over time, what was disputed, and what a month came to. */
export const PERFORMANCE_ROUTES = [
  route({
    id: 'performance.rules',
    method: 'get',
    path: '/performance',
    wants: 'read',
    reach: 'scope',
    takesMonths: true,
    summary: 'What every rule and threshold did in live traffic by day and policy version, and what is known of it.',
    query: performanceQuery,
    answer: performance,
    async handle({ pool, clock }, { query: { from, to, rule, portfolio, age_days: ageDays }, scope }) {
      const nowMs = clock.nowMs();
      const { fromMs, toMs } = spanOf({ from, to }, nowMs, SPAN_DAYS);
      // What is old is told by the time that it is, not by the end that was asked for: that may be far ahead.
      const seenMs = endOf(await newestJudgedMs(pool, scope), nowMs);
      const query = { scope, fromMs, toMs: to === undefined ? seenMs : toMs, rule, portfolio };
      const { asks, rules } = await readPerformance(pool, query, { nowMs: seenMs, ageDays });
      const counted_since = sayTimeOrNull(await wholeSince(pool, fromMs));
      return {
        ...{ from: sayTime(fromMs), to: sayTime(toMs), age_days: ageDays, asks, counted_since },
        rules: unlocked(rules),
      };
    },
  }),
  route({
    id: 'performance.disputes',
    method: 'get',
    path: '/dispute-rates',
    wants: 'read',
    reach: 'scope',
    takesMonths: true,
    summary: 'Purchases disputed as fraud among approved ones, by month of purchase and by month of filing.',
    query: disputeRatesQuery,
    answer: disputeRates,
    async handle({ pool, clock }, { query: { months, age_days: ageDays }, scope }) {
      const nowMs = clock.nowMs();
      const rates = await readDisputeRates(pool, scope, { last: monthOf(nowMs), count: months }, { nowMs, ageDays });
      return { age_days: ageDays, most: limits.disputeRateMost, ...unlocked(rates) };
    },
  }),
  route({
    id: 'reports.get',
    method: 'get',
    path: '/reports/:month',
    wants: 'read',
    reach: 'scope',
    takesMonths: true,
    summary:
      'What a month (UTC, 2026-10) came to: disputes, declines, high risk, challenges, rules, and which to retire.',
    answer: monthlyReport,
    async handle({ pool, clock }, { param, scope }) {
      const month = param('month');
      if (!isMonth(month)) throw invalid([{ path: 'month', message: `is "${month}": write it like 2026-10` }]);
      const nowMs = clock.nowMs();
      if (monthSpan(month).fromMs > nowMs) throw new Problem('not_found', `${month} has not begun yet`);
      return unlocked(await readMonthlyReport(pool, scope, month, nowMs));
    },
  }),
];

/** The same as a type that may be written to: what a schema promises is no more than that. */
type Unlocked<Value> = Value extends readonly (infer Item)[]
  ? Unlocked<Item>[]
  : Value extends object
    ? { -readonly [Name in keyof Value]: Unlocked<Value[Name]> }
    : Value;

function unlocked<Value>(value: Value): Unlocked<Value> {
  return value as Unlocked<Value>;
}

/** What Stripe asked by a clock that is ahead of ours was asked until now; not what is further ahead. */
function endOf(newestMs: number | null, nowMs: number): number {
  return newestMs === null ? nowMs : Math.max(nowMs, Math.min(newestMs + 1, nowMs + limits.askedAheadMs));
}
