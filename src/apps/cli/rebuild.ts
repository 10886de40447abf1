import { limits } from '../../core/domain/limits.ts';
import type { Counters } from '../../sdk/index.ts';
import { EXIT, type Terminal, UsageError, write } from './command.ts';
import type { Service } from './remote/connect.ts';
import { fillingLine } from './remote/filling-line.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign rebuild --yes [--json]
       countersign rebuild --status [--json]

Forgets what was counted and counts the stored past again: decisions, Stripe's reports, tracked events. Until that is
done, features are missing (their cause is cold), and rules that read them do not match. It is never needed in ordinary
life: counters fill themselves at a start, for a new version, and after Redis lost something.

  --yes      do it
  --status   say only how the counters stand
  --json     one JSON object: kind, cold, filling …

${WHERE_HELP}

Exits with 0 when it is done.

example: countersign rebuild --yes
`;

/** `countersign rebuild`: count the stored past again. */
export const rebuildCommand: RemoteCommand = {
  name: 'rebuild',
  summary: 'count the stored past again, from the database',
  help: HELP.trimStart(),
  options: { yes: { type: 'boolean' }, status: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: [0, 0],
  prepare({ values }) {
    const isJson = values.json === true;
    if (!values.status && !values.yes) {
      throw new UsageError('features are missing until it is done: say --yes, or --status to look');
    }
    return async (service, terminal) => {
      if (!values.status) await untilRebuilt(await service.client.counters.rebuild(), service, terminal);
      const state = await service.client.counters.get();
      if (isJson) await writeJson(terminal, state);
      else await write(terminal.stdout, `${said(state)}\n`);
      return EXIT.done;
    };
  },
};

async function untilRebuilt(state: Counters, { client, clock }: Service, { stderr }: Terminal): Promise<void> {
  let [filling] = state.filling;
  for (let isCold = state.cold; isCold; ) {
    await write(stderr, `\r${fillingLine(filling?.share ?? 0, filling?.events ?? 0)}`);
    await new Promise<void>((resolve) => clock.after(limits.cliLivePollMs, resolve));
    const now = await client.counters.get();
    [filling] = now.filling;
    isCold = now.cold;
  }
  await write(stderr, `\r${fillingLine(1, null)}\n`);
}

function said({ kind, cold, filling }: Counters): string {
  const where = kind !== 'memory' ? 'in Redis' : 'in the memory of the service';
  if (!cold) return `counted ${where}; every feature has its past`;
  const versions = filling.map(({ version, share }) => `${version} ${Math.floor(share * 100)} %`);
  return `counted ${where}; features lack some of their past${versions.length > 0 ? `: ${versions.join(', ')}` : ''}`;
}
