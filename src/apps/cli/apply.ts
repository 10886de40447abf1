import type { ApplyRequest } from '../../sdk/resources.ts';
import { type Arguments, EXIT, type Terminal, UsageError, write } from './command.ts';
import type { Service } from './remote/connect.ts';
import { showFaults } from './remote/faults.ts';
import { type PolicyToSend, readFolder, sendFolder } from './remote/folder.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { tellPublished } from './remote/publishing.ts';
import { untilFilled } from './remote/until-filled.ts';
import { timeOption } from './remote/when.ts';
import { harmlessLines } from './remote/words.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign apply [DIR] [--note TEXT] [--break-glass [--expires TIME]] [--dry-run] [--json]

Sends a policy folder to the running service, which checks it, runs its cases, fills new features from history, stores
it as a version and makes it live in all of its processes. What is wrong is shown as check and test show it, and nothing
is changed; else what the version changes. Where the service wants four eyes, the version waits for somebody else:
countersign activate VERSION.
DIR is a policy folder; without it POLICIES, then ./policies.

  --note TEXT      why, for those who come after
  --dry-run        check it there, run its cases and show what it would change; store nothing
  --break-glass    live at once, past four eyes, for a day; wants a key of scope admin, and is reviewed after
  --expires TIME   when that ends: 2026-06-30T18:00Z, or 4h from now
  --json           one JSON object: state (live, waiting, unchanged), version, activation, diff; or the problem

${WHERE_HELP}
The author is whose key that is.

Exits with 0 when it is live, or stored and waiting; 1 when it is refused.

example: countersign apply policies --note 'decline casinos above a score of 40'
`;

/** `countersign apply`: put a policy folder live. */
export const applyCommand: RemoteCommand = {
  name: 'apply',
  summary: 'put a policy folder live in the running service',
  help: HELP.trimStart(),
  options: {
    note: { type: 'string' },
    'break-glass': { type: 'boolean' },
    expires: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: [0, 1],
  prepare({ values, positionals }, { policies, nowMs }) {
    const wish = wishOf(values, nowMs);
    return async (service, terminal) => {
      const sent = await readFolder(positionals[0] ?? policies);
      if (values['dry-run']) return rehearse(sent, values.json === true, service, terminal);
      const { version: before } = await service.client.policy.current();
      const request = { ...wish, files: sent.files, expected_active: before };
      const published = await sendFolder(sent, terminal, () =>
        untilFilled(service, terminal, () => service.client.policy.apply(request)),
      );
      await showFaults({ diagnostics: published.warnings }, sent.folder, terminal);
      return tellPublished(published, before, values.json === true, service, terminal);
    };
  },
};

function wishOf(values: Arguments['values'], nowMs: number): Pick<ApplyRequest, 'note' | 'break_glass'> {
  const expires = timeOption('expires', values.expires, nowMs, 'ahead');
  if (expires !== undefined && !values['break-glass']) throw new UsageError('--expires says when --break-glass ends');
  return {
    ...(typeof values.note === 'string' && { note: values.note }),
    ...(values['break-glass'] && { break_glass: expires === undefined ? {} : { expires_at: expires } }),
  };
}

/** All that apply would find and say, with nothing stored. */
async function rehearse(sent: PolicyToSend, isJson: boolean, { client }: Service, terminal: Terminal): Promise<number> {
  const report = await sendFolder(sent, terminal, () => client.policy.check({ files: sent.files }));
  await showFaults(report, sent.folder, terminal);
  const diff = report.version === null ? null : await client.policy.diffFiles({ files: sent.files });
  if (isJson) await writeJson(terminal, { ...report, diff });
  else {
    if (diff) await write(terminal.stdout, `${harmlessLines(diff.text)}\n`);
    const verdict = report.sound ? 'it could be applied' : 'it would be refused';
    await write(terminal.stdout, `${sent.directory}: ${verdict}; nothing was changed.\n`);
  }
  return report.sound ? EXIT.done : EXIT.answerIsNo;
}
