import { listAlarms } from '../../../../adapters/store/database/alarms.ts';
import type { Alarm } from '../../../../core/domain/alarm.ts';
import { acknowledgeRequest, alarm, alarmFilter } from '../../../../sdk/schema/alarms.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { acknowledge } from '../../../../workflows/watch/acknowledge.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import { type Named, readNames } from '../names.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

/** What is and was wrong, in all processes. */
export const ALARM_ROUTES = [
  route({
    id: 'alarms.list',
    method: 'get',
    path: '/alarms',
    wants: 'read',
    // They are the service's own, and their details may name things of any account.
    reach: 'all',
    summary: 'Alarms of all processes, standing and past, the latest first.',
    query: pageQuery.extend(alarmFilter.shape),
    answer: pageOf(alarm),
    async handle({ pool }, { query: { limit, cursor, state, acknowledged, alarm: name } }) {
      const before = readCursor(cursor, 'number');
      const filter = {
        limit: limit + 1,
        ...(state !== 'all' && { isStanding: state === 'standing' }),
        ...(acknowledged !== undefined && { isAcknowledged: acknowledged }),
        ...(name !== undefined && { alarm: name }),
        ...(before !== undefined && { before }),
      };
      const [rows, named] = await Promise.all([listAlarms(pool, filter), readNames(pool)]);
      return pageFrom(
        rows,
        limit,
        ({ seq }) => seq,
        (row) => sayAlarm(row, named),
      );
    },
  }),
  route({
    id: 'alarms.acknowledge',
    method: 'post',
    path: '/alarms/:id/acknowledge',
    wants: 'review',
    reach: 'all',
    summary: 'Say that somebody knows of an alarm; where somebody did before, nothing changes.',
    body: acknowledgeRequest,
    answer: alarm,
    async handle({ pool, clock, areAlarmsTold }, { body, caller, param }) {
      const wish = { id: param('id'), by: caller.id, note: body.note ?? null, nowMs: clock.nowMs() };
      const acknowledged = await acknowledge(pool, wish, areAlarmsTold);
      if (!acknowledged) throw new Problem('not_found', `no alarm is called ${wish.id}`);
      return sayAlarm(acknowledged, await readNames(pool));
    },
  }),
];

function sayAlarm(known: Alarm, named: Named) {
  return {
    id: known.id,
    alarm: known.alarm,
    process: known.process,
    process_name: known.processName,
    raised_at: sayTime(known.raisedAtMs),
    ended_at: sayTimeOrNull(known.endedAtMs),
    end_reason: known.endReason,
    times: known.times,
    detail: { ...known.detail },
    acknowledged_at: sayTimeOrNull(known.acknowledgedAtMs),
    acknowledged_by: known.acknowledgedBy === null ? null : named(known.acknowledgedBy),
    note: known.note,
  };
}
