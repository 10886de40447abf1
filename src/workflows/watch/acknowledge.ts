import { acknowledgeAlarm, findAlarm } from '../../adapters/store/database/alarms.ts';
import { appendAudit } from '../../adapters/store/database/audit.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { Alarm } from '../../core/domain/alarm.ts';
import { deliveryOf } from './message.ts';

/** Who knows of an alarm, and what they say of it. */
export interface Acknowledgement {
  readonly id: string;
  /** The id of a key. */
  readonly by: string;
  readonly note: string | null;
  readonly nowMs: number;
}

/**
 * Notes who knows of an alarm, standing or past, with its audit row and, where `isTold`, word to the receiver of
 * alarms, in one transaction. The first one counts: another one changes nothing. Gives the alarm; null for none.
 */
export function acknowledge(pool: SqlPool, wish: Acknowledgement, isTold: boolean): Promise<Alarm | null> {
  const { id, by: actor, nowMs: atMs } = wish;
  return together(pool, async (joined) => {
    const acknowledged = await acknowledgeAlarm(joined, wish);
    if (!acknowledged) return findAlarm(joined, id);
    const detail = { alarm: acknowledged.alarm };
    await appendAudit(joined, { actor, act: 'alarm.acknowledge', subject: id, detail, atMs });
    if (isTold) await enqueue(joined, [deliveryOf(id, 'acknowledged')]);
    return acknowledged;
  });
}
