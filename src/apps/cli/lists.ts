import { limits } from '../../core/domain/limits.ts';
import { addVerb } from './lists/add.ts';
import { tellLists } from './lists/overview.ts';
import { removeVerb } from './lists/remove.ts';
import { showVerb } from './lists/show.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';

const HELP = `
usage: countersign lists [--json]
       countersign lists show NAME [--ended] [--all] [--json]
       countersign lists add NAME VALUE… [--note TEXT] [--until TIME] [--json]
       countersign lists remove NAME VALUE… [--json]

The lists that the policy declares, and the entries that people give them: live everywhere within two seconds, without
a new version of the policy. A value that is on the list already gets the note and the end that are given now.

  --all          every entry; without it the latest ${limits.cliShownRows}
  --ended        what expired, was taken off or replaced, instead of what is in force
  --note TEXT    why it is on the list
  --until TIME   when it is on it no more: 2026-06-30, 2026-06-30T18:00Z, or 7d from now; without it for good
  --json         one JSON list: the lists, or the entries that are shown, were added, were removed

Whose entries (a list's own, from its file, are everybody's):
${WORLD_HELP}

${WHERE_HELP}

Exits with 0, or 1 when a value can't be added or is not on the list.

example: countersign lists add blocked_merchants 5399001122 --until 30d --note 'card testing, 3 May'
`;

const VERBS = { show: showVerb, add: addVerb, remove: removeVerb };

/** `countersign lists`: what is on the lists, and by whom. */
export const listsCommand: RemoteCommand = {
  name: 'lists',
  summary: 'show lists, put values on them and take them off',
  help: HELP.trimStart(),
  options: {
    all: { type: 'boolean' },
    ended: { type: 'boolean' },
    note: { type: 'string' },
    until: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  // However many values a shell can hand over.
  positionals: [0, Number.MAX_SAFE_INTEGER],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellLists(given.values);
    return chooseVerb('lists', VERBS, given, ['json', ...Object.keys(WORLD_OPTIONS)], here);
  },
};
