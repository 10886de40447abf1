import {
  type ApprovedLine,
  approvedIn,
  type DisputeSaid,
  disputesSaid,
  disputesTold,
} from '../../adapters/store/database/dispute-rates.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { SWEPT_TYPES } from '../../adapters/stripe/listed.ts';
import { fraudSince } from '../../core/domain/label-verdict.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { type DisputeSteps, disputeLives, disputeSteps, type ToldDispute } from '../../core/history/dispute-life.ts';
import {
  type ApprovedMonth,
  type DisputedPurchase,
  type DisputeRateMonth,
  type DisputeRateView,
  disputeRates,
  monthSpan,
  monthsBefore,
} from '../../core/history/dispute-rate.ts';
import { addedUp } from '../../core/history/monthly-report.ts';
import type { Window } from '../../core/history/window.ts';
import { spansOf } from './rule-performance.ts';

/** The dispute rates of some months, and fraud disputes that belong to no purchase that is known. */
export interface DisputeRates {
  readonly months: readonly DisputeRateMonth[];
  readonly unplaced: number;
}

/** What was disputed as fraud among what was approved, in each of the months up to this one. */
export async function readDisputeRates(
  pool: SqlPool,
  scope: Scope,
  { last, count }: { readonly last: string; readonly count: number },
  view: DisputeRateView,
): Promise<DisputeRates> {
  const names = Array.from({ length: count }, (_, index) => monthsBefore(last, count - 1 - index));
  const months: ApprovedMonth[] = [];
  for (const month of names) months.push({ month, ...(await approvedOf(pool, scope, monthSpan(month))) });
  const sinceMs = monthSpan(names[0] ?? last).fromMs;
  const { purchases, unplaced } = disputedPurchases(await disputesSaid(pool, scope, sinceMs));
  return { months: disputeRates(months, purchases, view), unplaced };
}

/** What was approved in a month; read some days at a time. */
async function approvedOf(pool: SqlPool, scope: Scope, span: Window): Promise<Omit<ApprovedMonth, 'month'>> {
  const lines: ApprovedLine[] = [];
  for (const part of spansOf(span)) lines.push(...(await approvedIn(pool, scope, part, span.fromMs)));
  return addedUp(lines);
}

/** Purchases that disputes call fraud now; of several disputes of one purchase the first counts. */
function disputedPurchases(said: readonly DisputeSaid[]): { purchases: DisputedPurchase[]; unplaced: number } {
  const standing = [...Map.groupBy(said, ({ ref }) => ref).values()].flatMap((words) => {
    const since = fraudSince(words);
    const about = words.find(({ boughtAtMs }) => boughtAtMs !== null) ?? words[0];
    return since && about ? [{ ...about, disputedAtMs: since.knownAtMs }] : [];
  });
  const purchases = new Map<string, DisputedPurchase>();
  let unplaced = 0;
  for (const { authorizationId, boughtAtMs, disputedAtMs, amountMinor, currency } of standing) {
    if (authorizationId === null || boughtAtMs === null) {
      unplaced += 1;
      continue;
    }
    const before = purchases.get(authorizationId);
    if (before && before.disputedAtMs <= disputedAtMs) continue;
    purchases.set(authorizationId, { boughtAtMs, disputedAtMs, amountMinor: amountMinor ?? 0, currency });
  }
  return { purchases: [...purchases.values()], unplaced };
}

/**
 * The steps that disputes took in a span of time, by Stripe's events and by what sweeps found of them; a dispute that
 * began longer ago than sweeps look back is told of from there on.
 */
export async function readDisputeSteps(pool: SqlPool, scope: Scope, span: Window): Promise<DisputeSteps> {
  const sinceMs = span.fromMs - limits.sweepDisputesMs;
  const told = await disputesTold(pool, scope, SWEPT_TYPES.disputes, sinceMs);
  const said = await disputesSaid(pool, scope, sinceMs);
  return disputeSteps(disputeLives([...told, ...said.flatMap(toldIn)]), span);
}

function toldIn({ ref, knownAtMs, detail }: DisputeSaid): ToldDispute[] {
  const { status, reason } = detail;
  if (typeof status !== 'string') return [];
  const words = { status, reason: typeof reason === 'string' ? reason : null, lossReason: null };
  return [{ id: ref, atMs: knownAtMs, ...words, amountMinor: null, currency: null }];
}
