import { keyHash, newLinkText } from '../../../../src/adapters/store/api-key.ts';
import { createLink } from '../../../../src/adapters/store/database/sign-in-links.ts';
import { createUser } from '../../../../src/adapters/store/database/users.ts';
import { createPasswords } from '../../../../src/adapters/store/passwords.ts';
import type { Role } from '../../../../src/core/domain/role.ts';
import { createClient } from '../../../../src/sdk/index.ts';
import { openSession } from '../../../../src/workflows/access/open-session.ts';
import type { Stage } from './stage.ts';

export const PASSWORD = 'correct horse battery';

/** The hash of PASSWORD, made once: each takes a part of a second. */
const hashed = createPasswords().hash(PASSWORD);

/** A browser with its cookies: a client without a key, and what it keeps. */
export function openBrowser(url: string, cookie: string | null = null) {
  let kept = cookie;
  let set: string | null = null;
  const browse: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    if (kept !== null) headers.set('Cookie', kept);
    const response = await fetch(input, { ...init, headers });
    set = response.headers.get('set-cookie') ?? set;
    const given = response.headers.get('set-cookie')?.split(';')[0] ?? null;
    if (given !== null) kept = given.endsWith('=') ? null : given;
    return response;
  };
  return {
    client: createClient({ url, fetch: browse }),
    /** `name=value` of the cookie; null without one. */
    cookie: () => kept,
    /** The last Set-Cookie, whole. */
    lastSet: () => set,
  };
}

let users = 0;

function newLogin(): string {
  users += 1;
  return `user-${users}@example.com`;
}

/** A user who is there from before, with PASSWORD. */
export async function makeUser({ database }: Stage, role: Role, login = newLogin()) {
  const made = { name: `Name of ${login}`, login, role, createdBy: 'system', password: await hashed };
  return createUser(database.pool, made);
}

/** A browser in which a user of this role is signed in. */
export async function signedIn(stage: Stage, role: Role) {
  const user = await makeUser(stage, role);
  const begun = { proof: { kind: 'link' }, before: null, nowMs: Date.now() } as const;
  const opened = await openSession(stage.database.pool, user, begun);
  return { ...openBrowser(stage.url, `countersign_session=${opened?.secret}`), user };
}

/** The secret of a link to sign in by. */
export async function makeLink({ database }: Stage, userId: string | null): Promise<string> {
  const token = newLinkText();
  await createLink(database.pool, { hash: keyHash(token), userId, createdBy: 'system' });
  return token;
}
