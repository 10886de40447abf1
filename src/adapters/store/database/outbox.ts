import type { JobRequest } from '../../../core/domain/job.ts';
import type { SqlPool } from './pool.ts';
import { together } from './together.ts';

/** A job that waits to be handed to the queue. */
export interface OutboxRow extends JobRequest {
  readonly seq: string;
}

/**
 * Puts jobs into the outbox, from where they go to the queue: in the transaction of what causes them, so that there is
 * neither one without the other. A job whose key waits there already is not added.
 */
export async function enqueue(pool: SqlPool, jobs: readonly JobRequest[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ name, key, data, notBeforeMs }) => {
    return { name, key, data, not_before: notBeforeMs === undefined ? null : new Date(notBeforeMs).toISOString() };
  });
  await pool.query(
    `insert into outbox (name, key, data, not_before)
    select name, key, data, not_before
    from jsonb_to_recordset($1::jsonb) as job (name text, key text, data jsonb, not_before timestamptz)
    on conflict (key) do nothing`,
    [JSON.stringify(rows)],
  );
}

const TAKE = 'select seq, name, key, data, not_before from outbox order by seq limit $1';

/**
 * Hands the first jobs of the outbox over to `add`, in their order, and takes them out when it has them; gives how many
 * those were. A crash in between hands them over again: whoever takes them must know them by their keys.
 *
 * With `isShared` other processes do the same: each takes what no other has in hand. Without it no transaction is open
 * meanwhile: `add` may need the one session that the embedded database has.
 */
export async function handOver(
  pool: SqlPool,
  { limit, isShared }: { readonly limit: number; readonly isShared: boolean },
  add: (jobs: readonly OutboxRow[]) => Promise<void>,
): Promise<number> {
  if (!isShared) return handOverIn(pool, TAKE, limit, add);
  return together(pool, (joined) => handOverIn(joined, `${TAKE} for update skip locked`, limit, add));
}

async function handOverIn(
  pool: SqlPool,
  take: string,
  limit: number,
  add: (jobs: readonly OutboxRow[]) => Promise<void>,
): Promise<number> {
  const { rows } = await pool.query<StoredRow>(take, [limit]);
  if (rows.length === 0) return 0;
  await add(
    rows.map(({ not_before: notBefore, ...job }) => {
      return notBefore === null ? job : { ...job, notBeforeMs: notBefore.getTime() };
    }),
  );
  await pool.query('delete from outbox where seq = any($1)', [rows.map(({ seq }) => seq)]);
  return rows.length;
}

interface StoredRow extends Pick<OutboxRow, 'seq' | 'name' | 'key' | 'data'> {
  readonly not_before: Date | null;
}
