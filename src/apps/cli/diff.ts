import type { PolicyDiff } from '../../sdk/index.ts';
import { type Arguments, EXIT, type Terminal, UsageError, write } from './command.ts';
import { historyText } from './diff/history.ts';
import { type LookedBack, lookBack } from './diff/look-back.ts';
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
  --history DAYS   also have the service decide the asks of so many days again, by both: which answers would have been
                   others, how many, and some of them. It is a run of /v1/backtests, which tells more of it
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
  readonly history: LookedBack | null;
}

async function compareFolder(
  { from }: Arguments['values'],
  directory: string,
  days: number | null,
  service: Service,
  terminal: Terminal,
): Promise<Compared> {
  const sent = await readFolder(directory);
  const { files } = sent;
  const diffFiles = () => service.client.policy.diffFiles({ files, ...sideOf('from', from) });
  const diff = await sendFolder(sent, terminal, diffFiles);
  if (days === null) return { diff, history: null };
  const history = () => lookBack(service, { policy: textOr(from, 'live'), against: files }, days, terminal);
  return { diff, history: await sendFolder(sent, terminal, history) };
}

async function compareVersions(
  { from, to }: Arguments['values'],
  days: number | null,
  service: Service,
  terminal: Terminal,
): Promise<Compared> {
  const sides = { ...sideOf('from', from), ...sideOf('to', to) };
  const diff = await sendVersion(terminal, () => service.client.policy.diff(sides));
  if (days === null) return { diff, history: null };
  const tried = { policy: textOr(from, 'live'), against: textOr(to, 'live') };
  return { diff, history: await lookBack(service, tried, days, terminal) };
}

function textOr(given: string | boolean | undefined, fallback: string): string {
  return typeof given === 'string' ? given : fallback;
}

function sideOf<Name extends string>(name: Name, given: string | boolean | undefined): { [key in Name]?: string } {
  return typeof given === 'string' ? ({ [name]: given } as { [key in Name]?: string }) : {};
}
