import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** What is swept: Stripe's list of these. */
export const SWEEP_KINDS = ['cards', 'cardholders', 'disputes'] as const;
export type SweepKind = (typeof SWEEP_KINDS)[number];

/** What a pass through a list came to, so far or as a whole. */
export interface SweepFigures {
  /** Objects that were looked at. */
  readonly seen: number;
  /** Those that were not known before. */
  readonly added: number;
  /** Those that were otherwise than we thought, or new without our knowing. */
  readonly repaired: number;
  /** Those of which no event told, though time enough has passed. */
  readonly missed: number;
}

/** Passes through one list of one world: the one under way, and the last that was whole. */
export interface Sweep extends SweepFigures {
  readonly kind: SweepKind;
  readonly scope: Scope;
  /** The id of the last object that was looked at; null at the beginning. */
  readonly place: string | null;
  readonly beganMs: number;
  readonly completedMs: number | null;
  /** Null before the first whole pass. */
  readonly last: (SweepFigures & { readonly beganMs: number }) | null;
}

/** Something that a sweep put right. */
export interface SweepRepair {
  readonly id: string;
  /** What we knew before is of this moment. */
  readonly knownMs: number;
  readonly fields: readonly string[];
}

interface Row extends SweepFigures {
  readonly kind: SweepKind;
  readonly livemode: boolean;
  readonly account: string;
  readonly place: string | null;
  readonly began_at: Date;
  readonly completed_at: Date | null;
  readonly last: Sweep['last'];
}

/** All sweeps of a mode, or of one world. */
export async function listSweeps(
  pool: SqlPool,
  { livemode, account }: { readonly livemode: boolean; readonly account?: string | null },
): Promise<readonly Sweep[]> {
  const { rows } = await pool.query<Row>(
    `select * from sweeps where livemode = $1 and ($2::text is null or account = $2) order by account, kind`,
    [livemode, account === undefined ? null : (account ?? '')],
  );
  return rows.map(sweepOf);
}

/** The pass that is under way, begun now where none is. */
export async function passUnderWay(pool: SqlPool, kind: SweepKind, scope: Scope, nowMs: number): Promise<Sweep> {
  const { rows } = await pool.query<Row>(
    `insert into sweeps as s (kind, livemode, account, began_at) values ($1, $2, $3, $4)
    on conflict (kind, livemode, account) do update set
      began_at = case when s.completed_at is null then s.began_at else excluded.began_at end,
      place = case when s.completed_at is null then s.place end,
      seen = case when s.completed_at is null then s.seen else 0 end,
      added = case when s.completed_at is null then s.added else 0 end,
      repaired = case when s.completed_at is null then s.repaired else 0 end,
      missed = case when s.completed_at is null then s.missed else 0 end,
      completed_at = null
    returning *`,
    [kind, scope.livemode, scope.account ?? '', new Date(nowMs)],
  );
  const [row] = rows;
  if (!row) throw new Error(`the sweep of ${kind} could not be begun`);
  return sweepOf(row);
}

/**
 * Moves a pass on by a page; after the last page (`place` null) it is whole. False where another process did meanwhile:
 * then nothing of the page may stay.
 */
export async function movePass(
  pool: SqlPool,
  { kind, scope, place: from, beganMs }: Sweep,
  page: Omit<SweepFigures, 'missed'> & { readonly place: string | null; readonly nowMs: number },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update sweeps set place = $6, seen = seen + $7, added = added + $8, repaired = repaired + $9,
      completed_at = case when $6::text is null then $10::timestamptz end,
      last = case when $6::text is null then jsonb_build_object('seen', seen + $7::int, 'added', added + $8::int,
        'repaired', repaired + $9::int, 'missed', missed, 'beganMs', $5::bigint) else last end
    where kind = $1 and livemode = $2 and account = $3 and place is not distinct from $4
      and began_at = to_timestamp($5::float8 / 1000) and completed_at is null`,
    [
      ...[kind, scope.livemode, scope.account ?? '', from, beganMs],
      ...[page.place, page.seen, page.added, page.repaired, new Date(page.nowMs)],
    ],
  );
  return rowCount === 1;
}

/** Has a pass begin again at the head of the list: its place is no place any more. */
export async function restartPass(pool: SqlPool, { kind, scope, place }: Sweep): Promise<void> {
  await pool.query(
    `update sweeps set place = null where kind = $1 and livemode = $2 and account = $3 and place = $4
      and completed_at is null`,
    [kind, scope.livemode, scope.account ?? '', place],
  );
}

/** Keeps what was put right until `settleRepairs`. */
export async function noteRepairs(
  pool: SqlPool,
  { kind, scope }: Pick<Sweep, 'kind' | 'scope'>,
  repairs: readonly SweepRepair[],
  nowMs: number,
): Promise<void> {
  if (repairs.length === 0) return;
  const rows = repairs.map(({ id, knownMs, fields }) => ({ id, fields, known_at: new Date(knownMs).toISOString() }));
  await pool.query(
    `insert into sweep_repairs (kind, livemode, account, id, known_at, found_at, fields)
    select $1, $2, $3, id, known_at, $5, fields
    from jsonb_to_recordset($4::jsonb) as repair (id text, known_at timestamptz, fields text[])
    on conflict (kind, livemode, account, id) do nothing`,
    [kind, scope.livemode, scope.account ?? '', JSON.stringify(rows), new Date(nowMs)],
  );
}

/**
 * Settles what was put right before `beforeMs`: where an event of these types told of it after all it was only late;
 * the others were missed. Gives how many those are; they are counted in the pass under way.
 */
export async function settleRepairs(
  pool: SqlPool,
  { kind, scope }: Pick<Sweep, 'kind' | 'scope'>,
  types: readonly string[],
  beforeMs: number,
): Promise<number> {
  const { rows } = await pool.query<{ missed: number }>(
    `with due as (
      delete from sweep_repairs where kind = $1 and livemode = $2 and account = $3 and found_at <= $5
      returning id, known_at, found_at
    ), counted as (
      select count(*)::int as missed from due where not exists (select from events e
        where e.livemode = $2 and e.account = $3 and e.type = any($4) and e.object_id = due.id
          and e.created_at > due.known_at and e.created_at <= due.found_at)
    ), noted as (
      update sweeps s set missed = s.missed + counted.missed,
        last = case when s.completed_at is null then s.last
          else jsonb_set(s.last, '{missed}', to_jsonb(s.missed + counted.missed)) end
      from counted
      where kind = $1 and livemode = $2 and account = $3 and counted.missed > 0
    )
    select missed from counted`,
    [kind, scope.livemode, scope.account ?? '', types, new Date(beforeMs)],
  );
  return rows[0]?.missed ?? 0;
}

function sweepOf(row: Row): Sweep {
  const { kind, livemode, account, place, seen, added, repaired, missed, last } = row;
  return {
    ...{ kind, scope: { livemode, account: account === '' ? null : account }, place },
    ...{ seen, added, repaired, missed, last },
    beganMs: row.began_at.getTime(),
    completedMs: row.completed_at?.getTime() ?? null,
  };
}
