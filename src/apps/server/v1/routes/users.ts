import type { z } from 'zod';
import type { By } from '../../../../adapters/store/database/audit.ts';
import { listSessions } from '../../../../adapters/store/database/sessions.ts';
import { findUser, listUsers, type User } from '../../../../adapters/store/database/users.ts';
import { pageOf } from '../../../../sdk/schema/paging.ts';
import { sessionEnded } from '../../../../sdk/schema/session.ts';
import { invitedUser, madeLink, newUser, user, userChange, userSession } from '../../../../sdk/schema/users.ts';
import { linkUrl, makeFirstLink } from '../../../../workflows/access/first-link.ts';
import {
  changeUser,
  endSessionsOf,
  type FreshLink,
  forgetUser,
  inviteUser,
  linkUser,
} from '../../../../workflows/access/manage-users.ts';
import { type Named, readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { type ApiRequest, route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

const WHO = { wants: 'admin', reach: 'all' } as const;

/** Who may use the console. */
export const USER_ROUTES = [
  route({
    ...WHO,
    id: 'users.list',
    method: 'get',
    path: '/users',
    summary: 'All users, disabled and erased ones too, newest first.',
    answer: pageOf(user),
    async handle({ pool }) {
      const [users, named] = await Promise.all([listUsers(pool), readNames(pool)]);
      return { data: users.map((each) => sayUser(each, named)), next: null };
    },
  }),
  route({
    ...WHO,
    id: 'users.create',
    method: 'post',
    path: '/users',
    summary: 'Make a user; the answer has the link by which they choose a password, and nothing else ever does.',
    body: newUser,
    answer: invitedUser,
    status: 201,
    async handle(ports, request) {
      const invited = await inviteUser(ports.pool, request.body, by(ports, request));
      if (!invited) throw new Problem('conflict', 'somebody signs in by this login already');
      return sayInvited(ports, request, invited);
    },
    redact: withoutLink,
  }),
  route({
    ...WHO,
    id: 'users.firstLink',
    method: 'post',
    path: '/users/first-link',
    summary: 'Make a link by which the first user comes in, an admin; those before it are good for nothing.',
    answer: madeLink,
    status: 201,
    async handle(ports, { caller, browser }) {
      const link = await makeFirstLink(ports.pool, by(ports, { caller }));
      if (!link) throw new Problem('refused', 'there are users already: make a link for one of them');
      return sayLink(link, browser.origin);
    },
    redact: (made) => ({ ...made, url: null }),
  }),
  route({
    ...WHO,
    id: 'users.update',
    method: 'put',
    path: '/users/:id',
    summary: 'Change name or role of a user, disable them or no longer; who is disabled is out at once.',
    body: userChange,
    answer: user,
    async handle(ports, request) {
      const { name, role, disabled } = request.body;
      if (role !== undefined || disabled) assertOther(request);
      const change = {
        ...(name !== undefined && { name }),
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { isDisabled: disabled }),
      };
      const changed = await changeUser(ports.pool, request.param('id'), change, by(ports, request));
      return sayUser(changed ?? nobody(request), await readNames(ports.pool));
    },
  }),
  route({
    ...WHO,
    id: 'users.link',
    method: 'post',
    path: '/users/:id/link',
    summary: 'Make a link by which a user chooses a password; the one that they have holds until they do.',
    answer: invitedUser,
    handle: (ports, request) => link(ports, request, false),
    redact: withoutLink,
  }),
  route({
    ...WHO,
    id: 'users.reset',
    method: 'post',
    path: '/users/:id/reset',
    summary: 'The same, and their password and their sessions are over at once.',
    answer: invitedUser,
    handle: (ports, request) => link(ports, request, true),
    redact: withoutLink,
  }),
  route({
    ...WHO,
    id: 'users.erase',
    method: 'post',
    path: '/users/:id/erase',
    summary: 'Erase who a user was: they are out, and the audit can not be traced to them any more.',
    answer: user,
    async handle(ports, request) {
      assertOther(request);
      const erased = await forgetUser(ports.pool, request.param('id'), by(ports, request));
      return sayUser(erased ?? nobody(request), await readNames(ports.pool));
    },
  }),
  route({
    ...WHO,
    id: 'users.sessions',
    method: 'get',
    path: '/users/:id/sessions',
    summary: 'Where a user is signed in, newest first.',
    answer: pageOf(userSession),
    async handle({ pool }, request) {
      const id = request.param('id');
      if (!(await findUser(pool, id))) nobody(request);
      const data = (await listSessions(pool, id)).map((each) => ({
        id: each.id,
        created_at: sayTime(each.createdAtMs),
        seen_at: sayTime(each.seenAtMs),
        expires_at: sayTime(each.expiresAtMs),
      }));
      return { data, next: null };
    },
  }),
  route({
    ...WHO,
    id: 'users.endSessions',
    method: 'delete',
    path: '/users/:id/sessions',
    summary: 'Sign a user out everywhere.',
    answer: sessionEnded,
    handle: async (ports, request) => ({
      ended: await endSessionsOf(ports.pool, request.param('id'), null, by(ports, request)),
    }),
  }),
  route({
    ...WHO,
    id: 'users.endSession',
    method: 'delete',
    path: '/users/:id/sessions/:session',
    summary: 'End one session of a user.',
    answer: sessionEnded,
    handle: async (ports, request) => ({
      ended: await endSessionsOf(ports.pool, request.param('id'), request.param('session'), by(ports, request)),
    }),
  }),
];

type Request = ApiRequest<unknown, unknown>;

function by({ clock }: ApiPorts, { caller }: Pick<Request, 'caller'>): By {
  return { author: caller.id, nowMs: clock.nowMs() };
}

async function link(ports: ApiPorts, request: Request, isReset: boolean) {
  const made = await linkUser(ports.pool, request.param('id'), { ...by(ports, request), isReset });
  return sayInvited(ports, request, made ?? nobody(request));
}

/** Nobody locks themselves out by mistake. */
function assertOther({ caller, param }: Pick<Request, 'caller' | 'param'>): void {
  if (caller.id !== param('id')) return;
  throw new Problem('refused', 'nobody changes their own role, or disables or erases themselves: another admin does');
}

function nobody({ param }: Pick<Request, 'param'>): never {
  throw new Problem('not_found', `there is no user ${param('id')}, or they are disabled or erased`);
}

async function sayInvited(
  { pool }: ApiPorts,
  { browser }: Pick<Request, 'browser'>,
  invited: { readonly user: User; readonly link: FreshLink },
) {
  return { ...sayUser(invited.user, await readNames(pool)), link: sayLink(invited.link, browser.origin) };
}

function sayLink(fresh: FreshLink, base: string): z.input<typeof madeLink> {
  return { url: linkUrl(base, fresh), expires_at: sayTime(fresh.expiresAtMs) };
}

// INVARIANT: what is kept for a repeated request holds no link: nothing in the database is worth stealing.
function withoutLink(invited: z.input<typeof invitedUser>): z.input<typeof invitedUser> {
  return { ...invited, link: { ...invited.link, url: null } };
}

function sayUser({ id, name, login, role, ...rest }: User, named: Named): z.input<typeof user> {
  return {
    ...{ id, name, login, role },
    has_password: rest.hasPassword,
    created_at: sayTime(rest.createdAtMs),
    created_by: named(rest.createdBy),
    disabled_at: sayTimeOrNull(rest.disabledAtMs),
    last_used_at: sayTimeOrNull(rest.lastUsedAtMs),
  };
}
