import { incidentPriority } from '../../../core/domain/review.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** What names the outages of one kind. */
export interface OutageKind {
  readonly scope: Scope;
  readonly cause: string;
}

/** A stretch of time in which asks of one cause are close to each other. */
export interface Outage {
  readonly id: string;
  readonly beganMs: number;
  readonly lastMs: number;
  readonly asks: number;
  readonly approved: number;
  /** Its incident; null while it is too small for one. */
  readonly reviewId: string | null;
  /** When its incident was closed. */
  readonly closedAtMs: number | null;
}

/** Outages that touch a span of time, in their order; nobody closes their incidents until this transaction ends. */
export async function lockOutages(
  pool: SqlPool,
  { scope, cause }: OutageKind,
  fromMs: number,
  toMs: number,
): Promise<readonly Outage[]> {
  const values = [scope.livemode, scope.account ?? '', cause, new Date(fromMs), new Date(toMs)];
  const touching = 'livemode = $1 and account = $2 and cause = $3 and last_at >= $4 and began_at <= $5';
  await pool.query(
    `select id from reviews where id in (select review_id from outages where ${touching}) order by id for update`,
    values,
  );
  const { rows } = await pool.query<OutageRow>(
    `select o.*, r.closed_at from outages o left join reviews r on r.id = o.review_id
    where ${touching.replaceAll(/\b(livemode|account|cause)\b/g, 'o.$1')} order by o.began_at, o.id`,
    values,
  );
  return rows.map(outageOf);
}

/** The outage of an incident; null where there is none. */
export async function outageOfReview(pool: SqlPool, reviewId: string): Promise<Outage | null> {
  const { rows } = await pool.query<OutageRow>(
    'select o.*, r.closed_at from outages o join reviews r on r.id = o.review_id where o.review_id = $1',
    [reviewId],
  );
  return rows[0] ? outageOf(rows[0]) : null;
}

/** What an outage comes to with asks that were added. */
export type OutageExtent = Pick<Outage, 'beganMs' | 'lastMs' | 'asks' | 'approved'>;

/** Writes an outage down, a new one where `id` is null, with the incident that it has. */
export async function saveOutage(
  pool: SqlPool,
  { scope, cause }: OutageKind,
  id: string | null,
  { beganMs, lastMs, asks, approved }: OutageExtent,
  reviewId: string | null,
): Promise<void> {
  const extent = [new Date(beganMs), new Date(lastMs), asks, approved, reviewId];
  if (id === null) {
    await pool.query(
      `insert into outages (began_at, last_at, asks, approved, review_id, livemode, account, cause)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [...extent, scope.livemode, scope.account ?? '', cause],
    );
    return;
  }
  await pool.query(
    'update outages set began_at = $1, last_at = $2, asks = $3, approved = $4, review_id = $5 where id = $6',
    [...extent, id],
  );
}

/** Forgets outages that are part of another one. */
export async function dropOutages(pool: SqlPool, ids: readonly string[]): Promise<void> {
  await pool.query('delete from outages where id = any($1::bigint[])', [ids]);
}

/** Opens the incident of an outage and gives its id. */
export async function openIncident(
  pool: SqlPool,
  { scope, cause }: OutageKind,
  { beganMs, asks }: OutageExtent,
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into reviews (id, livemode, account, kind, cause, priority, opened_at)
    values ('rev_' || gen_random_uuid(), $1, $2, 'incident', $3, $4, $5) returning id`,
    [scope.livemode, scope.account ?? '', cause, incidentPriority(asks), new Date(beganMs)],
  );
  const [row] = rows;
  // INVARIANT: an insert of one row gives one.
  if (!row) throw new Error('an incident was not opened');
  return row.id;
}

/** Brings an incident to what its outage is now. */
export async function refreshIncident(pool: SqlPool, id: string, { beganMs, asks }: OutageExtent): Promise<void> {
  await pool.query('update reviews set opened_at = $2, priority = $3 where id = $1', [
    id,
    new Date(beganMs),
    incidentPriority(asks),
  ]);
}

/**
 * Makes incidents part of another one, with what people did to them: by their ids that one is found from now on. Who
 * had one of them has it, where nobody has it yet.
 */
export async function mergeIncidents(pool: SqlPool, into: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await pool.query('update review_acts set review_id = $1 where review_id = any($2)', [into, ids]);
  await pool.query(
    `update reviews r set assigned_to = coalesce(r.assigned_to,
      (select min(assigned_to) from reviews where id = any($2))) where id = $1`,
    [into, ids],
  );
  await pool.query('update reviews set merged_into = $1 where id = any($2) or merged_into = any($2)', [into, ids]);
}

interface OutageRow {
  readonly id: string;
  readonly began_at: Date;
  readonly last_at: Date;
  readonly asks: number;
  readonly approved: number;
  readonly review_id: string | null;
  readonly closed_at: Date | null;
}

function outageOf({ id, began_at, last_at, asks, approved, review_id, closed_at }: OutageRow): Outage {
  return {
    id,
    beganMs: began_at.getTime(),
    lastMs: last_at.getTime(),
    asks,
    approved,
    reviewId: review_id,
    closedAtMs: closed_at?.getTime() ?? null,
  };
}
