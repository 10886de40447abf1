import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { latestRetrieved, retrievedReports } from '../../adapters/store/database/reported.ts';
import type { ReportRecord } from '../../adapters/stripe/reports.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/**
 * Looks for reports that a job retrieved and stored, in whichever process, and hands each on once: they come through
 * nobody's door. What was stored long before the first look is left to whoever counts the past. Rows become visible in
 * another order than that of their numbers, so each look goes back behind what was seen in the last minute. Gives how
 * to stop.
 */
export function watchRetrieved(
  { pool, clock }: { readonly pool: SqlPool; readonly clock: Clock },
  report: (record: ReportRecord) => void,
): () => void {
  let seen: { readonly seq: number; readonly atMs: number }[] = [];
  let floor: number | null = null;
  let isStopped = false;
  let cancel = clock.after(0, () => void look());

  async function take(): Promise<void> {
    const nowMs = clock.nowMs();
    floor ??= await latestRetrieved(pool, nowMs - limits.retrievedOverlapMs);
    for (;;) {
      const known = seen.map(({ seq }) => seq);
      const found = await retrievedReports(pool, { after: floor, known, limit: limits.retrievedAtOnce });
      if (isStopped) return;
      for (const { record } of found) report(record);
      seen.push(...found.map(({ seq }) => ({ seq, atMs: nowMs })));
      if (found.length < limits.retrievedAtOnce) break;
    }
    const past = seen.filter(({ atMs }) => atMs <= nowMs - limits.retrievedOverlapMs);
    floor = past.reduce((most, { seq }) => Math.max(most, seq), floor);
    const newFloor = floor;
    seen = seen.filter(({ seq }) => seq > newFloor);
  }

  async function look(): Promise<void> {
    // The database is away: looked at again.
    await take().catch(() => {});
    if (!isStopped) cancel = clock.after(limits.retrievedPollMs, () => void look());
  }

  return () => {
    isStopped = true;
    cancel();
  };
}
