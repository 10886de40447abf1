import type { Request } from 'express';
import { findApiKeyByHash, touchApiKey } from '../../../adapters/store/database/api-keys.ts';
import { findSession, touchSession } from '../../../adapters/store/database/sessions.ts';
import { touchUser } from '../../../adapters/store/database/users.ts';
import { type KeyScope, mayDo } from '../../../sdk/schema/key-scopes.ts';
import { ROLE_SCOPES } from '../../../sdk/schema/roles.ts';
import { ANYBODY, bound, type Caller } from './caller.ts';
import { assertOwnPage, type Credential, credentialOf } from './credential.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import type { Door } from './route.ts';

const CHALLENGE = { 'WWW-Authenticate': 'Bearer' };

/**
 * The caller of this route. The hash is looked up in an index, so how long it takes tells nothing of other keys. Throws
 * a Problem: 401 without a key or a session that holds, 403 for one that lacks the scope or is bound too narrowly, and
 * for a session that is used from elsewhere than our own pages.
 */
export async function authenticate(ports: ApiPorts, route: Door, request: Request): Promise<Caller> {
  if (route.wants === null) {
    assertOwnPage(request, ports.publicUrl);
    return ANYBODY;
  }
  const credential = credentialOf(request);
  if (credential?.kind === 'session') assertOwnPage(request, ports.publicUrl);
  return callerOf(ports, credential, { wants: route.wants, reach: route.reach });
}

/** The same by a credential, however that was presented. */
export async function callerOf(
  ports: Pick<ApiPorts, 'pool'>,
  credential: Credential | null,
  { wants, reach }: { readonly wants: KeyScope | 'any'; readonly reach: Door['reach'] },
): Promise<Caller> {
  const caller = credential && (await (credential.kind === 'key' ? keyOf : userOf)(ports, credential.hash));
  if (!caller) throw notKnown(credential);
  assertMay(caller, wants, reach);
  return caller;
}

async function keyOf({ pool }: Pick<ApiPorts, 'pool'>, hash: string): Promise<Caller | null> {
  const key = await findApiKeyByHash(pool, hash);
  if (!key) return null;
  // When it was last used is worth no wait.
  void touchApiKey(pool, key.id).catch(() => {});
  const { id, name, scopes, livemode, account } = key;
  return { kind: 'key', id, name, role: null, scopes, livemode, account, expiresAtMs: null };
}

async function userOf({ pool }: Pick<ApiPorts, 'pool'>, hash: string): Promise<Caller | null> {
  const found = await findSession(pool, hash);
  if (!found) return null;
  const { session, user } = found;
  void touchSession(pool, session.id).catch(() => {});
  void touchUser(pool, user.id).catch(() => {});
  const { id, name, role } = user;
  const { expiresAtMs } = session;
  return { kind: 'user', id, name, role, scopes: ROLE_SCOPES[role], livemode: null, account: null, expiresAtMs };
}

function notKnown(credential: Credential | null): Problem {
  const detail =
    credential?.kind === 'session'
      ? 'the session is over: sign in again'
      : 'send a key as Authorization: Bearer csk_…, or sign in';
  return new Problem('unauthorized', detail, {}, CHALLENGE);
}

function assertMay(caller: Caller, wanted: KeyScope | 'any', reach: Door['reach']): void {
  if (wanted !== 'any' && !mayDo(caller.scopes, wanted)) {
    const who = caller.role === null ? 'this key' : `the role ${caller.role}`;
    throw new Problem('forbidden', `${who} lacks the scope ${wanted}; it has ${caller.scopes.join(', ')}`);
  }
  if (reach === 'all' && (caller.livemode !== null || caller.account !== null)) {
    throw new Problem('forbidden', `this counts for all modes and accounts, and this key is bound to ${bound(caller)}`);
  }
}
