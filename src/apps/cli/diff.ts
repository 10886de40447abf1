import type { CountersignClient, PolicyDiff } from '../../sdk/index.ts';
import type { HistoryDiff } from '../../sdk/resources.ts';
import { type Arguments, EXIT, type Terminal, UsageError, write } from './command.ts';
import { historyText } from './diff/history.ts';
import { numberOption } from './options.ts';
import type { Service } from './remote/connect.ts';
import { readFolder, sendFolder } from './remote/folder.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { sendVersion } from './remote/send-version.ts';
import { harmlessLines } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign diff [DIR] [--from VERSION] [--history DAYS] [--json]
       countersign diff --to VERSION [--from VERSION] [--history DAYS] [--json]

Shows what a policy folder, or a stored version, does otherwise than the live one: rules, thresholds old → new, lists
and all else. Nothing is stored. DIR is a policy folder; without it POLICIES, then ./policies.

  --from VERSION   compare with this stored version instead of the live one
  --to VERSION     compare this stored version instead of a folder
  --history DAYS   also decide what was decided in so many days again, on what was recorded then: which answers would
                   have been others, how many, and some of them
  --json           one JSON object: from, to, same, changes, text, history

Whose decisions --history looks at:
${WORLD_HELP}

${WHERE_HELP}

Exits with 0 whether or not they differ, 1 when they can't be compared.

example: countersign diff policies --history 30
`;

/** `countersign diff`: what would change? */
export const diffCommand: RemoteCommand = {
  name: 'diff',
  summary: 'show what a policy folder or version would change',
  help: HELP.trimStart(),
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    history: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 1],
  prepare({ values, positionals }, { policies }) {
    const isOfVersions = values.to !== undefined;
    if (isOfVersions && positionals.length > 0) throw new UsageError('take DIR or --to VERSION, not both');
    const days = values.history === undefined ? null : numberOption('history', values.history, 0, 0.01, 730);
    const directory = positionals[0] ?? policies;
    return async (service, terminal) => {
      const { diff, history } = isOfVersions
        ? await compareVersions(values, days, service, terminal)
        : await compareFolder(values, directory, days, service, terminal);
      if (values.json) await writeJson(terminal, { ...diff, history });
      else {
        await write(terminal.stdout, harmlessLines(diff.text));
        if (history && days !== null) await write(terminal.stdout, `\n${historyText(history, days)}`);
      }
      return EXIT.done;
    };
  },
};

interface Compared {
  readonly diff: PolicyDiff;
  /** Null: it was not asked for. */
  readonly history: HistoryDiff | null;
}

async function compareFolder(
  { from }: Arguments['values'],
  directory: string,
  days: number | null,
  { client }: Service,
  terminal: Terminal,
): Promise<Compared> {
  const sent = await readFolder(directory);
  const { files } = sent;
  const diff = await sendFolder(sent, terminal, () => client.policy.diffFiles({ files, ...sideOf('from', from) }));
  return { diff, history: await lookBack(client, files, days) };
}

async function compareVersions(
  { from, to }: Arguments['values'],
  days: number | null,
  { client }: Service,
  terminal: Terminal,
): Promise<Compared> {
  const diff = await sendVersion(terminal, () => client.policy.diff({ ...sideOf('from', from), ...sideOf('to', to) }));
  const files = days === null ? [] : (await client.policy.version(String(to))).files;
  return { diff, history: await lookBack(client, files, days) };
}

function sideOf<Name extends string>(name: Name, given: string | boolean | undefined): { [key in Name]?: string } {
  return typeof given === 'string' ? ({ [name]: given } as { [key in Name]?: string }) : {};
}

async function lookBack(client: CountersignClient, files: { name: string; text: string }[], days: number | null) {
  return days === null ? null : client.policy.diffHistory({ files, days });
}
