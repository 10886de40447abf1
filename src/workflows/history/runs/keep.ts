import { addRunRows } from '../../../adapters/store/database/backtest-rows.ts';
import { type ClaimedRun, endRun } from '../../../adapters/store/database/backtests.ts';
import { erasedAmong } from '../../../adapters/store/database/erasures.ts';
import { holdInbox } from '../../../adapters/store/database/inbox.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { together } from '../../../adapters/store/database/together.ts';
import type { Conceal } from '../../../core/domain/personal.ts';
import type { RunRow } from '../../../core/history/run.ts';

/** What came of a run: its result as JSON, and the authorizations that it shows. */
export interface RunOutcome {
  readonly result: string;
  readonly rows: readonly RunRow[];
}

/**
 * Keeps what came of a run; false where it was taken away from whoever did it. What an erased person left is not kept:
 * they may have been erased while it ran, and it had read them before.
 */
export async function keepOutcome(
  pool: SqlPool,
  run: ClaimedRun,
  { result, rows }: RunOutcome,
  { conceal, nowMs }: { readonly conceal: Conceal; readonly nowMs: number },
): Promise<boolean> {
  return together(pool, async (joined) => {
    // An erasure is through, or begins when this is there for it to find.
    await holdInbox(joined);
    if (!(await endRun(joined, run, { result }, nowMs))) return false;
    await addRunRows(joined, run, await withoutErased(joined, rows, conceal));
    return true;
  });
}

async function withoutErased(pool: SqlPool, rows: readonly RunRow[], conceal: Conceal): Promise<readonly RunRow[]> {
  const hmacsOf = ({ authorization, card }: RunRow) => [authorization, ...(card === null ? [] : [card])].map(conceal);
  const hmacs = new Map(rows.map((row) => [row, hmacsOf(row)]));
  const erased = await erasedAmong(pool, [...new Set([...hmacs.values()].flat())]);
  if (erased.size === 0) return rows;
  return rows.filter((row) => {
    const untils = (hmacs.get(row) ?? []).map((hmac) => erased.get(hmac));
    return untils.every((untilMs) => untilMs === undefined || (untilMs !== null && row.askedAtMs > untilMs));
  });
}
