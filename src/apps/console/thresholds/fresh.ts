import { historyLimits } from '../../../core/domain/history-limits.ts';
import type { Backtest } from '../../../sdk/index.ts';

/** How old a run may be that is looked at again: another day has matured by then. */
const DAY_MS = 86_400_000;
const FRESH_MS = DAY_MS;

/** The latest run that tells what a new one of this page would, for a portfolio and version; null: there is none. */
export function freshOf(runs: readonly Backtest[], portfolio: string, version: string, nowMs: number): Backtest | null {
  const fresh = runs.filter(
    (run) =>
      run.kind === 'tune' &&
      run.portfolio === portfolio &&
      run.policy.version === version &&
      run.profile === null &&
      run.from === null &&
      run.to === null &&
      run.aims === null &&
      run.labels === null &&
      run.maturity_days === historyLimits.historyMaturityMs / DAY_MS &&
      !run.recount &&
      run.velocity === 'replay' &&
      run.state !== 'failed' &&
      run.state !== 'cancelled' &&
      nowMs - Date.parse(run.created_at) < FRESH_MS,
  );
  return fresh.toSorted((one, other) => (one.created_at < other.created_at ? 1 : -1))[0] ?? null;
}
