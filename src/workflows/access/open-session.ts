import { keyHash, newSessionText } from '../../adapters/store/api-key.ts';
import { appendAudit } from '../../adapters/store/database/audit.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { createSession, endSession } from '../../adapters/store/database/sessions.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { User } from '../../adapters/store/database/users.ts';

/** A session that just began; nobody but the browser gets to know its secret. */
export interface OpenedSession {
  readonly user: User;
  readonly secret: string;
  readonly expiresAtMs: number;
}

/** How somebody proved who they are: by the password that this is the hash of, or by a link. */
export type Proof = { readonly kind: 'password'; readonly hash: string } | { readonly kind: 'link' };

/**
 * Turns a proven identity into a session, whoever proved it: a password and a link do today, and a provider of OIDC
 * would end here, too. It has a secret of its own every time, and the one that the browser came with, if it did, is
 * over: nobody can be made to go on in a session that somebody else knows. Null where the proof holds no longer: the
 * password is another one by now, or the user is disabled.
 */
export function openSession(
  pool: SqlPool,
  user: User,
  { proof, before, nowMs }: { readonly proof: Proof; readonly before: string | null; readonly nowMs: number },
): Promise<OpenedSession | null> {
  return together(pool, async (joined) => {
    const secret = newSessionText();
    const password = proof.kind === 'password' ? proof.hash : null;
    // First of all: it locks the user, as whoever ends their sessions does before.
    const session = await createSession(joined, user.id, keyHash(secret), password);
    if (!session) return null;
    if (before !== null) await endSession(joined, before);
    const act = { actor: user.id, act: 'session.open', subject: user.id, detail: { proof: proof.kind } };
    await appendAudit(joined, { ...act, atMs: nowMs });
    return { user, secret, expiresAtMs: session.expiresAtMs };
  });
}
