import { deleteOldRows, vacuum } from '../../adapters/store/database/old-rows.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { JobHandler } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import { STORED_ROWS } from '../../core/domain/stored-rows.ts';

/**
 * Deletes what has been kept for its days, some at a time with rests in between: answers come first. Broken off it goes
 * on the next time.
 */
export function createForgetOld({ pool, clock }: { readonly pool: SqlPool; readonly clock: Clock }): JobHandler {
  return async () => {
    for (const rows of STORED_ROWS) {
      let deleted = 0;
      for (let some: number = limits.forgetBatch; some === limits.forgetBatch; deleted += some) {
        const startedMs = clock.nowMs();
        some = await deleteOldRows(pool, rows, startedMs, limits.forgetBatch);
        const tookMs = clock.nowMs() - startedMs;
        if (some > 0) await new Promise<void>((resolve) => clock.after(tookMs, resolve));
      }
      if (deleted > 0) await vacuum(pool, rows.table);
    }
  };
}
