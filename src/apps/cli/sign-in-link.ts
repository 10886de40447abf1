import { EXIT } from './command.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';
import { tellLink } from './users/link.ts';
import { findUser } from './users/overview.ts';

const HELP = `
usage: countersign sign-in-link [USER] [--json]

Prints a new link to sign in by, good once and for a day; those before it are void. USER, a login or an id, chooses a
new password by it; the one that they have holds until then. Without a user it makes the first one, an admin, where
there is none yet. It wants a key of scope admin.

  --json         one JSON object: the link

${WHERE_HELP}

example: countersign sign-in-link ana@example.com
`;

/** `countersign sign-in-link`: for who lost a password, or the link of the first start. */
export const signInLinkCommand: RemoteCommand = {
  name: 'sign-in-link',
  summary: 'print a link by which somebody signs in, once',
  help: HELP.trimStart(),
  options: { json: { type: 'boolean' } },
  positionals: [0, 1],
  prepare({ values, positionals: [meant] }) {
    return async (service, terminal) => {
      const { users } = service.client;
      const made =
        meant === undefined ? await users.firstLink() : (await users.link((await findUser(service, meant)).id)).link;
      if (values.json) await writeJson(terminal, made);
      else await tellLink(made, terminal);
      return EXIT.done;
    };
  },
};
