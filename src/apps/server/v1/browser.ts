import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { credentialOf, SESSION_COOKIE } from './credential.ts';

/** The browser at the other end, as far as signing in and out has to do with it. */
export interface Browser {
  /** As `addressOf` gives it. */
  readonly address: string;
  /** Where it reaches us: a scheme and a host. */
  readonly origin: string;
  /** The hash of the session that it came with; null without one. */
  readonly session: string | null;
  /** Gives it the secret of a session to keep. */
  keep(secret: string, expiresAtMs: number): void;
  /** Has it forget what it keeps. */
  forget(): void;
}

/** Where a request comes from, as tries are counted: of IPv6 the network, whose addresses one machine has all of. */
export function addressOf({ ip }: Pick<Request, 'ip'>): string {
  return ipKeyGenerator(ip ?? '');
}

/** The browser that sent this request. A proxy may say that it was reached by https: that makes cookies stricter. */
export function browserOf(request: Request, response: Response, publicUrl: string | null): Browser {
  const said = request.get('x-forwarded-proto')?.split(',')[0]?.trim();
  const isHttps = publicUrl?.startsWith('https:') || said === 'https' || request.secure;
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure: isHttps } as const;
  const credential = credentialOf(request);
  return {
    address: addressOf(request),
    origin: publicUrl ?? `${isHttps ? 'https' : 'http'}://${request.get('host') ?? 'localhost'}`,
    session: credential?.kind === 'session' ? credential.hash : null,
    keep: (secret, expiresAtMs) =>
      void response.cookie(SESSION_COOKIE, secret, { ...options, expires: new Date(expiresAtMs) }),
    forget: () => void response.clearCookie(SESSION_COOKIE, options),
  };
}
