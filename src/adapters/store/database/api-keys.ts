import { randomBytes, randomUUID } from 'node:crypto';
import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';

/** A key to the API, without its secret. */
export interface ApiKey {
  readonly id: string;
  /** What people call it, or whose it is; null once that was erased. */
  readonly name: string | null;
  readonly scopes: readonly string[];
  /** Bound to live or test; null: to neither. */
  readonly livemode: boolean | null;
  /** Bound to a connected account; null: not bound. */
  readonly account: string | null;
  readonly createdAtMs: number;
  /** The id of the key that made it, or `system`. */
  readonly createdBy: string;
  readonly revokedAtMs: number | null;
  /** To the minute. */
  readonly lastUsedAtMs: number | null;
}

/** What a key is made of; `hash` is the hash of its secret, which nobody keeps. */
export type NewApiKey = Pick<ApiKey, 'scopes' | 'livemode' | 'account' | 'createdBy'> & {
  readonly name: string;
  readonly hash: string;
};

/** Makes a key, with a random key of its own for the audit. Rejects with code 23505 where the hash is there already. */
export async function createApiKey(pool: SqlPool, key: NewApiKey): Promise<ApiKey> {
  const { name, hash, scopes, livemode, account, createdBy } = key;
  const { rows } = await pool.query<KeyRow>(
    `insert into api_keys (id, hash, name, audit_key, scopes, livemode, account, created_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    [`key_${randomUUID()}`, hash, name, randomBytes(32), [...scopes], livemode, account, createdBy],
  );
  return keyOf(rows[0] as KeyRow);
}

/** The key with this hash, unless it was revoked. */
export async function findApiKeyByHash(pool: SqlPool, hash: string): Promise<ApiKey | null> {
  const { rows } = await pool.query<KeyRow>(
    `select ${COLUMNS} from api_keys where hash = $1 and revoked_at is null`,
    [hash],
    'find_api_key',
  );
  return rows[0] ? keyOf(rows[0]) : null;
}

/** All keys, revoked ones too, newest first. */
export async function listApiKeys(pool: SqlPool): Promise<readonly ApiKey[]> {
  const { rows } = await pool.query<KeyRow>(`select ${COLUMNS} from api_keys order by created_at desc, id`);
  return rows.map(keyOf);
}

/** Revokes a key from now on; the time of an earlier revocation stays. Null where there is no such key. */
export async function revokeApiKey(pool: SqlPool, id: string): Promise<ApiKey | null> {
  const { rows } = await pool.query<KeyRow>(
    `update api_keys set revoked_at = coalesce(revoked_at, date_trunc('milliseconds', clock_timestamp()))
    where id = $1 returning ${COLUMNS}`,
    [id],
  );
  return rows[0] ? keyOf(rows[0]) : null;
}

/** Notes that a key is in use, at most once a minute: what comes sooner writes nothing. */
export async function touchApiKey(pool: SqlPool, id: string): Promise<void> {
  await pool.query(
    `update api_keys set last_used_at = date_trunc('milliseconds', clock_timestamp())
    where id = $1 and (last_used_at is null or last_used_at <= clock_timestamp() - $2 * interval '1 millisecond')`,
    [id, limits.apiKeyTouchMs],
  );
}

/**
 * Destroys the name of a key and its key for the audit, whose rows then name nobody any more; and revokes it, since
 * nobody may act without a name. Null where there is no such key.
 */
export async function eraseApiKey(pool: SqlPool, id: string): Promise<ApiKey | null> {
  const { rows } = await pool.query<KeyRow>(
    `update api_keys set name = null, audit_key = null,
      revoked_at = coalesce(revoked_at, date_trunc('milliseconds', clock_timestamp()))
    where id = $1 returning ${COLUMNS}`,
    [id],
  );
  return rows[0] ? keyOf(rows[0]) : null;
}

const COLUMNS = 'id, name, scopes, livemode, account, created_at, created_by, revoked_at, last_used_at';

interface KeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly scopes: string[];
  readonly livemode: boolean | null;
  readonly account: string | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

function keyOf({ id, name, scopes, livemode, account, ...row }: KeyRow): ApiKey {
  return {
    id,
    name,
    scopes,
    livemode,
    account,
    createdAtMs: row.created_at.getTime(),
    createdBy: row.created_by,
    revokedAtMs: row.revoked_at?.getTime() ?? null,
    lastUsedAtMs: row.last_used_at?.getTime() ?? null,
  };
}
