import type { SignedPost } from '../../adapters/http/signed-post.ts';
import { findAlarm } from '../../adapters/store/database/alarms.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { AlarmEvent } from '../../core/domain/alarm.ts';
import { type JobData, JobGivenUp, type JobHandler } from '../../core/domain/job.ts';
import { alarmMessage } from './message.ts';

const EVENTS: readonly AlarmEvent[] = ['raised', 'acknowledged', 'ended'];

/**
 * Tells the receiver of alarms of one event, with the alarm's state as it is now. Done by any 2xx; 410 says that the
 * receiver wants no more of it; all else is tried again.
 */
export function deliverAlarm(pool: SqlPool, post: SignedPost | null): JobHandler {
  return async (data) => {
    if (!post) throw new JobGivenUp('ALARM_WEBHOOK_URL is not set where this job is done');
    const { id, event } = read(data);
    const alarm = await findAlarm(pool, id);
    // Old enough to have been forgotten: nobody wants to be woken by it.
    if (!alarm) return;
    const posted = await post(JSON.stringify(alarmMessage(alarm, event)));
    if (posted.kind === 'failed') throw new Error(`the receiver of alarms: ${posted.reason}`);
    if (posted.status === 410) throw new JobGivenUp('the receiver of alarms answered 410: it is gone');
    if (posted.status < 200 || posted.status > 299) {
      throw new Error(`the receiver of alarms answered ${posted.status}`);
    }
  };
}

function read({ alarm, event }: JobData): { readonly id: string; readonly event: AlarmEvent } {
  const known = EVENTS.find((name) => name === event);
  if (typeof alarm !== 'string' || !known) throw new JobGivenUp('a job of deliver_alarm names an alarm and an event');
  return { id: alarm, event: known };
}
