import { EXIT, UsageError, write } from './command.ts';
import { alsoOption } from './remote/also.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { counted } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign erase CARDHOLDER --yes [--also TEXT,…] [--account ID] [--live] [--json]

Removes a cardholder from everything that is kept here: decisions, events, labels, reviews, list entries, the journal,
what is counted of their cards, and jobs. It can not be undone, and wants a key of scope admin. What stays are HMACs by
which a record is known that comes later, and is then not taken. Stripe's own objects are Stripe's, logs and backups are
yours: see docs/operations.md.

  --yes          do it
  --also TEXT,…  what is theirs besides: a user id of a back end, an e-mail address
${WORLD_HELP}
  --json         one JSON object: rows by table, jobs, files

${WHERE_HELP}

example: countersign erase ich_1Sample --also user_4711 --yes
`;

/** `countersign erase`: remove a person. */
export const eraseCommand: RemoteCommand = {
  name: 'erase',
  summary: 'remove a cardholder from everything that is kept',
  help: HELP.trimStart(),
  options: {
    yes: { type: 'boolean' },
    also: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [1, 1],
  prepare({ values, positionals: [cardholder = ''] }) {
    if (!values.yes) throw new UsageError('it can not be undone: say --yes; countersign export shows what is held');
    return async ({ client }, terminal) => {
      const erased = await client.cardholders.erase(cardholder, { also: alsoOption(values.also) });
      if (values.json) await writeJson(terminal, erased);
      else await write(terminal.stdout, said(erased));
      return EXIT.done;
    };
  },
};

function said({ rows, jobs, files }: { rows: Record<string, number>; jobs: number; files: readonly string[] }): string {
  const lines = Object.entries(rows).map(([table, count]) => `${counted(count, 'row', 'rows')} of ${table}`);
  if (jobs > 0) lines.push(counted(jobs, 'job', 'jobs'));
  const erased = lines.length === 0 ? 'nothing was held' : `erased: ${lines.join(', ')}`;
  const left = files.map((file) => `look through journal/${file} yourself: it is damaged and was set aside\n`);
  return `${erased}\n${left.join('')}`;
}
