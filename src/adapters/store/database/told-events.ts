import type { Scope } from '../../../core/domain/scope.ts';
import type { StoredEvent } from '../../../core/domain/stored-event.ts';
import type { SqlPool } from './pool.ts';

/** All that Stripe's stored events of these types told of these objects of a world, by the objects' ids. */
export async function eventsOfObjects(
  pool: SqlPool,
  { livemode, account }: Scope,
  types: readonly string[],
  objectIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
  if (objectIds.length === 0) return new Map();
  const { rows } = await pool.query<{ record: StoredEvent }>(
    `select record from events where livemode = $1 and account = $2 and type = any($3) and object_id = any($4)
    order by created_at, seq`,
    [livemode, account ?? '', types, objectIds],
  );
  return Map.groupBy(
    rows.map(({ record }) => record),
    ({ object_id: id }) => id,
  );
}
