import { showFaults } from './remote/faults.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { tellPublished } from './remote/publishing.ts';
import { sendVersion } from './remote/send-version.ts';
import { untilFilled } from './remote/until-filled.ts';
import { WHERE_HELP } from './remote/world.ts';

const HELP = `
usage: countersign activate VERSION [--note TEXT] [--json]

Makes a stored version live: one that waits for another pair of eyes, or any that was stored before. It is checked and
its cases are run again, as lists and software may have changed. countersign versions lists what there is.

  --note TEXT   why, for those who come after
  --json        one JSON object: state, version, activation, diff; or the problem

${WHERE_HELP}

Exits with 0 when it is live, 1 when it is refused.

example: countersign activate pol_0123456789abcdef --note 'read and agreed'
`;

/** `countersign activate`: make a stored version live. */
export const activateCommand: RemoteCommand = {
  name: 'activate',
  summary: 'make a stored policy version live',
  help: HELP.trimStart(),
  options: { note: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [1, 1],
  prepare({ values, positionals: [version = ''] }) {
    return async (service, terminal) => {
      const { policy } = service.client;
      const { version: before } = await policy.current();
      const body = { expected_active: before, ...(typeof values.note === 'string' && { note: values.note }) };
      const published = await sendVersion(terminal, () =>
        untilFilled(service, terminal, () => policy.activate(version, body)),
      );
      await showFaults({ diagnostics: published.warnings }, null, terminal);
      return tellPublished(published, before, values.json === true, service, terminal);
    };
  },
};
