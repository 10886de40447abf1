import type { z } from 'zod';
import { keyHash } from '../../../../adapters/store/api-key.ts';
import { appendAudit } from '../../../../adapters/store/database/audit.ts';
import { endSession } from '../../../../adapters/store/database/sessions.ts';
import { findLink } from '../../../../adapters/store/database/sign-in-links.ts';
import { together } from '../../../../adapters/store/database/together.ts';
import { findUser } from '../../../../adapters/store/database/users.ts';
import { allScopes, ROLE_SCOPES } from '../../../../sdk/schema/roles.ts';
import {
  linkLook,
  linkSeen,
  linkUse,
  passwordChange,
  session,
  sessionEnded,
  signIn,
} from '../../../../sdk/schema/session.ts';
import { changePassword } from '../../../../workflows/access/change-password.ts';
import { type OpenedSession, openSession } from '../../../../workflows/access/open-session.ts';
import { redeemLink } from '../../../../workflows/access/redeem-link.ts';
import { type Proven, provePassword } from '../../../../workflows/access/sign-in.ts';
import type { Browser } from '../browser.ts';
import type { Caller } from '../caller.ts';
import { Problem } from '../problem.ts';
import { invalid } from '../request.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

/**
 * Who calls, and how users come in and go out.
 *
 * INVARIANT: none of these is an act, so that nothing of a body that holds a password or a link is kept for a request
 * that is sent again.
 */
export const SESSION_ROUTES = [
  route({
    id: 'session.get',
    method: 'get',
    path: '/session',
    wants: 'any',
    reach: 'shared',
    summary: 'Who calls, and what they may do.',
    answer: session,
    handle: async (_ports, { caller }) => sayCaller(caller),
  }),
  route({
    id: 'session.create',
    method: 'post',
    path: '/session',
    wants: null,
    reach: 'shared',
    isAct: false,
    summary: 'Sign in with login and password: the answer sets the cookie of a session.',
    body: signIn,
    answer: session,
    async handle(ports, { body, browser }) {
      const { user, password } = whoProved(await provePassword(ports, { ...body, address: browser.address }));
      const proof = { kind: 'password', hash: password } as const;
      const by = { proof, before: browser.session, nowMs: ports.clock.nowMs() };
      return begun((await openSession(ports.pool, user, by)) ?? wrong(), browser);
    },
  }),
  route({
    id: 'session.look',
    method: 'post',
    path: '/session/link/look',
    wants: null,
    reach: 'shared',
    isAct: false,
    summary: 'What a link to sign in by is for; it stays good.',
    body: linkLook,
    answer: linkSeen,
    async handle({ pool }, { body: { token } }) {
      const link = await findLink(pool, keyHash(token));
      if (!link) throw usedUp();
      const user = link.userId === null ? null : await findUser(pool, link.userId);
      const purpose = link.userId === null ? ('first_admin' as const) : ('password' as const);
      return { purpose, name: user?.name ?? null, login: user?.login ?? null, expires_at: sayTime(link.expiresAtMs) };
    },
  }),
  route({
    id: 'session.link',
    method: 'post',
    path: '/session/link',
    wants: null,
    reach: 'shared',
    isAct: false,
    summary: 'Sign in by a link, once: choose a password, or become the first user, an admin.',
    body: linkUse,
    answer: session,
    async handle({ pool, passwords, clock }, { body, browser }) {
      // A guess is not worth hashing a password.
      const link = await findLink(pool, keyHash(body.token));
      if (!link) throw usedUp();
      const first = link.userId === null ? firstOf(body) : null;
      const login = link.userId === null ? first?.login : (await findUser(pool, link.userId))?.login;
      assertNotLogin(body.password, login ?? null);
      const password = await passwords.hash(body.password);
      const use = { token: body.token, password, first, before: browser.session, nowMs: clock.nowMs() };
      const opened = await redeemLink(pool, use);
      if (!opened) throw usedUp();
      return begun(opened, browser);
    },
  }),
  route({
    id: 'session.end',
    method: 'delete',
    path: '/session',
    wants: 'any',
    reach: 'shared',
    isAct: false,
    summary: 'Sign out.',
    answer: sessionEnded,
    async handle({ pool, clock }, { caller, browser }) {
      const { session: ending } = browser;
      if (caller.kind !== 'user' || ending === null) return { ended: 0 };
      const act = { actor: caller.id, act: 'session.end', subject: caller.id, detail: {}, atMs: clock.nowMs() };
      await together(pool, async (joined) => {
        await endSession(joined, ending);
        await appendAudit(joined, act);
      });
      browser.forget();
      return { ended: 1 };
    },
  }),
  route({
    id: 'session.password',
    method: 'post',
    path: '/session/password',
    wants: 'any',
    reach: 'shared',
    isAct: false,
    summary: 'Change your own password; your other sessions end.',
    body: passwordChange,
    answer: session,
    async handle(ports, { body, caller, browser }) {
      if (caller.kind !== 'user') throw new Problem('refused', 'a key has no password: users have');
      const login = (await findUser(ports.pool, caller.id))?.login ?? '';
      assertNotLogin(body.password, login);
      const proven = await provePassword(ports, { login, password: body.current, address: browser.address });
      if (proven.kind === 'wrong') throw notYours();
      const { user, password: before } = whoProved(proven);
      const change = { before, after: await ports.passwords.hash(body.password) };
      const opened = await changePassword(ports.pool, user, change, ports.clock.nowMs());
      if (!opened) throw notYours();
      return begun(opened, browser);
    },
  }),
];

/** Who calls, in the words of the API. */
function sayCaller({ kind, id, name, role, scopes, livemode, account, expiresAtMs }: Caller): z.input<typeof session> {
  const may = [...allScopes(scopes)];
  return { kind, id, name, role, scopes: may, livemode, account, expires_at: sayTimeOrNull(expiresAtMs) };
}

/** The browser keeps the session from now on. */
function begun({ user: { id, name, role }, secret, expiresAtMs }: OpenedSession, browser: Browser) {
  browser.keep(secret, expiresAtMs);
  const scopes = ROLE_SCOPES[role];
  return sayCaller({ kind: 'user', id, name, role, scopes, livemode: null, account: null, expiresAtMs });
}

function whoProved(proven: Proven) {
  switch (proven.kind) {
    case 'proven':
      return proven;
    case 'wrong':
      return wrong();
    case 'held_up': {
      const seconds = String(Math.ceil(proven.retryMs / 1_000));
      const detail = `too many tries: come again in ${seconds} seconds, or sign in by a link from an admin`;
      throw new Problem('rate_limited', detail, {}, { 'Retry-After': seconds });
    }
  }
}

function wrong(): never {
  throw new Problem('unauthorized', 'there is no such login, or the password is another one');
}

function notYours(): Problem {
  return invalid([{ path: 'body.current', message: 'is not your password' }]);
}

function firstOf({ name, login }: { name?: string | undefined; login?: string | undefined }) {
  const missing = Object.entries({ name, login }).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    throw invalid(
      missing.map(([field]) => ({ path: `body.${field}`, message: 'is missing: it is of the first user' })),
    );
  }
  return { name: name ?? '', login: login ?? '' };
}

function assertNotLogin(password: string, login: string | null): void {
  if (login === null || password.normalize('NFKC').trim().toLowerCase() !== login) return;
  throw invalid([{ path: 'body.password', message: 'is the login, which others know' }]);
}

function usedUp(): Problem {
  return new Problem('unauthorized', 'the link was used, or ran out, or another one was made after it');
}
