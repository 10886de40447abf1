import { openTimelines } from '../../../adapters/counters/memory-timelines.ts';
import type { ClaimedRun } from '../../../adapters/store/database/backtests.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import type { Conceal } from '../../../core/domain/personal.ts';
import { type AimWishes, DEFAULT_WISHES } from '../../../core/history/aim-results.ts';
import type { RunAims, RunAsked, RunProgress } from '../../../core/history/run.ts';
import { runBacktest } from '../run-backtest.ts';
import { runTune } from '../run-tune.ts';
import { keepOutcome, type RunOutcome } from './keep.ts';
import { createKeptRows } from './kept-rows.ts';
import { openRecorded, type Recorded } from './recorded.ts';
import { takeOut } from './shown.ts';
import { readTried, type TriedPolicies } from './tried.ts';
import type { RunEnd } from './under-way.ts';

/** What doing a run needs. */
export interface DoRunPorts {
  readonly pool: SqlPool;
  readonly conceal: Conceal;
  nowMs(): number;
  onProgress(progress: RunProgress): void;
}

const DAY_MS = 86_400_000;

/**
 * Does a run, from the record to the kept result. It takes the processor for as long as it lasts: not for a process
 * that answers, but in a thread of its own. Rejects as the database does.
 */
export async function doRun(run: ClaimedRun, ports: DoRunPorts): Promise<RunEnd> {
  const { pool, nowMs, conceal } = ports;
  ports.onProgress({ stage: 'starting', rows: 0, share: 0 });
  const tried = readTried(run.asked, run.files);
  if (tried.kind === 'unusable') return { kind: 'failed', error: tried.problem };
  const policies = [tried.policy, ...(tried.against ? [tried.against] : [])].map(({ policy }) => policy);
  const recorded = await openRecorded(pool, run.scope, policies);
  const attempt = run.kind === 'tune' ? tune : backtest;
  const outcome = await attempt(run.asked, tried, recorded, ports);
  if ('problem' in outcome) return { kind: 'failed', error: outcome.problem };
  const isKept = await keepOutcome(pool, run, outcome, { conceal, nowMs: nowMs() });
  return { kind: isKept ? 'kept' : 'lost' };
}

type Ready = Extract<TriedPolicies, { readonly kind: 'ready' }>;
type Outcome = RunOutcome | { readonly problem: string };

async function backtest(
  asked: RunAsked,
  { policy, against }: Ready,
  { source, entries }: Recorded,
  ports: DoRunPorts,
): Promise<Outcome> {
  const kept = createKeptRows();
  const done = await runBacktest(source, {
    ...policy,
    against,
    ...optionsOf(asked, ports),
    entries,
    velocity: asked.velocity,
    onRow: kept.add,
  });
  if (done.kind !== 'done') return done;
  ports.onProgress({ stage: 'summing', rows: done.result.window.rows, share: 1 });
  const { result, rows } = takeOut(done.result);
  return { result: JSON.stringify(result), rows: [...rows, ...kept.rows()] };
}

async function tune(
  asked: RunAsked,
  { policy: { policy } }: Ready,
  { source, entries }: Recorded,
  ports: DoRunPorts,
): Promise<Outcome> {
  const { portfolio, aims } = asked;
  const options = { policy, portfolio, entries, ...optionsOf(asked, ports), wishes: wishesOf(aims) };
  const done = await runTune(source, options);
  return done.kind === 'done' ? { result: JSON.stringify(done.result), rows: [] } : done;
}

function wishesOf(aims: RunAims | null): AimWishes {
  if (aims === null) return DEFAULT_WISHES;
  const { min_precision: leastPrecision = null, max_decline_rate: mostDeclineRate = null, cheapest = false } = aims;
  const isOwn = leastPrecision !== null || mostDeclineRate !== null || cheapest;
  return {
    precisions: aims.precisions ?? DEFAULT_WISHES.precisions,
    own: isOwn ? { leastPrecision, mostDeclineRate, isCheapest: cheapest } : null,
    shares: aims.cost ?? DEFAULT_WISHES.shares,
  };
}

function optionsOf({ fromMs, toMs, labels, maturityDays, isRecounted }: RunAsked, { conceal, onProgress }: DoRunPorts) {
  return {
    window: { ...(fromMs !== null && { fromMs }), ...(toMs !== null && { toMs }) },
    ...(labels && { labels }),
    maturityMs: maturityDays * DAY_MS,
    ...{ isRecounted, conceal },
    createStore: openTimelines,
    onProgress: ({ rows, share }: { readonly rows: number; readonly share: number }) =>
      onProgress({ stage: 'deciding', rows, share }),
  };
}
