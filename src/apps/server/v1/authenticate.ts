import type { Request } from 'express';
import { keyHash } from '../../../adapters/store/api-key.ts';
import { findApiKeyByHash, touchApiKey } from '../../../adapters/store/database/api-keys.ts';
import { type KeyScope, mayDo } from '../../../sdk/schema/key-scopes.ts';
import { ANYBODY, bound, type Caller } from './caller.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const BEARER = /^Bearer (csk_[\w-]{20,100})$/;
const CHALLENGE = { 'WWW-Authenticate': 'Bearer' };

/** The hash of the key in the Authorization header; null where there is none that could be one. */
export function presentedHash(request: Request): string | null {
  const key = BEARER.exec(request.get('authorization') ?? '')?.[1];
  return key === undefined ? null : keyHash(key);
}

/**
 * The caller of this route. The hash is looked up in an index, so how long it takes tells nothing of other keys. Throws
 * a Problem: 401 without a key that holds, 403 for one that lacks the scope or is bound too narrowly.
 */
export async function authenticate(ports: ApiPorts, route: Route, request: Request): Promise<Caller> {
  if (route.wants === null) return ANYBODY;
  const hash = presentedHash(request);
  const key = hash === null ? null : await findApiKeyByHash(ports.pool, hash);
  if (!key) throw new Problem('unauthorized', 'send a key as Authorization: Bearer csk_…', {}, CHALLENGE);
  // When it was last used is worth no wait.
  void touchApiKey(ports.pool, key.id).catch(() => {});
  const { id, scopes, livemode, account } = key;
  assertMay({ id, scopes, livemode, account }, route.wants, route.reach);
  return { id, scopes, livemode, account };
}

function assertMay(caller: Caller, wanted: KeyScope, reach: Route['reach']): void {
  if (!mayDo(caller.scopes, wanted)) {
    throw new Problem('forbidden', `this key lacks the scope ${wanted}; it has ${caller.scopes.join(', ')}`);
  }
  if (reach === 'all' && (caller.livemode !== null || caller.account !== null)) {
    throw new Problem('forbidden', `this counts for all modes and accounts, and this key is bound to ${bound(caller)}`);
  }
}
