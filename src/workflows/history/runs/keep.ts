import { addRunRows, runRowTexts } from '../../../adapters/store/database/backtest-rows.ts';
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
  // As much as can be is done before others are kept waiting: this thread comes last when there is something to do.
  const texts = runRowTexts(rows);
  const hmacs = rows.map(({ authorization, card }) => [authorization, ...(card === null ? [] : [card])].map(conceal));
  const all = [...new Set(hmacs.flat())];
  return together(pool, async (joined) => {
    // An erasure is through, or begins when this is there for it to find.
    await holdInbox(joined);
    const erased = await erasedAmong(joined, all);
    if (!(await endRun(joined, run, { result }, nowMs))) return false;
    const isLeft = (hmac: string, askedAtMs: number) => {
      const untilMs = erased.get(hmac);
      return untilMs === undefined || (untilMs !== null && askedAtMs > untilMs);
    };
    const left = texts.filter((_, at) => hmacs[at]?.every((hmac) => isLeft(hmac, rows[at]?.askedAtMs ?? 0)));
    await addRunRows(joined, run, left);
    return true;
  });
}
