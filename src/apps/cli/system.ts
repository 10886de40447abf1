import { plain } from '../../core/decision/plain.ts';
import type { System } from '../../sdk/index.ts';
import { EXIT, write } from './command.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { counted, minute } from './remote/words.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign system [--settings] [--json]

What runs: the versions of everything, the stores and how far behind they are, gateways and workers, and which settings
are made. Their values are never told.

  --settings   the name of every setting, and whether it is made
  --json       all of it, with limits and how long rows are kept, as one JSON object

Exits with 0.

${WHERE_HELP}

example: countersign system --json | jq .processes
`;

/** `countersign system`: what runs, in which versions, on what. */
export const systemCommand: RemoteCommand = {
  name: 'system',
  summary: 'show what runs, in which versions, on what',
  help: HELP.trimStart(),
  options: { settings: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: [0, 0],
  prepare({ values }) {
    return async ({ client }, { stdout }) => {
      const system = await client.system.get();
      if (values.json) await writeJson({ stdout }, system);
      else await write(stdout, values.settings ? settingsText(system) : systemText(system));
      return EXIT.done;
    };
  },
};

function systemText(system: System): string {
  const facts = [...versionRows(system), ...storeRows(system)].map(([name, text]) => `${name.padEnd(10)} ${text}\n`);
  const headings = ['PROCESS', 'ROLE', 'STATE', 'VERSION', 'NODE', 'POLICY', 'STARTED (UTC)', 'SEEN (UTC)'];
  const rows = system.processes.map((process) => [
    plain(process.name),
    ...[process.role, process.state, process.program, process.node, process.policy_version ?? '-'],
    ...[minute(process.started_at), minute(process.seen_at)],
  ]);
  return `${facts.join('')}\n${table(headings, rows)}`;
}

function versionRows({ program, node, console: built, policy, database, counters, queue, stripe }: System) {
  const shadow = policy.shadow === null ? 'none in shadow' : `${policy.shadow} in shadow`;
  const seen = stripe.seen.map(({ version }) => version).join(', ') || 'none yet';
  const of = (kind: string, server: string | null) => (server === null ? kind : `${kind} ${server}`);
  return [
    ['version', `${program}, Node ${node}, console ${built ?? 'not built'}`],
    ['policy', `${policy.live} (${policy.from}), ${shadow}`],
    ['database', `${of(database.kind, database.server)}, ${database.state}, schema ${database.schema ?? 'unknown'}`],
    ['counters', `${of(counters.kind, counters.server)}, ${counters.cold ? 'cold' : 'warm'}`],
    ['jobs', `on ${queue.kind}, done by ${queue.done_by === 'here' ? 'the gateway' : 'countersign worker'}`],
    ['stripe', `${stripe.mode ?? 'no'} key, API ${stripe.pinned}; events came in ${seen}`],
  ] as const;
}

function storeRows({ journal, claims, disk }: System) {
  const { record, writable, unshipped_bytes: bytes, oldest_unshipped_ms: ms } = journal;
  const late =
    bytes === 0 ? 'all in the database' : `${size(bytes)} not in the database, for ${Math.round(ms / 1_000)} s`;
  return [
    ['journal', `${writable ? 'writable' : 'NOT WRITABLE'}, ${late}; answers are recorded in the ${record} first`],
    ['claims', `${counted(claims.asks, 'ask')} known since ${minute(claims.known_since)} UTC`],
    ['disk', disk === null ? 'unknown' : `${size(disk.free_bytes)} free of ${size(disk.total_bytes)}`],
  ] as const;
}

function settingsText({ settings }: System): string {
  return table(
    ['SETTING', 'SET'],
    settings.map(({ name, set }) => [name, set ? 'yes' : 'no']),
  );
}

/** `1.5 GB` */
function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const place = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const digits = place === 0 ? 0 : 1;
  return `${(bytes / 10 ** (3 * place)).toFixed(digits)} ${units[place]}`;
}
