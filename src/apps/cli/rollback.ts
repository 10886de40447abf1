import type { RemoteCommand } from './remote/over-service.ts';
import { tellPublished } from './remote/publishing.ts';
import { sendVersion } from './remote/send-version.ts';
import { WHERE_HELP } from './remote/world.ts';

const HELP = `
usage: countersign rollback [--to VERSION] [--note TEXT] [--json]

Makes the policy version live again that was live before this one. Neither cases nor four eyes stand in the way: it
was live already.

  --to VERSION   one that was live earlier (countersign versions lists them)
  --note TEXT    why, for those who come after
  --json         one JSON object: state, version, activation, diff; or the problem

${WHERE_HELP}

Exits with 0 when it is live, 1 when it is refused.

example: countersign rollback --note 'declines too many taxis'
`;

/** `countersign rollback`: take the last change back. */
export const rollbackCommand: RemoteCommand = {
  name: 'rollback',
  summary: 'make the policy version before live again',
  help: HELP.trimStart(),
  options: { to: { type: 'string' }, note: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [0, 0],
  prepare({ values: { to, note, json } }) {
    return async (service, terminal) => {
      const { policy } = service.client;
      const { version: before } = await policy.current();
      const body = { ...(typeof to === 'string' && { to }), ...(typeof note === 'string' && { note }) };
      const published = await sendVersion(terminal, () => policy.rollback(body));
      return tellPublished(published, before, json === true, service, terminal);
    };
  },
};
