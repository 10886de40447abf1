import { latestErasure } from '../../adapters/store/database/erasures.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/**
 * Looks now and then whether somebody was erased by another process, and cleans up here then: what stands in this one's
 * journal is brought into the database, where it is known for whose it is, and goes from the disk. Gives how to stop.
 */
export function watchErasures(
  { pool, clock }: { readonly pool: SqlPool; readonly clock: Clock },
  cleanUp: () => Promise<unknown>,
): () => void {
  let known: number | null = null;
  let isStopped = false;
  let cancel = clock.after(0, () => void look());

  async function look(): Promise<void> {
    try {
      const latest = await latestErasure(pool);
      if (known !== null && latest > known) await cleanUp();
      known = latest;
    } catch {
      // The database is away, or the disk is: looked at again.
    }
    if (!isStopped) cancel = clock.after(limits.erasurePollMs, () => void look());
  }

  return () => {
    isStopped = true;
    cancel();
  };
}
