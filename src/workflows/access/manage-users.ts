import { keyHash, newLinkText } from '../../adapters/store/api-key.ts';
import { type By, tellAct } from '../../adapters/store/database/audit.ts';
import { SqlError } from '../../adapters/store/database/errors.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { endSessions } from '../../adapters/store/database/sessions.ts';
import { createLink, endLinks } from '../../adapters/store/database/sign-in-links.ts';
import { together } from '../../adapters/store/database/together.ts';
import {
  createUser,
  eraseUser,
  findUser,
  type NewUser,
  setPassword,
  type User,
  updateUser,
} from '../../adapters/store/database/users.ts';
import type { Role } from '../../core/domain/role.ts';

/** A link that was just made. */
export interface FreshLink {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** What is to change of a user. */
export interface UserChange {
  readonly name?: string;
  readonly role?: Role;
  readonly isDisabled?: boolean;
}

/** Makes a user without a password, and the link by which they choose one. Null where the login is somebody's. */
export async function inviteUser(
  pool: SqlPool,
  { name, login, role }: Pick<NewUser, 'name' | 'login' | 'role'>,
  by: By,
): Promise<{ readonly user: User; readonly link: FreshLink } | null> {
  try {
    return await together(pool, async (joined) => {
      const user = await createUser(joined, { name, login, role, createdBy: by.author, password: null });
      await tellAct(joined, 'user.create', user.id, by, { role });
      return { user, link: await freshLink(joined, user.id, by) };
    });
  } catch (error) {
    if (error instanceof SqlError && error.code === '23505') return null;
    throw error;
  }
}

/** Changes a user; one who is disabled is out at once. Null where there is none, or no longer. */
export function changeUser(pool: SqlPool, id: string, change: UserChange, by: By): Promise<User | null> {
  return together(pool, async (joined) => {
    const user = await updateUser(joined, id, change);
    if (!user) return null;
    if (change.isDisabled) await letOut(joined, id);
    const { role, isDisabled: disabled } = change;
    const detail = { role, disabled, ...(change.name !== undefined && { renamed: true }) };
    await tellAct(joined, 'user.update', id, by, detail);
    return user;
  });
}

/**
 * Makes a link for a user to choose a password by, which voids the one before it; with `isReset` the password that they
 * have and their sessions are over at once. Null where there is nobody who could use it.
 */
export function linkUser(
  pool: SqlPool,
  id: string,
  { isReset, ...by }: By & { readonly isReset: boolean },
): Promise<{ readonly user: User; readonly link: FreshLink } | null> {
  return together(pool, async (joined) => {
    const found = await findUser(joined, id);
    if (!found || found.login === null || found.disabledAtMs !== null) return null;
    const user = (isReset ? await setPassword(joined, id, null) : null) ?? found;
    if (isReset) await letOut(joined, id);
    await tellAct(joined, isReset ? 'user.reset' : 'user.link', id, by, {});
    return { user, link: await freshLink(joined, id, by) };
  });
}

/** Erases whose account it was: they are out, and the audit can not be traced to them any more. */
export function forgetUser(pool: SqlPool, id: string, by: By): Promise<User | null> {
  return together(pool, async (joined) => {
    const user = await eraseUser(joined, id);
    if (!user) return null;
    await letOut(joined, id);
    await tellAct(joined, 'user.erase', id, by, {});
    return user;
  });
}

/** Ends one session of a user, or all. Gives how many. */
export function endSessionsOf(pool: SqlPool, id: string, session: string | null, by: By): Promise<number> {
  return together(pool, async (joined) => {
    const ended = await endSessions(joined, id, session);
    if (ended > 0) await tellAct(joined, 'user.sessions', id, by, { ended });
    return ended;
  });
}

async function letOut(pool: SqlPool, id: string): Promise<void> {
  await endSessions(pool, id);
  await endLinks(pool, id);
}

async function freshLink(pool: SqlPool, userId: string, { author }: By): Promise<FreshLink> {
  const token = newLinkText();
  const { expiresAtMs } = await createLink(pool, { hash: keyHash(token), userId, createdBy: author });
  return { token, expiresAtMs };
}
