import type { Alarm, AlarmEvent } from '../../core/domain/alarm.ts';
import type { JobRequest } from '../../core/domain/job.ts';

/**
 * What the receiver of alarms is told: what happened, and the whole state of the alarm as it is known when the message
 * is sent. `id` is the same however often and by whatever way it is told; a message with a lower `sequence` than one
 * that was seen of the same alarm is late.
 */
export function alarmMessage(alarm: Alarm, event: AlarmEvent) {
  return {
    id: eventId(alarm.id, event),
    type: `alarm.${event}`,
    created: timeOf(atMs(alarm, event)),
    sequence: 1 + Number(alarm.acknowledgedAtMs !== null) + Number(alarm.endedAtMs !== null),
    alarm: {
      id: alarm.id,
      alarm: alarm.alarm,
      process: alarm.process,
      process_name: alarm.processName,
      raised_at: timeOf(alarm.raisedAtMs),
      ended_at: timeOf(alarm.endedAtMs),
      end_reason: alarm.endReason,
      times: alarm.times,
      detail: alarm.detail,
      acknowledged_at: timeOf(alarm.acknowledgedAtMs),
      acknowledged_by: alarm.acknowledgedBy,
      note: alarm.note,
    },
  };
}

/** The job that tells the receiver; of the same key however often it is asked for. */
export function deliveryOf(id: string, event: AlarmEvent): JobRequest {
  return { name: 'deliver_alarm', key: `alarm.${eventId(id, event)}`, data: { alarm: id, event } };
}

function eventId(id: string, event: AlarmEvent): string {
  return `${id}.${event}`;
}

function atMs({ raisedAtMs, acknowledgedAtMs, endedAtMs }: Alarm, event: AlarmEvent): number | null {
  return event === 'raised' ? raisedAtMs : event === 'ended' ? endedAtMs : acknowledgedAtMs;
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
