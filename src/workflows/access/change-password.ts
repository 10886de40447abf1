import { appendAudit } from '../../adapters/store/database/audit.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { endSessions } from '../../adapters/store/database/sessions.ts';
import { together } from '../../adapters/store/database/together.ts';
import { replacePassword, type User } from '../../adapters/store/database/users.ts';
import { type OpenedSession, openSession } from './open-session.ts';

/** The hashes of a password and of the one that is to follow it. */
export interface PasswordChange {
  readonly before: string;
  readonly after: string;
}

/**
 * Keeps the hash of somebody's new password, ends all their sessions, and begins one anew for who changed it. Null, and
 * nothing is done, where their password is not the one before any more.
 */
export function changePassword(
  pool: SqlPool,
  user: User,
  { before, after }: PasswordChange,
  nowMs: number,
): Promise<OpenedSession | null> {
  return together(pool, async (joined) => {
    if (!(await replacePassword(joined, user.id, before, after))) return null;
    await endSessions(joined, user.id);
    const act = { actor: user.id, act: 'user.password', subject: user.id, detail: {} };
    await appendAudit(joined, { ...act, atMs: nowMs });
    return openSession(joined, user, { proof: { kind: 'password', hash: after }, before: null, nowMs });
  });
}
