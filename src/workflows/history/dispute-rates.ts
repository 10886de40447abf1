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
import { addedUp } from '../../core/history/count-and-money.ts';
import {
  type DisputeLife,
  type DisputeSteps,
  disputeLives,
  disputeSteps,
  type ToldDispute,
} from '../../core/history/dispute-life.ts';
import {
  type ApprovedMonth,
  type DisputedPurchase,
  type DisputeRateMonth,
  type DisputeRateView,
  disputeRates,
} from '../../core/history/dispute-rate.ts';
import { monthSpan, monthsBefore } from '../../core/history/months.ts';
import { isWithin, readingParts, type Window } from '../../core/history/window.ts';

/** The dispute rates of some months, and fraud disputes of these months that belong to no purchase that is known. */
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
  const span = { fromMs: monthSpan(names[0] ?? last).fromMs, toMs: monthSpan(last).toMs };
  const disputes = standingAsFraud(await readDisputes(pool, scope, span.fromMs));
  const unplaced = disputes.filter(({ boughtAtMs, disputedAtMs }) => {
    return boughtAtMs === null && isWithin(span, disputedAtMs) && disputedAtMs <= view.nowMs;
  });
  return { months: disputeRates(months, disputedPurchases(disputes), view), unplaced: unplaced.length };
}

/** What was approved in a month; read some days at a time. */
async function approvedOf(pool: SqlPool, scope: Scope, span: Window): Promise<Omit<ApprovedMonth, 'month'>> {
  const lines: ApprovedLine[] = [];
  for (const part of readingParts(span)) lines.push(...(await approvedIn(pool, scope, part)));
  return addedUp(lines);
}

/** What disputes said, and the lives that they had. */
interface Disputes {
  readonly said: readonly DisputeSaid[];
  readonly lives: readonly DisputeLife[];
}

/**
 * The disputes that took a step since a moment, by Stripe's events and by what sweeps found of them; one that began
 * longer before it than sweeps look back is told of from there on.
 */
async function readDisputes(pool: SqlPool, scope: Scope, fromMs: number): Promise<Disputes> {
  const sinceMs = fromMs - limits.sweepDisputesMs;
  const told = await disputesTold(pool, scope, SWEPT_TYPES.disputes, sinceMs);
  const said = await disputesSaid(pool, scope, sinceMs);
  return { said, lives: disputeLives([...told, ...said.flatMap(toldIn)]) };
}

interface FraudDispute extends Omit<DisputedPurchase, 'boughtAtMs'> {
  readonly authorizationId: string | null;
  /** Null where it belongs to no approved purchase that is known. */
  readonly boughtAtMs: number | null;
}

/** The disputes that say fraud now. */
function standingAsFraud({ said, lives }: Disputes): FraudDispute[] {
  const filed = new Map(lives.map(({ id, filedAtMs }) => [id, filedAtMs]));
  return [...Map.groupBy(said, ({ ref }) => ref)].flatMap(([ref, words]) => {
    const since = fraudSince(words);
    const about = words.find(({ boughtAtMs }) => boughtAtMs !== null) ?? words[0];
    if (!since || !about) return [];
    const { authorizationId, boughtAtMs, amountMinor, currency } = about;
    const steps = { disputedAtMs: since.knownAtMs, filedAtMs: filed.get(ref) ?? null };
    return [{ authorizationId, boughtAtMs, ...steps, amountMinor: amountMinor ?? 0, currency }];
  });
}

/** Purchases that these are about: of several disputes of one the first counts, and the first that was filed. */
function disputedPurchases(disputes: readonly FraudDispute[]): DisputedPurchase[] {
  const placed = disputes.flatMap(({ boughtAtMs, ...rest }) => (boughtAtMs === null ? [] : [{ ...rest, boughtAtMs }]));
  return [...Map.groupBy(placed, ({ authorizationId }) => authorizationId).values()].flatMap((of) => {
    const first = of.toSorted((one, other) => one.disputedAtMs - other.disputedAtMs)[0];
    const filings = of.flatMap(({ filedAtMs }) => filedAtMs ?? []);
    return first ? [{ ...first, filedAtMs: filings.length === 0 ? null : Math.min(...filings) }] : [];
  });
}

/** The steps that disputes took in a span of time. */
export async function readDisputeSteps(pool: SqlPool, scope: Scope, span: Window): Promise<DisputeSteps> {
  return disputeSteps((await readDisputes(pool, scope, span.fromMs)).lives, span);
}

function toldIn({ ref, knownAtMs, detail }: DisputeSaid): ToldDispute[] {
  const { status, reason } = detail;
  if (typeof status !== 'string') return [];
  const words = { status, reason: typeof reason === 'string' ? reason : null, lossReason: null };
  return [{ id: ref, atMs: knownAtMs, ...words, amountMinor: null, currency: null }];
}
