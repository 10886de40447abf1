import { keyHash } from '../../adapters/store/api-key.ts';
import { appendAudit } from '../../adapters/store/database/audit.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { endSessions } from '../../adapters/store/database/sessions.ts';
import { type SignInLink, takeLink } from '../../adapters/store/database/sign-in-links.ts';
import { together } from '../../adapters/store/database/together.ts';
import { createUser, findUser, hasUsers, setPassword, type User } from '../../adapters/store/database/users.ts';
import { type OpenedSession, openSession } from './open-session.ts';

/** Who somebody says they are, where a link makes the first user. */
export interface FirstUser {
  readonly name: string;
  readonly login: string;
}

/** A link, and what it is to do. */
export interface LinkUse {
  readonly token: string;
  /** The hash of the password that was chosen. */
  readonly password: string;
  /** Null: the link is for somebody who is there already. */
  readonly first: FirstUser | null;
  /** The hash of the session that the browser came with. */
  readonly before: string | null;
  readonly nowMs: number;
}

/**
 * Uses a link up: makes the first user, or sets the password of the one whose it is, which ends all their sessions; and
 * signs them in. All of it or nothing, and once: of several at the same time one gets a session, the others null.
 */
export function redeemLink(
  pool: SqlPool,
  { token, password, first, before, nowMs }: LinkUse,
): Promise<OpenedSession | null> {
  return together(pool, async (joined) => {
    const link = await takeLink(joined, keyHash(token));
    if (!link) return null;
    const { userId } = link;
    const user =
      userId === null ? await makeFirst(joined, link, first, password) : await choose(joined, userId, password);
    if (!user) return null;
    const act = userId === null ? 'user.create' : 'user.password';
    await appendAudit(joined, { actor: user.id, act, subject: user.id, detail: { role: user.role }, atMs: nowMs });
    return openSession(joined, user, { proof: { kind: 'link' }, before, nowMs });
  });
}

async function makeFirst(
  pool: SqlPool,
  { createdBy }: SignInLink,
  first: FirstUser | null,
  password: string,
): Promise<User | null> {
  if (first === null || (await hasUsers(pool))) return null;
  return createUser(pool, { ...first, role: 'admin', createdBy, password });
}

async function choose(pool: SqlPool, id: string, password: string): Promise<User | null> {
  const user = await findUser(pool, id);
  if (!user || user.disabledAtMs !== null) return null;
  const changed = await setPassword(pool, id, password);
  // After it: a sign-in by the password before holds the user's row until then.
  await endSessions(pool, id);
  return changed;
}
