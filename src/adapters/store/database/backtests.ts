import type { Scope } from '../../../core/domain/scope.ts';
import type { RunAsked, RunKind, RunProgress, RunState } from '../../../core/history/run.ts';
import type { SqlPool } from './pool.ts';

/** A file of a policy folder. */
interface PlainFile {
  readonly name: string;
  readonly text: string;
}

/** The files of the policies that a run tries. */
export interface RunFiles {
  readonly policy: readonly PlainFile[];
  readonly against: readonly PlainFile[] | null;
}

/** A run that is asked for. */
export interface NewRun {
  readonly id: string;
  readonly scope: Scope;
  readonly kind: RunKind;
  /** The id of who asked for it. */
  readonly author: string;
  readonly asked: RunAsked;
  readonly files: RunFiles;
}

/** A run, as it is kept, without its files and its result. */
export interface StoredRun extends Omit<NewRun, 'files'> {
  readonly seq: number;
  readonly state: RunState;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly progress: RunProgress | null;
  readonly error: string | null;
}

/** A run that somebody is at: `tries` tells them from whoever was before. */
export interface ClaimedRun extends NewRun {
  readonly tries: number;
  /** What broke it off before; null where nobody could say so. */
  readonly brokenBy: string | null;
}

const COLUMNS = `seq, id, livemode, account, kind, state, author, asked, created_at, started_at, ended_at, progress,
  error`;

/** Asks for a run. */
export async function addRun(
  pool: SqlPool,
  { id, scope, kind, author, asked, files }: NewRun,
  nowMs: number,
): Promise<StoredRun> {
  const { rows } = await pool.query<RunRow>(
    `insert into backtests (id, livemode, account, kind, state, author, asked, files, created_at)
    values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8) returning ${COLUMNS}`,
    [
      ...[id, scope.livemode, scope.account ?? '', kind, author],
      ...[JSON.stringify(asked), JSON.stringify(files), new Date(nowMs)],
    ],
  );
  const run = firstOf(rows);
  if (!run) throw new Error('a run was added and is not there');
  return run;
}

/** How many runs there are, of all modes and accounts, that are not over. */
export async function countOpenRuns(pool: SqlPool): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    'select count(*) as count from backtests where ended_at is null',
  );
  return Number(rows[0]?.count ?? 0);
}

/** Takes runs away that are over, the oldest, until so many are left of a mode and account. */
export async function pruneRuns(pool: SqlPool, { livemode, account }: Scope, keep: number): Promise<void> {
  await pool.query(
    `delete from backtests where ended_at is not null and id in (
      select id from backtests where livemode = $1 and account = $2 order by seq desc offset $3)`,
    [livemode, account ?? '', keep],
  );
}

/** A run; null where there is none of this id. */
export async function findRun(pool: SqlPool, id: string): Promise<StoredRun | null> {
  const { rows } = await pool.query<RunRow>(`select ${COLUMNS} from backtests where id = $1`, [id]);
  return firstOf(rows);
}

/** What came of a run, as JSON, without the authorizations that it shows; null until it is done. */
export async function runResult(pool: SqlPool, id: string): Promise<string | null> {
  const { rows } = await pool.query<{ result: string | null }>('select result from backtests where id = $1', [id]);
  return rows[0]?.result ?? null;
}

/** Which runs. */
export interface RunPage {
  readonly scope: Scope;
  readonly kind?: RunKind | undefined;
  readonly state?: RunState | undefined;
  readonly limit: number;
  /** The `seq` of the last one of the page before. */
  readonly after?: number | undefined;
}

/** Runs, the latest first. */
export async function listRuns(pool: SqlPool, { scope, kind, state, limit, after }: RunPage) {
  const { rows } = await pool.query<RunRow>(
    `select ${COLUMNS} from backtests
    where livemode = $1 and account = $2 and ($3::bigint is null or seq < $3) and ($5::text is null or kind = $5)
      and ($6::text is null or state = $6)
    order by seq desc limit $4`,
    [scope.livemode, scope.account ?? '', after ?? null, limit, kind ?? null, state ?? null],
  );
  return rows.map(runOf);
}

/**
 * Takes the first run that nobody is at, or whose doer was last heard of before `lateMs`; null where there is none.
 * Each is taken by one.
 */
export async function claimRun(
  pool: SqlPool,
  { nowMs, lateMs }: { readonly nowMs: number; readonly lateMs: number },
): Promise<ClaimedRun | null> {
  const { rows } = await pool.query<RunRow & ClaimedFields>(
    `update backtests set state = 'running', started_at = coalesce(started_at, $1), beat_at = $1, tries = tries + 1,
      progress = null
    where id = (
      select id from backtests where ended_at is null and (state = 'queued' or beat_at < $2)
      order by seq limit 1 for update skip locked
    ) returning ${COLUMNS}, files, tries, broken_by`,
    [new Date(nowMs), new Date(lateMs)],
  );
  const [row] = rows;
  return row ? { ...runOf(row), files: row.files, tries: row.tries, brokenBy: row.broken_by } : null;
}

/** Who is at a run. */
export type RunClaim = Pick<ClaimedRun, 'id' | 'tries'>;

const MINE = `id = $1 and tries = $2 and state = 'running'`;

/** Says how far a run is; false where it is not this doer's any more: it was cancelled, or taken away. */
export async function beatRun(
  pool: SqlPool,
  { id, tries }: RunClaim,
  progress: RunProgress | null,
  nowMs: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(`update backtests set beat_at = $3, progress = $4 where ${MINE}`, [
    ...[id, tries, new Date(nowMs), progress && JSON.stringify(progress)],
  ]);
  return rowCount === 1;
}

/** Keeps what came of a run, and its files no more; false where it is not this doer's any more. */
export async function endRun(
  pool: SqlPool,
  { id, tries }: RunClaim,
  ended: { readonly result: string } | { readonly error: string },
  nowMs: number,
): Promise<boolean> {
  const [result, error] = 'result' in ended ? [ended.result, null] : [null, ended.error];
  const { rowCount } = await pool.query(
    `update backtests set state = $3, result = $4, error = $5, ended_at = $6, progress = null, files = null
    where ${MINE}`,
    [id, tries, error === null ? 'done' : 'failed', result, error, new Date(nowMs)],
  );
  return rowCount === 1;
}

/** Notes what broke a run off, which is left to whoever takes it next. */
export async function noteBreak(pool: SqlPool, { id, tries }: RunClaim, error: string): Promise<void> {
  await pool.query(`update backtests set broken_by = $3 where ${MINE}`, [id, tries, error]);
}

/** Leaves a run to whoever takes it next, as if nobody had been at it. */
export async function leaveRun(pool: SqlPool, { id, tries }: RunClaim): Promise<void> {
  await pool.query(`update backtests set state = 'queued', tries = tries - 1, progress = null where ${MINE}`, [
    id,
    tries,
  ]);
}

/** Ends a run that is not over, and keeps its files no more; null where it is, or there is none. */
export async function cancelRun(pool: SqlPool, id: string, nowMs: number): Promise<StoredRun | null> {
  const { rows } = await pool.query<RunRow>(
    `update backtests set state = 'cancelled', ended_at = $2, progress = null, files = null
    where id = $1 and ended_at is null returning ${COLUMNS}`,
    [id, new Date(nowMs)],
  );
  return firstOf(rows);
}

/** Throws a run away, with all that it shows. */
export async function deleteRun(pool: SqlPool, id: string): Promise<void> {
  await pool.query('delete from backtests where id = $1', [id]);
}

interface RunRow {
  readonly seq: string;
  readonly id: string;
  readonly livemode: boolean;
  readonly account: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly author: string;
  readonly asked: RunAsked;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly progress: RunProgress | null;
  readonly error: string | null;
}

interface ClaimedFields {
  readonly files: RunFiles;
  readonly tries: number;
  readonly broken_by: string | null;
}

function firstOf([row]: readonly RunRow[]): StoredRun | null {
  return row ? runOf(row) : null;
}

function runOf(row: RunRow): StoredRun {
  const { id, kind, state, author, asked, progress, error } = row;
  return {
    ...{ seq: Number(row.seq), id, kind, state, author, asked, progress, error },
    scope: { livemode: row.livemode, account: row.account || null },
    createdAtMs: row.created_at.getTime(),
    startedAtMs: row.started_at?.getTime() ?? null,
    endedAtMs: row.ended_at?.getTime() ?? null,
  };
}
