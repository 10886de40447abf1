import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP } from './remote/world.ts';
import { tellUsers } from './users/overview.ts';
import { USER_VERBS } from './users/verbs.ts';

const HELP = `
usage: countersign users [list] [--json]
       countersign users add LOGIN --role ROLE [--name NAME] [--json]
       countersign users role USER ROLE [--json]
       countersign users disable USER | enable USER [--json]
       countersign users reset USER [--json]
       countersign users erase USER [--json]

Who may sign in to the console. USER is a login or an id. add prints a link, once: good for a day, by which they choose
a password. role changes what somebody may do, from now on. disable signs somebody out, until enable. reset takes their
password away, signs them out and prints a new link; countersign sign-in-link makes one and leaves the password. erase
signs somebody out for good and forgets who it was: nothing in the audit can be traced to that person any more. All of
this wants a key of scope admin.

  --role ROLE    viewer: looks; analyst: policy and reviews, too; approver: makes what others wrote live where four eyes
                 are wanted, and unmasks cardholders, too; admin: everything
  --name NAME    what to call them; the login without it
  --json         one JSON list of users, or one JSON object: the user

${WHERE_HELP}

example: countersign users add analyst@example.com --name 'An Analyst' --role analyst
`;

/** `countersign users`: who may sign in to the console. */
export const usersCommand: RemoteCommand = {
  name: 'users',
  summary: 'list, invite and disable who may sign in to the console',
  help: HELP.trimStart(),
  options: { role: { type: 'string' }, name: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [0, 3],
  prepare(given, here) {
    const [verb, ...more] = given.positionals;
    if (verb === undefined || (verb === 'list' && more.length === 0)) return tellUsers(given.values);
    return chooseVerb('users', USER_VERBS, given, ['json'], here);
  },
};
