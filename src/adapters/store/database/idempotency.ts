import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';

/** A request that its sender named, so that sending it again does nothing again. Each actor has names of its own. */
export interface NamedRequest {
  readonly key: string;
  /** The id of the API key. */
  readonly actor: string;
  /** Of method, path and body. */
  readonly requestHash: string;
}

/** What is known of a named request. */
export type Claim =
  /** Nobody did it: whoever claimed it does it now, and settles it. */
  | { readonly kind: 'first' }
  /** It was done: this was the answer. */
  | { readonly kind: 'replay'; readonly status: number; readonly body: unknown }
  /** Another request has that name. */
  | { readonly kind: 'mismatch' }
  /** It is being done. */
  | { readonly kind: 'in_progress' };

/**
 * Claims a named request; of several at the same time one is the first. A name is good for a day. A claim that nobody
 * settled within a minute is given to the next who asks: its process is gone.
 */
export async function claimKey(pool: SqlPool, { key, actor, requestHash }: NamedRequest): Promise<Claim> {
  const claimed = await pool.query(
    `insert into idempotency_keys as standing (actor, key, request_hash) values ($1, $2, $3)
    on conflict (actor, key) do update
      set request_hash = excluded.request_hash, claimed_at = excluded.claimed_at, status = null, body = null
    where standing.claimed_at <= clock_timestamp() - $4 * interval '1 millisecond'
      or (standing.status is null and standing.request_hash = excluded.request_hash
        and standing.claimed_at <= clock_timestamp() - $5 * interval '1 millisecond')
    returning key`,
    [actor, key, requestHash, limits.idempotencyKeyMs, limits.idempotencyClaimMs],
  );
  if (claimed.rows.length > 0) return { kind: 'first' };
  const { rows } = await pool.query<{ request_hash: string; status: number | null; body: string | null }>(
    'select request_hash, status, body from idempotency_keys where actor = $1 and key = $2',
    [actor, key],
  );
  const [standing] = rows;
  // Released in between: whoever asks again is the first.
  if (!standing) return { kind: 'in_progress' };
  if (standing.request_hash !== requestHash) return { kind: 'mismatch' };
  if (standing.status === null) return { kind: 'in_progress' };
  return { kind: 'replay', status: standing.status, body: standing.body === null ? null : JSON.parse(standing.body) };
}

/** Keeps the answer to a claimed request; `body` is JSON, null for none. The first answer stays. */
export async function settleKey(
  pool: SqlPool,
  { key, actor, requestHash }: NamedRequest,
  status: number,
  body: unknown,
): Promise<void> {
  await pool.query(
    `update idempotency_keys set status = $4, body = $5
    where actor = $1 and key = $2 and request_hash = $3 and status is null`,
    [actor, key, requestHash, status, body == null ? null : JSON.stringify(body)],
  );
}

/** Gives a claim up that came to nothing, so that the request may be sent again at once. */
export async function releaseKey(pool: SqlPool, { key, actor, requestHash }: NamedRequest): Promise<void> {
  await pool.query(
    'delete from idempotency_keys where actor = $1 and key = $2 and request_hash = $3 and status is null',
    [actor, key, requestHash],
  );
}

/** Forgets names older than a day. Gives how many. */
export async function pruneKeys(pool: SqlPool): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from idempotency_keys where claimed_at <= clock_timestamp() - $1 * interval '1 millisecond'`,
    [limits.idempotencyKeyMs],
  );
  return rowCount ?? 0;
}
