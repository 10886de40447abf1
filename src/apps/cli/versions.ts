import { plain } from '../../core/decision/plain.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Activation, CountersignClient, LivePolicy, PolicyVersion } from '../../sdk/index.ts';
import { EXIT, type Terminal, write } from './command.ts';
import { numberOption } from './options.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { takeRows } from './remote/take-rows.ts';
import { minute, who } from './remote/words.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign versions [--limit N] [--json]

Lists the stored versions of the policy, newest first: who stored them, and which one is live, in shadow, or was live
last when.

  --limit N   how many (${limits.cliShownRows})
  --json      one JSON object: live, shadow, from, differing_folder, broken_rules, versions

${WHERE_HELP}

example: countersign versions
`;

/** `countersign versions`: what was stored, and what is live. */
export const versionsCommand: RemoteCommand = {
  name: 'versions',
  summary: 'list stored policy versions, and which one is live',
  help: HELP.trimStart(),
  options: { limit: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [0, 0],
  prepare({ values }) {
    const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 100_000);
    return async ({ client }, terminal) => {
      const current = await client.policy.current();
      const { rows, isCut } = await takeRows((page) => client.policy.eachVersion(page), wanted);
      const states = await statesOf(current, client);
      const told = rows.map((version) => ({ ...version, state: states(version.version) }));
      if (values.json) await writeJson(terminal, { ...summary(current), versions: told });
      else await tell(current, told, isCut, terminal);
      return EXIT.done;
    };
  },
};

type ToldVersion = PolicyVersion & { readonly state: string | null };

function summary({ version, shadow, from, differing_folder, broken_rules }: LivePolicy) {
  return { live: version, shadow, from, differing_folder, broken_rules };
}

/** What each version is or was, in words; null where it was never live. */
async function statesOf(current: LivePolicy, client: CountersignClient): Promise<(version: string) => string | null> {
  const { data: activations } = await client.policy.activations({ limit: limits.apiMaxPage });
  return (version) => {
    if (version === current.version) return liveText(current.activation);
    if (version === current.shadow) return 'in shadow';
    const last = activations.find((activation) => activation.version === version);
    return last ? `was live from ${minute(last.at)}` : null;
  };
}

function liveText(activation: Activation | null): string {
  if (!activation) return 'live';
  const end = activation.expires_at === null ? '' : ` until ${minute(activation.expires_at)}`;
  return `live since ${minute(activation.at)}${end}`;
}

async function tell(
  { from, differing_folder: folder, broken_rules: broken }: LivePolicy,
  versions: readonly ToldVersion[],
  isCut: boolean,
  { stdout, stderr }: Terminal,
): Promise<void> {
  const rows = versions.map(({ version, created_at, by, note, state }) => {
    return [version, minute(created_at), plain(who(by)), state ?? '', plain(note ?? '')];
  });
  await write(stdout, table(['VERSION', 'STORED (UTC)', 'BY', 'STATE', 'NOTE'], rows));
  if (isCut) await write(stderr, 'there are more: --limit N\n');
  if (from === 'kept')
    await write(stderr, 'warning: the policy folder is broken; the policy kept from before is live\n');
  if (folder !== null) await write(stderr, `warning: the service's policy folder holds another version, ${folder}\n`);
  if (broken.length > 0) await write(stderr, `warning: the circuit breaker put in shadow: ${broken.join(', ')}\n`);
}
