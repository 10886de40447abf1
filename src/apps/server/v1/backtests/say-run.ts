import type { z } from 'zod';
import { shownRows } from '../../../../adapters/store/database/backtest-rows.ts';
import { runResult, type StoredRun } from '../../../../adapters/store/database/backtests.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import type { BacktestResult } from '../../../../core/history/result.ts';
import type { RunPolicy } from '../../../../core/history/run.ts';
import type { backtestResult, tuneResult } from '../../../../sdk/schema/backtest-results.ts';
import type { backtest, wholeBacktest } from '../../../../sdk/schema/backtests.ts';
import { putBack } from '../../../../workflows/history/runs/shown.ts';
import type { Named } from '../names.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

/** A run, without what came of it. */
export function sayRun(run: StoredRun, named: Named): z.input<typeof backtest> {
  const { id, kind, state, scope, asked, progress, error } = run;
  return {
    ...{ kind, id, ...scope, state },
    policy: sayPolicy(asked.policy),
    against: asked.against && sayPolicy(asked.against),
    profile: asked.profile,
    portfolio: asked.portfolio,
    from: sayTimeOrNull(asked.fromMs),
    to: sayTimeOrNull(asked.toMs),
    labels: asked.labels,
    velocity: asked.velocity,
    recount: asked.isRecounted,
    maturity_days: asked.maturityDays,
    aims: asked.aims,
    by: named(run.author),
    created_at: sayTime(run.createdAtMs),
    started_at: sayTimeOrNull(run.startedAtMs),
    ended_at: sayTimeOrNull(run.endedAtMs),
    progress,
    error,
  };
}

/** A run, with what came of it. */
export async function sayWhole(pool: SqlPool, run: StoredRun, named: Named): Promise<z.input<typeof wholeBacktest>> {
  const said = sayRun(run, named);
  const text = run.state === 'done' ? await runResult(pool, run.id) : null;
  // INVARIANT: written by us, as the thread of the run made it.
  const result: unknown = text === null ? null : JSON.parse(text);
  if (said.kind === 'tune') return { ...said, kind: 'tune', result: result as z.input<typeof tuneResult> | null };
  const whole = result && putBack(result as BacktestResult, await shownRows(pool, run.id));
  return { ...said, kind: 'backtest', result: whole as z.input<typeof backtestResult> | null };
}

function sayPolicy({ of, version }: RunPolicy) {
  return { of, version };
}
