import { plain } from '../../../core/decision/plain.ts';
import { ROLES, type Role } from '../../../core/domain/role.ts';
import { nearest } from '../../../core/language/nearest.ts';
import type { User } from '../../../sdk/index.ts';
import { EXIT, UsageError, write } from '../command.ts';
import type { Service } from '../remote/connect.ts';
import type { Verb } from '../remote/verbs.ts';
import { writeJson } from '../remote/write-json.ts';
import { tellLink } from './link.ts';
import { findUser } from './overview.ts';

/** `countersign users add LOGIN`: the link by which they choose a password, alone on standard output. */
const add: Verb = {
  usage: 'LOGIN --name NAME --role ROLE',
  words: [1, 1],
  takes: ['name', 'role'],
  prepare([login = ''], values) {
    const role = roleOf(values.role);
    const name = typeof values.name === 'string' ? values.name : login;
    return async ({ client }, terminal) => {
      const invited = await client.users.create({ login, name, role });
      if (values.json) {
        await writeJson(terminal, invited);
        return EXIT.done;
      }
      await write(terminal.stderr, `${invited.login} is ${invited.role}. They choose a password here:\n`);
      await tellLink(invited.link, terminal);
      return EXIT.done;
    };
  },
};

const role: Verb = {
  usage: 'USER ROLE',
  words: [2, 2],
  takes: [],
  prepare: ([meant = '', word], { json }) => {
    const wanted = roleOf(word);
    return changing(meant, json === true, ({ client }, { id }) => client.users.update(id, { role: wanted }), {
      said: (user) => `is ${user.role} from now on`,
    });
  },
};

const disable: Verb = ending('is disabled and signed out', ({ client }, { id }) =>
  client.users.update(id, { disabled: true }),
);
const enable: Verb = ending('can sign in again', ({ client }, { id }) => client.users.update(id, { disabled: false }));
const erase: Verb = ending('is signed out, and who it was is forgotten', ({ client }, { id }) =>
  client.users.erase(id),
);

const reset: Verb = {
  usage: 'USER',
  words: [1, 1],
  takes: [],
  prepare:
    ([meant = ''], { json }) =>
    async (service, terminal) => {
      const { id } = await findUser(service, meant);
      const made = await service.client.users.reset(id);
      if (json) await writeJson(terminal, made);
      else await tellLink(made.link, terminal);
      return EXIT.done;
    },
};

/** What `countersign users` does besides listing them. */
export const USER_VERBS = { add, role, disable, enable, reset, erase };

type Change = (service: Service, user: User) => Promise<User>;

function ending(said: string, change: Change): Verb {
  return {
    usage: 'USER',
    words: [1, 1],
    takes: [],
    prepare: ([meant = ''], { json }) => changing(meant, json === true, change, { said: () => said }),
  };
}

function changing(meant: string, isJson: boolean, change: Change, { said }: { said(user: User): string }) {
  return async (service: Service, terminal: Parameters<typeof tellLink>[1]) => {
    const changed = await change(service, await findUser(service, meant));
    if (isJson) await writeJson(terminal, changed);
    else await write(terminal.stdout, `${plain(changed.login ?? changed.id)} ${said(changed)}.\n`);
    return EXIT.done;
  };
}

function roleOf(given: string | boolean | undefined): Role {
  if (typeof given !== 'string') throw new UsageError(`--role is missing; known: ${ROLES.join(', ')}`);
  const role = ROLES.find((known) => known === given);
  if (role) return role;
  const near = nearest(given, ROLES);
  throw new UsageError(
    `there is no role "${given}"; ${near ? `did you mean "${near}"?` : `known: ${ROLES.join(', ')}`}`,
  );
}
