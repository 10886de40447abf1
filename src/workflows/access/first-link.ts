import { keyHash, newLinkText } from '../../adapters/store/api-key.ts';
import type { By } from '../../adapters/store/database/audit.ts';
import { appendAudit } from '../../adapters/store/database/audit.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { createLink } from '../../adapters/store/database/sign-in-links.ts';
import { together } from '../../adapters/store/database/together.ts';
import { hasUsers } from '../../adapters/store/database/users.ts';
import type { FreshLink } from './manage-users.ts';

/** A link that makes the first user, and voids those before it; null where there are users already. */
export function makeFirstLink(pool: SqlPool, { author, nowMs }: By): Promise<FreshLink | null> {
  return together(pool, async (joined) => {
    if (await hasUsers(joined)) return null;
    const token = newLinkText();
    const { expiresAtMs } = await createLink(joined, { hash: keyHash(token), userId: null, createdBy: author });
    const act = { actor: author, act: 'user.first_link', subject: 'users', detail: {}, atMs: nowMs };
    await appendAudit(joined, act);
    return { token, expiresAtMs };
  });
}

/** The whole link. The secret stands in the fragment, which browsers send to nobody. */
export function linkUrl(base: string, { token }: Pick<FreshLink, 'token'>): string {
  return `${base.replace(/\/+$/, '')}/sign-in#token=${token}`;
}
