import { randomUUID } from 'node:crypto';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool, SqlQuery } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** An entry of a list, from its beginning to its end. Never deleted: what was listed when, can be asked for ever. */
export interface ListEntryRow {
  readonly id: string;
  readonly scope: Scope;
  readonly list: string;
  /** As `normalizeItem` spells it. */
  readonly value: string;
  readonly note: string | null;
  /** The id of the key that added it. */
  readonly author: string;
  readonly knownFromMs: number;
  /** Its expiry; null: it has none. */
  readonly knownUntilMs: number | null;
  /** When somebody took it off, or replaced it. */
  readonly removedAtMs: number | null;
  readonly removedBy: string | null;
  readonly createdAtMs: number;
}

/** What is said of an entry that is to be added. */
export type NewListEntry = Pick<
  ListEntryRow,
  'scope' | 'list' | 'value' | 'note' | 'author' | 'knownFromMs' | 'knownUntilMs'
>;

/**
 * Puts a value on a list. Where it is listed already, the entry is closed and followed without a gap by one with the
 * new expiry and note (`isNew` false); where expiry and note are the same too, nothing changes.
 */
export async function addEntry(
  pool: SqlPool,
  entry: NewListEntry,
): Promise<{ readonly entry: ListEntryRow; readonly isNew: boolean }> {
  const { scope, list, value, note, author, knownFromMs, knownUntilMs } = entry;
  return inTransaction(pool, async (query) => {
    await lockLists(query);
    const key = [scope.livemode, scope.account ?? '', list, value];
    const { rows } = await query<EntryRow & { is_expired: boolean }>(
      `select *, coalesce(known_until <= clock_timestamp(), false) as is_expired from list_entries
      where livemode = $1 and account = $2 and list = $3 and value = $4 and removed_at is null`,
      key,
    );
    const [open] = rows;
    const standing = open && !open.is_expired ? entryOf(open) : null;
    if (standing?.note === note && standing.knownUntilMs === knownUntilMs) return { entry: standing, isNew: false };
    const closedAt = open ? await close(query, open.id, author) : null;
    // The successor of one that is in force is known from its closing, at the latest.
    const isInForce = standing && closedAt && standing.knownFromMs <= closedAt.getTime();
    const knownFrom = isInForce ? Math.min(knownFromMs, closedAt.getTime()) : knownFromMs;
    const added = await query<EntryRow>(
      `insert into list_entries (livemode, account, list, value, id, note, author, known_from, known_until)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`,
      [...key, `entry_${randomUUID()}`, note, author, new Date(knownFrom), dateOf(knownUntilMs)],
    );
    await countChange(query);
    return { entry: entryOf(added.rows[0] as EntryRow), isNew: !standing };
  });
}

/** Takes an entry off its list and gives it as it is then; null where there is none, or it was taken off before. */
export async function removeEntry(pool: SqlPool, id: string, author: string): Promise<ListEntryRow | null> {
  return inTransaction(pool, async (query) => {
    await lockLists(query);
    if (!(await close(query, id, author))) return null;
    await countChange(query);
    const { rows } = await query<EntryRow>('select * from list_entries where id = $1', [id]);
    return entryOf(rows[0] as EntryRow);
  });
}

/** The entry of this id, removed or not; null where there never was one. */
export async function findEntry(pool: SqlPool, id: string): Promise<ListEntryRow | null> {
  const { rows } = await pool.query<EntryRow>('select * from list_entries where id = $1', [id]);
  return rows[0] ? entryOf(rows[0]) : null;
}

/** `standing`: in force, or going to be; `ended`: expired, taken off, or replaced. */
export type EntryState = 'in_force' | 'standing' | 'ended';

const IN_STATE: Readonly<Record<EntryState, (at: string) => string>> = {
  in_force: (at) => `known_from <= ${at} and ${IN_STATE.standing(at)}`,
  standing: (at) => `(known_until is null or known_until > ${at}) and (removed_at is null or removed_at > ${at})`,
  ended: (at) => `(known_until <= ${at} or removed_at <= ${at})`,
};

/** Which entries of a list to give. */
export interface EntryFilter {
  readonly scope: Scope;
  readonly list: string;
  readonly value?: string;
  /** Within the value, in letters of any case. */
  readonly text?: string;
  /** How they must stand at `atMs`: `in_force` without it. */
  readonly state?: EntryState;
  /** The moment at which they must stand so; without it, every entry there ever was. */
  readonly atMs?: number;
  readonly limit: number;
  /** The id of the last entry of the page before. */
  readonly after?: string;
}

/** Entries of a list, the latest added first. */
export async function findEntries(
  pool: SqlPool,
  { scope, list, value, text, state = 'in_force', atMs, limit, after }: EntryFilter,
): Promise<readonly ListEntryRow[]> {
  const { rows } = await pool.query<EntryRow>(
    `select * from list_entries
    where livemode = $1 and account = $2 and list = $3 and ($4::text is null or value = $4)
      and ($5::timestamptz is null or (${IN_STATE[state]('$5')}))
      and ($6::text is null or seq < (select seq from list_entries where id = $6))
      and ($8::text is null or strpos(lower(value), lower($8)) > 0)
    order by seq desc limit $7`,
    [
      ...[scope.livemode, scope.account ?? '', list, value ?? null, dateOf(atMs ?? null), after ?? null, limit],
      text ?? null,
    ],
  );
  return rows.map(entryOf);
}

/**
 * What a process keeps in memory: of all scopes and lists the entries that were not taken off and have not expired at
 * `atMs`. Those that are known only from a later moment are among them, since no change announces that moment; whoever
 * keeps them looks at `knownFromMs` and `knownUntilMs`.
 */
export async function entriesInForce(pool: SqlPool, atMs: number): Promise<readonly ListEntryRow[]> {
  const { rows } = await pool.query<EntryRow>(
    `select * from list_entries where removed_at is null and (known_until is null or known_until > $1) order by seq`,
    [new Date(atMs)],
  );
  return rows.map(entryOf);
}

/** All entries that there ever were of a mode and account, those that ended, too: what was listed when. */
export async function entriesEver(pool: SqlPool, { livemode, account }: Scope): Promise<readonly ListEntryRow[]> {
  const { rows } = await pool.query<EntryRow>(
    'select * from list_entries where livemode = $1 and account = $2 order by seq',
    [livemode, account ?? ''],
  );
  return rows.map(entryOf);
}

/** How many values are on a list now or later, in all scopes together. */
export async function countEntries(pool: SqlPool, list: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `select count(*) from list_entries
    where list = $1 and removed_at is null and (known_until is null or known_until > clock_timestamp())`,
    [list],
  );
  return Number(rows[0]?.count);
}

/** How many entries of a list stand how, in one scope; the same value counts again each time that it was listed. */
export async function countEntryStates(
  pool: SqlPool,
  scope: Scope,
  list: string,
  atMs: number,
): Promise<Readonly<Record<EntryState, number>>> {
  const { rows } = await pool.query<Record<EntryState, number>>(
    `select (count(*) filter (where ${IN_STATE.in_force('$4')}))::int as in_force,
      (count(*) filter (where ${IN_STATE.standing('$4')}))::int as standing,
      (count(*) filter (where ${IN_STATE.ended('$4')}))::int as ended
    from list_entries where livemode = $1 and account = $2 and list = $3`,
    [scope.livemode, scope.account ?? '', list, new Date(atMs)],
  );
  return rows[0] ?? { in_force: 0, standing: 0, ended: 0 };
}

// INVARIANT: taken first in each change, so that changes become visible in the order of their numbers.
async function lockLists(query: SqlQuery): Promise<void> {
  await query('select seq from list_changes for update');
}

async function countChange(query: SqlQuery): Promise<void> {
  await query('update list_changes set seq = seq + 1');
}

async function close(query: SqlQuery, id: string, author: string): Promise<Date | null> {
  const { rows } = await query<{ removed_at: Date }>(
    `update list_entries set removed_at = date_trunc('milliseconds', clock_timestamp()), removed_by = $2
    where id = $1 and removed_at is null returning removed_at`,
    [id, author],
  );
  return rows[0]?.removed_at ?? null;
}

interface EntryRow {
  readonly id: string;
  readonly livemode: boolean;
  readonly account: string;
  readonly list: string;
  readonly value: string;
  readonly note: string | null;
  readonly author: string;
  readonly known_from: Date;
  readonly known_until: Date | null;
  readonly removed_at: Date | null;
  readonly removed_by: string | null;
  readonly created_at: Date;
}

function entryOf(row: EntryRow): ListEntryRow {
  const { id, list, value, note, author } = row;
  return {
    id,
    scope: { livemode: row.livemode, account: row.account || null },
    list,
    value,
    note,
    author,
    knownFromMs: row.known_from.getTime(),
    knownUntilMs: row.known_until?.getTime() ?? null,
    removedAtMs: row.removed_at?.getTime() ?? null,
    removedBy: row.removed_by,
    createdAtMs: row.created_at.getTime(),
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
