import { endGoneAlarms } from '../../adapters/store/database/alarms.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import { limits } from '../../core/domain/limits.ts';
import { deliveryOf } from './message.ts';
import type { WatchedProcess } from './writer.ts';

/** Ends the alarms of processes that are gone, with the jobs that tell of it. */
export async function sweepAlarms(
  pool: SqlPool,
  { id, folder }: WatchedProcess,
  nowMs: number,
  isTold: boolean,
): Promise<void> {
  await together(pool, async (joined) => {
    const gone = { process: id, folder, beforeMs: nowMs - limits.alarmGoneMs, nowMs };
    const ended = await endGoneAlarms(joined, gone);
    const jobs = ended.map((alarm) => deliveryOf(alarm, 'ended'));
    if (isTold) await enqueue(joined, jobs);
  });
}
