import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import type { TrackedRecord } from '../../src/core/domain/tracked-event.ts';

/** A place in the order of recording. */
export interface TrackedCursor {
  /** As the database writes it, to the microsecond: what is received in one millisecond has an order, too. */
  readonly receivedAt: string;
  /** The order of storing among what was received at one moment; int8, so text. '0' is before all of them. */
  readonly seq: string;
}

/** Before all tracked events. */
export const FIRST_TRACKED: TrackedCursor = { receivedAt: '1970-01-01T00:00:00Z', seq: '0' };

/** A part of the tracked events, and the place of the last of them; null where there are none. */
export interface TrackedPage {
  readonly records: readonly TrackedRecord[];
  readonly last: TrackedCursor | null;
}

/**
 * Tracked events after a place, in the order in which they were recorded: all, or those of some types. What another
 * process is still shipping from its journal may come before a place that was read already.
 */
export async function trackedEventsAfter(
  pool: SqlPool,
  { receivedAt, seq }: TrackedCursor,
  { limit, types = null }: { readonly limit: number; readonly types?: readonly string[] | null },
): Promise<TrackedPage> {
  // Types in a statement of their own: the planner then sees which index serves.
  const ofTypes = types === null ? '' : 'and type = any($4)';
  const { rows } = await pool.query<{ record: TrackedRecord; received_at: string; seq: string }>(
    `select record, received_at::text as received_at, seq from tracked_events
    where (received_at, seq) > ($1::timestamptz, $2::bigint) ${ofTypes}
    order by tracked_events.received_at, seq limit $3`,
    [receivedAt, seq, Math.trunc(limit), ...(types === null ? [] : [types])],
  );
  const last = rows.at(-1);
  return {
    // INVARIANT: what stands there was written by `trackedRecord`.
    records: rows.map(({ record }) => record),
    last: last ? { receivedAt: last.received_at, seq: last.seq } : null,
  };
}

/** How many tracked events were received from a moment on, by type; of all modes and accounts. */
export async function countTrackedEvents(pool: SqlPool, sinceMs = 0): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ type: string; count: string }>(
    'select type, count(*) from tracked_events where received_at >= $1 group by type order by type',
    [new Date(sinceMs)],
  );
  return new Map(rows.map(({ type, count }) => [type, Number(count)]));
}
