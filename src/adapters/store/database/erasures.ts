import type { Arrival } from '../../../core/decision/arrival.ts';
import type { SqlPool } from './pool.ts';

/** An id that was erased, as its HMAC. */
export interface ErasedId {
  readonly hmac: string;
  /** Records about it that are older than the erasure are not taken any more; `isForGood`: no records at all. */
  readonly isForGood: boolean;
}

/** Writes down that a person was erased, and by which HMACs what comes later is known. */
export async function noteErasure(pool: SqlPool, ids: readonly ErasedId[], nowMs: number): Promise<void> {
  const at = new Date(nowMs);
  await pool.query('insert into erasures (at) values ($1)', [at]);
  await pool.query(
    `insert into erased_ids (hmac, at, is_for_good)
    select hmac, $2, "isForGood" from jsonb_to_recordset($1::jsonb) as id (hmac text, "isForGood" boolean)
    on conflict (hmac) do update set at = excluded.at, is_for_good = erased_ids.is_for_good or excluded.is_for_good`,
    [JSON.stringify(ids), at],
  );
}

/** How many erasures there were: whoever sees another number than before has to clean up. */
export async function latestErasure(pool: SqlPool): Promise<number> {
  const { rows } = await pool.query<{ seq: string }>('select coalesce(max(seq), 0) as seq from erasures');
  return Number(rows[0]?.seq ?? 0);
}

/** Which of these HMACs are of erased ids, each with what is not taken any more: up to which time; for good: null. */
export async function erasedAmong(
  pool: SqlPool,
  hmacs: readonly string[],
): Promise<ReadonlyMap<string, number | null>> {
  const { rows } = await pool.query<{ hmac: string; at: Date; is_for_good: boolean }>(
    'select hmac, at, is_for_good from erased_ids where hmac = any($1)',
    [hmacs],
  );
  return new Map(rows.map(({ hmac, at, is_for_good: isForGood }) => [hmac, isForGood ? null : at.getTime()]));
}

/** Whether anybody was erased at all. */
export async function isAnybodyErased(pool: SqlPool): Promise<boolean> {
  const { rows } = await pool.query('select 1 from erased_ids limit 1');
  return rows.length > 0;
}

/** Deletes stored decisions and events. */
export async function deleteRecords(pool: SqlPool, records: readonly Arrival[]): Promise<void> {
  if (records.length === 0) return;
  const names = records.map(({ kind, id, livemode, account }) => ({ kind, id, livemode, account: account ?? '' }));
  await pool.query(
    `with gone as (
      select * from jsonb_to_recordset($1::jsonb) as record (kind text, id text, livemode boolean, account text)
    ), gone_decisions as (
      delete from decisions using gone where gone.kind = 'decision' and decisions.id = gone.id
    )
    delete from events using gone where gone.kind = 'event' and events.livemode = gone.livemode
      and events.account = gone.account and events.id = gone.id`,
    [JSON.stringify(names)],
  );
}
