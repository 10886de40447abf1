import type { Request } from 'express';
import { keyHash } from '../../../adapters/store/api-key.ts';
import { Problem } from './problem.ts';

/** What a caller shows to be known by; only the hash of it. */
export interface Credential {
  readonly kind: 'key' | 'session';
  readonly hash: string;
}

/** Where a browser keeps the secret of a session. */
export const SESSION_COOKIE = 'countersign_session';

const BEARER = /^Bearer (csk_[\w-]{20,100})$/;
const SECRET = /^css_[\w-]{43}$/;

/**
 * The key in the Authorization header, else the session in the cookie; null where there is none that could be one. A
 * Bearer that is no key of ours is no session either; another scheme may be a proxy's own business.
 */
export function credentialOf(request: Request): Credential | null {
  const authorization = request.get('authorization') ?? '';
  const key = BEARER.exec(authorization)?.[1];
  if (key !== undefined) return { kind: 'key', hash: keyHash(key) };
  if (/^bearer\b/i.test(authorization)) return null;
  const secret = cookieOf(request);
  return secret === null ? null : { kind: 'session', hash: keyHash(secret) };
}

function cookieOf(request: Request): string | null {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [name = '', ...rest] = part.trim().split('=');
    const value = rest.join('=');
    if (name === SESSION_COOKIE && SECRET.test(value)) return value;
  }
  return null;
}

/**
 * Throws a Problem, 403, unless a request that may change something comes from the service's own pages: a page of
 * another origin can't send this header without asking first, which nobody answers, and a browser says by Origin whose
 * page it is.
 */
export function assertOwnPage(request: Request, publicUrl: string | null): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (request.get('x-countersign-console') !== '1') {
    throw new Problem('forbidden', 'what a session does wants the header X-Countersign-Console: 1');
  }
  const origin = request.get('origin');
  if (origin === undefined || isOwn(origin, request, publicUrl)) return;
  throw new Problem('forbidden', 'the request comes from a page of another origin; behind a proxy set PUBLIC_URL');
}

function isOwn(origin: string, request: Request, publicUrl: string | null): boolean {
  const url = URL.parse(origin);
  if (!url) return false;
  return url.host === request.get('host') || (publicUrl !== null && url.origin === URL.parse(publicUrl)?.origin);
}
