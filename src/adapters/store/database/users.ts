import { randomBytes, randomUUID } from 'node:crypto';
import { limits } from '../../../core/domain/limits.ts';
import type { Role } from '../../../core/domain/role.ts';
import type { SqlPool } from './pool.ts';

/** Somebody who may sign in to the console. */
export interface User {
  readonly id: string;
  /** Null once the person was erased. */
  readonly name: string | null;
  /** What they sign in by; null once the person was erased. */
  readonly login: string | null;
  readonly role: Role;
  readonly hasPassword: boolean;
  readonly createdAtMs: number;
  /** The id of who made them, or `system`. */
  readonly createdBy: string;
  readonly disabledAtMs: number | null;
  /** To the minute. */
  readonly lastUsedAtMs: number | null;
}

/** What a user is made of. */
export type NewUser = Pick<User, 'role' | 'createdBy'> & {
  readonly name: string;
  readonly login: string;
  /** The hash of one, where it is known already. */
  readonly password: string | null;
};

/** Makes a user, with a random key for the audit. Rejects with code 23505 where the login is somebody's already. */
export async function createUser(pool: SqlPool, { name, login, role, createdBy, password }: NewUser): Promise<User> {
  const { rows } = await pool.query<UserRow>(
    `insert into users (id, name, login, role, password, audit_key, created_by) values ($1, $2, $3, $4, $5, $6, $7)
    returning ${USER_COLUMNS}`,
    [`usr_${randomUUID()}`, name, login, role, password, randomBytes(32), createdBy],
  );
  return userOf(rows[0] as UserRow);
}

/** The user with this id, erased or not. */
export async function findUser(pool: SqlPool, id: string): Promise<User | null> {
  return one(pool, `select ${USER_COLUMNS} from users where id = $1`, [id]);
}

/** Who signs in by this, and the hash of their password; nobody who is disabled. */
export async function findByLogin(
  pool: SqlPool,
  login: string,
): Promise<{ readonly user: User; readonly password: string | null } | null> {
  const { rows } = await pool.query<UserRow & { readonly password: string | null }>(
    `select ${USER_COLUMNS}, password from users where login = $1 and disabled_at is null`,
    [login],
  );
  return rows[0] ? { user: userOf(rows[0]), password: rows[0].password } : null;
}

/** All users, erased ones too, newest first. */
export async function listUsers(pool: SqlPool): Promise<readonly User[]> {
  const { rows } = await pool.query<UserRow>(`select ${USER_COLUMNS} from users order by created_at desc, id`);
  return rows.map(userOf);
}

/** Whether there is anybody who was not erased. */
export async function hasUsers(pool: SqlPool): Promise<boolean> {
  const { rows } = await pool.query('select from users where login is not null limit 1');
  return rows.length > 0;
}

/** Makes a user something else, under another name, or disables them, or no longer. Null where there is none. */
export async function updateUser(
  pool: SqlPool,
  id: string,
  change: { readonly role?: Role; readonly name?: string; readonly isDisabled?: boolean },
): Promise<User | null> {
  return one(
    pool,
    `update users set role = coalesce($2, role), name = coalesce($3, name),
      disabled_at = case $4::boolean when true then coalesce(disabled_at, ${MS_NOW}) when false then null
        else disabled_at end
    where id = $1 and login is not null returning ${USER_COLUMNS}`,
    [id, change.role ?? null, change.name ?? null, change.isDisabled ?? null],
  );
}

/** Keeps the hash of a user's new password; null takes it away. */
export async function setPassword(pool: SqlPool, id: string, password: string | null): Promise<User | null> {
  return one(pool, `update users set password = $2 where id = $1 and login is not null returning ${USER_COLUMNS}`, [
    id,
    password,
  ]);
}

/** Keeps the hash of a new password in place of another; false where that was not the user's, or they are disabled. */
export async function replacePassword(pool: SqlPool, id: string, before: string, after: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update users set password = $3 where id = $1 and password = $2 and disabled_at is null',
    [id, before, after],
  );
  return rowCount === 1;
}

/** Notes that a user is there, at most once a minute. */
export async function touchUser(pool: SqlPool, id: string): Promise<void> {
  await pool.query(
    `update users set last_used_at = ${MS_NOW}
    where id = $1 and (last_used_at is null or last_used_at <= clock_timestamp() - $2 * interval '1 millisecond')`,
    [id, limits.apiKeyTouchMs],
  );
}

/**
 * Destroys the name, the login and the password of a user and the key for the audit, whose rows then name nobody any
 * more; they can't come in again. Null where there is no such user.
 */
export async function eraseUser(pool: SqlPool, id: string): Promise<User | null> {
  // What was answered to who made them holds the name, for a day.
  await pool.query('delete from idempotency_keys where strpos(body, $1) > 0', [id]);
  return one(
    pool,
    `update users set name = null, login = null, password = null, audit_key = null,
      disabled_at = coalesce(disabled_at, ${MS_NOW})
    where id = $1 returning ${USER_COLUMNS}`,
    [id],
  );
}

const MS_NOW = `date_trunc('milliseconds', clock_timestamp())`;
/** What `userOf` reads. */
export const USER_COLUMNS = `users.id, users.name, users.login, users.role, users.password is not null as has_password,
  users.created_at, users.created_by, users.disabled_at, users.last_used_at`;

export interface UserRow {
  readonly id: string;
  readonly name: string | null;
  readonly login: string | null;
  readonly role: Role;
  readonly has_password: boolean;
  readonly created_at: Date;
  readonly created_by: string;
  readonly disabled_at: Date | null;
  readonly last_used_at: Date | null;
}

/** A user as the columns have one. */
export function userOf({ id, name, login, role, ...row }: UserRow): User {
  return {
    ...{ id, name, login, role },
    hasPassword: row.has_password,
    createdAtMs: row.created_at.getTime(),
    createdBy: row.created_by,
    disabledAtMs: row.disabled_at?.getTime() ?? null,
    lastUsedAtMs: row.last_used_at?.getTime() ?? null,
  };
}

async function one(pool: SqlPool, sql: string, values: readonly unknown[]): Promise<User | null> {
  const { rows } = await pool.query<UserRow>(sql, values);
  return rows[0] ? userOf(rows[0]) : null;
}
