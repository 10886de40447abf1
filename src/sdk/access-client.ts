import type { CallOptions, SendCall } from './call.ts';
import type { Page } from './pages.ts';
import type * as is from './resources.ts';

/** Who calls, and how people sign in and out in a browser: a client without a key. */
export function sessionClient(send: SendCall) {
  return {
    get: (options?: CallOptions) => send<is.Session>({ method: 'GET', path: ['session'] }, options),
    create: (body: is.SignIn, options?: CallOptions) =>
      send<is.Session>({ method: 'POST', path: ['session'], body }, options),
    look: (body: is.LinkLook, options?: CallOptions) =>
      send<is.SignInLink>({ method: 'POST', path: ['session', 'link', 'look'], body }, options),
    link: (body: is.LinkUse, options?: CallOptions) =>
      send<is.Session>({ method: 'POST', path: ['session', 'link'], body }, options),
    password: (body: is.PasswordChange, options?: CallOptions) =>
      send<is.Session>({ method: 'POST', path: ['session', 'password'], body }, options),
    end: (options?: CallOptions) => send<is.EndedSessions>({ method: 'DELETE', path: ['session'] }, options),
  };
}

/** Who may use the console. */
export function usersClient(send: SendCall) {
  const act = <Answer>(path: readonly string[], body?: unknown, options?: CallOptions) =>
    send<Answer>({ method: 'POST', path: ['users', ...path], body, isAct: true }, options);
  return {
    list: (options?: CallOptions) => send<Page<is.User>>({ method: 'GET', path: ['users'] }, options),
    create: (body: is.NewUser, options?: CallOptions) => act<is.InvitedUser>([], body, options),
    firstLink: (options?: CallOptions) => act<is.MadeLink>(['first-link'], undefined, options),
    update: (id: string, body: is.UserChange, options?: CallOptions) =>
      send<is.User>({ method: 'PUT', path: ['users', id], body, isAct: true }, options),
    link: (id: string, options?: CallOptions) => act<is.InvitedUser>([id, 'link'], undefined, options),
    reset: (id: string, options?: CallOptions) => act<is.InvitedUser>([id, 'reset'], undefined, options),
    erase: (id: string, options?: CallOptions) => act<is.User>([id, 'erase'], undefined, options),
    sessions: (id: string, options?: CallOptions) =>
      send<Page<is.UserSession>>({ method: 'GET', path: ['users', id, 'sessions'] }, options),
    endSessions: (id: string, options?: CallOptions) =>
      send<is.EndedSessions>({ method: 'DELETE', path: ['users', id, 'sessions'], isAct: true }, options),
    endSession: (id: string, session: string, options?: CallOptions) =>
      send<is.EndedSessions>({ method: 'DELETE', path: ['users', id, 'sessions', session], isAct: true }, options),
  };
}
