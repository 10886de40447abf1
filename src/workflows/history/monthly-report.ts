import { readChallengeFunnel } from '../../adapters/store/database/challenge-funnel.ts';
import { wholeSince } from '../../adapters/store/database/decision-rules.ts';
import { type FunnelRow, readFunnel } from '../../adapters/store/database/funnel.ts';
import { countHighRisk, type HighRiskLine } from '../../adapters/store/database/high-risk.ts';
import { activationsIn } from '../../adapters/store/database/policy-activations.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { ruleJumps, rulesToRetire } from '../../core/history/advice.ts';
import { addedUp } from '../../core/history/count-and-money.ts';
import { type DeclineRates, declineRates, type MonthlyReport } from '../../core/history/monthly-report.ts';
import { monthSpan, monthsBefore } from '../../core/history/months.ts';
import type { RulePerformance } from '../../core/history/over-time.ts';
import { shareOf } from '../../core/history/share.ts';
import { readingParts, type Window } from '../../core/history/window.ts';
import { readDisputeRates, readDisputeSteps } from './dispute-rates.ts';
import { readPerformance } from './rule-performance.ts';

/** What a month came to. Reads for some seconds where there is much, in short statements. */
export async function readMonthlyReport(
  pool: SqlPool,
  scope: Scope,
  month: string,
  nowMs: number,
): Promise<MonthlyReport> {
  const span = monthSpan(month);
  const view = { nowMs, ageDays: limits.performanceAgeDays };
  const { rules } = await readPerformance(pool, { scope, ...span }, view);
  const before = await readPerformance(pool, { scope, ...monthSpan(monthsBefore(month)) }, view);
  const rates = await readDisputeRates(pool, scope, { last: month, count: limits.disputeRateMonths }, view);
  const sinceMs = await wholeSince(pool, span.fromMs);
  const isOver = span.toMs <= nowMs;
  const activations = await activationsIn(pool, span);
  return {
    month,
    from: sayTime(span.fromMs),
    to: sayTime(span.toMs),
    is_over: isOver,
    rules_since: sinceMs === null ? null : sayTime(sinceMs),
    asks: await asksOf(pool, scope, span),
    asks_before: await asksOf(pool, scope, monthSpan(monthsBefore(month))),
    disputes: await readDisputeSteps(pool, scope, span),
    dispute_rates: { age_days: view.ageDays, most: limits.disputeRateMost, ...rates },
    high_risk: await highRiskOf(pool, scope, span),
    challenges: await challengesOf(pool, scope, span),
    activations: activations.map(({ version, atMs, kind, note }) => ({ version, at: sayTime(atMs), kind, note })),
    rules: rules.map(({ days: _, ...rule }) => rule),
    // Of a month that is not over, or not all counted, nobody knows what will match nothing.
    retire: rulesToRetire(rules, isOver && sinceMs === null ? daysOf(rules) : NEVER),
    jumps: ruleJumps(rules, before.rules),
  };
}

/** No rule was there throughout. */
const NEVER = { firstDay: '', lastDay: '9999-12-31' };

/** The first and the last day on which anything was asked. */
function daysOf(rules: readonly RulePerformance[]) {
  const firsts = rules.map(({ first_day }) => first_day).sort();
  const lasts = rules.map(({ last_day }) => last_day).sort();
  return { firstDay: firsts[0] ?? '', lastDay: lasts.at(-1) ?? '' };
}

async function asksOf(pool: SqlPool, scope: Scope, span: Window): Promise<DeclineRates> {
  const lines: FunnelRow[] = [];
  for (const part of readingParts(span)) lines.push(...(await readFunnel(pool, scope, { by: [], ...part })));
  return declineRates(lines);
}

async function highRiskOf(pool: SqlPool, scope: Scope, span: Window): Promise<MonthlyReport['high_risk']> {
  const lines: HighRiskLine[] = [];
  for (const part of readingParts(span)) lines.push(...(await countHighRisk(pool, scope, part)));
  const risky = lines.filter(({ isRisky }) => isRisky);
  const asks = addedUp(risky);
  const approved = addedUp(risky.filter(({ isApproved }) => isApproved));
  return { asks, approved, share: shareOf(asks.count, addedUp(lines).count) };
}

async function challengesOf(pool: SqlPool, scope: Scope, span: Window): Promise<MonthlyReport['challenges']> {
  const { lines, total } = await readChallengeFunnel(pool, scope, { ...span, by: 'rule' });
  const money = total.savedAmounts.map(({ currency, amountMinor }) => ({ currency, amount: amountMinor }));
  return {
    ...{ asked: total.asked, verified: total.verified, rejected: total.rejected, expired: total.expired },
    saved: { count: total.saved, money },
    rules: lines.map(({ key, asked, verified, rejected, saved }) => ({ rule: key, asked, verified, rejected, saved })),
  };
}

function sayTime(ms: number): string {
  return new Date(ms).toISOString();
}
