import { KEY_SCOPES } from '../../sdk/schema/key-scopes.ts';
import { createVerb } from './keys/create.ts';
import { eraseVerb, revokeVerb } from './keys/end.ts';
import { tellKeys } from './keys/overview.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP } from './remote/world.ts';

const HELP = `
usage: countersign keys [--json]
       countersign keys create NAME --scopes SCOPE,… [--account ID] [--live | --test] [--json]
       countersign keys revoke ID [--json]
       countersign keys erase ID [--json]

The keys to the API: who has one, what it may do, and when it was used last. create prints the key, once: it is kept
nowhere. revoke ends a key at once and for good. erase does too, and forgets whose it was: nothing in the audit can be
traced to that person any more. All of this wants a key of scope admin.

  --scopes LIST   what it may do: ${KEY_SCOPES.join(', ')} (which may all)
  --account ID    bind it to this connected account, acct_…
  --live, --test  bind it to live mode, or to test mode
  --json          one JSON list of keys, or one JSON object: the key

${WHERE_HELP}

example: countersign keys create 'the analysts' --scopes read,policy --live
`;

const VERBS = { create: createVerb, revoke: revokeVerb, erase: eraseVerb };

/** `countersign keys`: who may use the API. */
export const keysCommand: RemoteCommand = {
  name: 'keys',
  summary: 'list, make and revoke keys to the API',
  help: HELP.trimStart(),
  options: {
    scopes: { type: 'string' },
    account: { type: 'string' },
    live: { type: 'boolean' },
    test: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: [0, 2],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellKeys(given.values);
    return chooseVerb('keys', VERBS, given, ['json'], here);
  },
};
