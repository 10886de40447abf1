import type { Alarm, AlarmEnd } from '../../../core/domain/alarm.ts';
import type { SqlPool } from './pool.ts';

/** An alarm as its own process knows it. */
export interface OwnAlarm extends Omit<Alarm, 'acknowledgedAtMs' | 'acknowledgedBy' | 'note'> {
  /** The data folder of the process; null where it holds none. */
  readonly folder: string | null;
}

/**
 * Writes alarms as their process knows them, in their order, each standing one as seen now. One that is over for the
 * database stays as it is. Gives the ids of those that are now as was said.
 */
export async function writeAlarms(
  pool: SqlPool,
  alarms: readonly OwnAlarm[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  if (alarms.length === 0) return new Set();
  const rows = alarms.map((alarm) => ({
    id: alarm.id,
    alarm: alarm.alarm,
    process: alarm.process,
    process_name: alarm.processName,
    folder: alarm.folder,
    raised_at: timeOrNull(alarm.raisedAtMs),
    ended_at: timeOrNull(alarm.endedAtMs),
    end_reason: alarm.endReason,
    times: alarm.times,
    detail: alarm.detail,
  }));
  const { rows: written } = await pool.query<{ id: string }>(
    `insert into alarms (id, alarm, process, process_name, folder, raised_at, seen_at, ended_at, end_reason, times,
      detail)
    select id, alarm, process, process_name, folder, raised_at, $2, ended_at, end_reason, times, detail
    from jsonb_to_recordset($1::jsonb) as own (id text, alarm text, process text, process_name text, folder text,
      raised_at timestamptz, ended_at timestamptz, end_reason text, times integer, detail jsonb)
    on conflict (id) do update set seen_at = excluded.seen_at, ended_at = excluded.ended_at,
      end_reason = excluded.end_reason, times = excluded.times,
      detail = case when alarms.is_erased then alarms.detail else excluded.detail end
    where alarms.ended_at is null
    returning id`,
    [JSON.stringify(rows), new Date(nowMs)],
  );
  return new Set(written.map(({ id }) => id));
}

/**
 * Ends the alarms of processes that are gone: those not seen since `beforeMs`, and other ones of this data folder,
 * which one process holds at a time. Gives their ids.
 */
export async function endGoneAlarms(
  pool: SqlPool,
  { process, folder, beforeMs, nowMs }: { process: string; folder: string | null; beforeMs: number; nowMs: number },
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `update alarms set ended_at = $1, end_reason = 'process_gone'
    where ended_at is null and process <> $2 and (seen_at < $3 or folder = $4) returning id`,
    [new Date(nowMs), process, new Date(beforeMs), folder],
  );
  return rows.map(({ id }) => id);
}

/** Notes who knows of an alarm; null if that was known, or there is no such alarm. */
export async function acknowledgeAlarm(
  pool: SqlPool,
  { id, by, note, nowMs }: { id: string; by: string; note: string | null; nowMs: number },
): Promise<Alarm | null> {
  const { rows } = await pool.query<AlarmRow>(
    `update alarms set acknowledged_at = $2, acknowledged_by = $3, note = $4
    where id = $1 and acknowledged_at is null returning *`,
    [id, new Date(nowMs), by, note],
  );
  return rows[0] ? alarmOf(rows[0]) : null;
}

export async function findAlarm(pool: SqlPool, id: string): Promise<Alarm | null> {
  const { rows } = await pool.query<AlarmRow>('select * from alarms where id = $1', [id]);
  return rows[0] ? alarmOf(rows[0]) : null;
}

/** Which alarms; `before` is the `seq` of the last one of the page before. */
export interface AlarmPage {
  readonly isStanding?: boolean;
  readonly isAcknowledged?: boolean;
  readonly alarm?: string;
  readonly limit: number;
  readonly before?: number;
}

/** Alarms, those that were written down last first. */
export async function listAlarms(
  pool: SqlPool,
  { isStanding, isAcknowledged, alarm, limit, before }: AlarmPage,
): Promise<readonly (Alarm & { readonly seq: number })[]> {
  const { rows } = await pool.query<AlarmRow>(
    `select * from alarms
    where ($1::boolean is null or (ended_at is null) = $1)
      and ($2::boolean is null or (acknowledged_at is not null) = $2)
      and ($3::text is null or alarm = $3) and ($4::bigint is null or seq < $4)
    order by seq desc limit $5`,
    [isStanding ?? null, isAcknowledged ?? null, alarm ?? null, before ?? null, limit],
  );
  return rows.map((row) => ({ ...alarmOf(row), seq: Number(row.seq) }));
}

/** Alarms that stand, by name: since when the first of them does, and in how many processes. */
export async function readStandingAlarms(
  pool: SqlPool,
): Promise<readonly { readonly alarm: string; readonly sinceMs: number; readonly processes: number }[]> {
  const { rows } = await pool.query<{ alarm: string; since: Date; processes: number }>(
    `select alarm, min(raised_at) as since, count(*)::int as processes from alarms where ended_at is null
    group by alarm order by since, alarm`,
  );
  return rows.map(({ alarm, since, processes }) => ({ alarm, sinceMs: since.getTime(), processes }));
}

interface AlarmRow {
  readonly seq: string;
  readonly id: string;
  readonly alarm: string;
  readonly process: string;
  readonly process_name: string;
  readonly raised_at: Date;
  readonly ended_at: Date | null;
  readonly end_reason: AlarmEnd | null;
  readonly times: number;
  readonly detail: Alarm['detail'];
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly note: string | null;
}

function alarmOf(row: AlarmRow): Alarm {
  return {
    id: row.id,
    alarm: row.alarm,
    process: row.process,
    processName: row.process_name,
    raisedAtMs: row.raised_at.getTime(),
    endedAtMs: row.ended_at?.getTime() ?? null,
    endReason: row.end_reason,
    times: row.times,
    detail: row.detail,
    acknowledgedAtMs: row.acknowledged_at?.getTime() ?? null,
    acknowledgedBy: row.acknowledged_by,
    note: row.note,
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
