import { randomUUID } from 'node:crypto';
import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';
import { USER_COLUMNS, type User, type UserRow, userOf } from './users.ts';

/** A time that somebody is signed in for; the secret that opens it is the browser's alone. */
export interface Session {
  readonly id: string;
  readonly createdAtMs: number;
  /** To the minute. */
  readonly seenAtMs: number;
  /** When it ends at the latest. */
  readonly expiresAtMs: number;
}

/**
 * Begins a session of a user; `hash` is that of its secret. Null where they are disabled or, with `password`, where the
 * hash of their password is another one: whoever changes it and ends their sessions afterwards ends this one, too.
 */
export async function createSession(
  pool: SqlPool,
  userId: string,
  hash: string,
  password: string | null = null,
): Promise<Session | null> {
  const { rows } = await pool.query<SessionRow>(
    `insert into sessions (id, hash, user_id, expires_at)
    select $1, $2, users.id, date_trunc('milliseconds', clock_timestamp()) + $4 * interval '1 millisecond' from users
    where users.id = $3 and users.disabled_at is null and ($5::text is null or users.password = $5) for share
    returning ${COLUMNS}`,
    [`ses_${randomUUID()}`, hash, userId, limits.sessionMs, password],
  );
  return rows[0] ? sessionOf(rows[0]) : null;
}

/** The session with this hash and whose it is, unless it is over or the user is disabled. */
export async function findSession(
  pool: SqlPool,
  hash: string,
): Promise<{ readonly session: Session; readonly user: User } | null> {
  const { rows } = await pool.query<SessionRow & UserRow>(
    `select ${COLUMNS}, ${USER_COLUMNS} from sessions join users on users.id = sessions.user_id
    where sessions.hash = $1 and users.disabled_at is null and ${IS_ON}`,
    [hash, limits.sessionIdleMs],
    'find_session',
  );
  return rows[0] ? { session: sessionOf(rows[0]), user: userOf(rows[0]) } : null;
}

/** The sessions of a user that are on, the newest first. */
export async function listSessions(pool: SqlPool, userId: string): Promise<readonly Session[]> {
  const { rows } = await pool.query<SessionRow>(
    `select ${COLUMNS} from sessions where user_id = $1 and ${IS_ON} order by created_at desc, id`,
    [userId, limits.sessionIdleMs],
  );
  return rows.map(sessionOf);
}

/** Notes that somebody is still there, at most once a minute. */
export async function touchSession(pool: SqlPool, id: string): Promise<void> {
  await pool.query(
    `update sessions set seen_at = date_trunc('milliseconds', clock_timestamp())
    where id = $1 and seen_at <= clock_timestamp() - $2 * interval '1 millisecond'`,
    [id, limits.apiKeyTouchMs],
  );
}

/** Ends the session with this hash, if there is one. */
export async function endSession(pool: SqlPool, hash: string): Promise<void> {
  await pool.query('delete from sessions where hash = $1', [hash]);
}

/** Ends sessions of a user: the one with this id, or all without it. Gives how many. */
export async function endSessions(pool: SqlPool, userId: string, id: string | null = null): Promise<number> {
  const { rowCount } = await pool.query('delete from sessions where user_id = $1 and ($2::text is null or id = $2)', [
    userId,
    id,
  ]);
  return rowCount ?? 0;
}

const COLUMNS = `sessions.id as session_id, sessions.created_at as session_created_at, sessions.seen_at,
  sessions.expires_at`;
const IS_ON = `sessions.expires_at > clock_timestamp()
  and sessions.seen_at > clock_timestamp() - $2 * interval '1 millisecond'`;

interface SessionRow {
  readonly session_id: string;
  readonly session_created_at: Date;
  readonly seen_at: Date;
  readonly expires_at: Date;
}

function sessionOf({ session_id: id, session_created_at: created, seen_at: seen, expires_at: expires }: SessionRow) {
  return { id, createdAtMs: created.getTime(), seenAtMs: seen.getTime(), expiresAtMs: expires.getTime() };
}
