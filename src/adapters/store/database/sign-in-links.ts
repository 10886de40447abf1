import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';

/** A link that is good once; its secret is with whoever it was given to. */
export interface SignInLink {
  /** Whose password it sets; null: it makes the first user. */
  readonly userId: string | null;
  readonly createdBy: string;
  readonly expiresAtMs: number;
}

/** Makes a link for a user, or for the first one; those before it are good for nothing from now on. */
export async function createLink(
  pool: SqlPool,
  { hash, userId, createdBy }: Pick<SignInLink, 'userId' | 'createdBy'> & { readonly hash: string },
): Promise<SignInLink> {
  const { rows } = await pool.query<LinkRow>(
    `with gone as (delete from sign_in_links where user_id is not distinct from $2)
    insert into sign_in_links (hash, user_id, created_by, expires_at)
    values ($1, $2, $3, date_trunc('milliseconds', clock_timestamp()) + $4 * interval '1 millisecond')
    returning ${COLUMNS}`,
    [hash, userId, createdBy, limits.signInLinkMs],
  );
  return linkOf(rows[0] as LinkRow);
}

/** The link with this hash, if it is still good. */
export async function findLink(pool: SqlPool, hash: string): Promise<SignInLink | null> {
  const { rows } = await pool.query<LinkRow>(`select ${COLUMNS} from sign_in_links where ${IS_GOOD}`, [hash]);
  return rows[0] ? linkOf(rows[0]) : null;
}

/** Uses a link up: of several at the same time one gets it, the others null. */
export async function takeLink(pool: SqlPool, hash: string): Promise<SignInLink | null> {
  const { rows } = await pool.query<LinkRow>(
    `update sign_in_links set used_at = date_trunc('milliseconds', clock_timestamp())
    where ${IS_GOOD} returning ${COLUMNS}`,
    [hash],
  );
  return rows[0] ? linkOf(rows[0]) : null;
}

/** Makes every link for this user, or for the first one, good for nothing. */
export async function endLinks(pool: SqlPool, userId: string | null): Promise<void> {
  await pool.query('delete from sign_in_links where user_id is not distinct from $1', [userId]);
}

const COLUMNS = 'user_id, created_by, expires_at';
const IS_GOOD = 'hash = $1 and used_at is null and expires_at > clock_timestamp()';

interface LinkRow {
  readonly user_id: string | null;
  readonly created_by: string;
  readonly expires_at: Date;
}

function linkOf({ user_id: userId, created_by: createdBy, expires_at: expires }: LinkRow): SignInLink {
  return { userId, createdBy, expiresAtMs: expires.getTime() };
}
