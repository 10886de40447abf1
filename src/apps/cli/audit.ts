import { plain } from '../../core/decision/plain.ts';
import { limits } from '../../core/domain/limits.ts';
import type { AuditEntry } from '../../sdk/index.ts';
import { EXIT, write } from './command.ts';
import { numberOption } from './options.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { takeRows } from './remote/take-rows.ts';
import { minute, who } from './remote/words.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign audit [--act NAME] [--subject ID] [--limit N] [--json]

Who did what, newest first: every act on policy, lists and keys. It wants a key of scope admin.

  --act NAME     one kind of act only, e.g. policy.apply, list.add, key.create, review_due
  --subject ID   what was done to one version, list or key
  --limit N      how many (${limits.cliShownRows})
  --json         one JSON list of acts

${WHERE_HELP}

example: countersign audit --act review_due
`;

/** `countersign audit`: who did what. */
export const auditCommand: RemoteCommand = {
  name: 'audit',
  summary: 'show who changed what, and when',
  help: HELP.trimStart(),
  options: {
    act: { type: 'string' },
    subject: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: [0, 0],
  prepare({ values }) {
    const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 100_000);
    const filter = {
      ...(typeof values.act === 'string' && { act: values.act }),
      ...(typeof values.subject === 'string' && { subject: values.subject }),
    };
    return async ({ client }, terminal) => {
      const { rows, isCut } = await takeRows((page) => client.audit.each({ ...page, ...filter }), wanted);
      if (values.json) {
        await writeJson(terminal, rows);
        return EXIT.done;
      }
      if (rows.length === 0) await write(terminal.stdout, 'No such act.\n');
      else await write(terminal.stdout, table(['AT (UTC)', 'BY', 'ACT', 'SUBJECT', 'DETAIL'], rows.map(row)));
      if (isCut) await write(terminal.stderr, 'there are more: --limit N\n');
      return EXIT.done;
    };
  },
};

function row({ at, by, act, subject, detail }: AuditEntry): string[] {
  const details = Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [minute(at), plain(who(by)), act, subject, plain(details.join(' '))];
}
