import { EXIT, type Terminal, write } from './command.ts';
import { type FilePlan, planFiles, writePlanned } from './pull/files.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { counted } from './remote/words.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign pull [DIR] [--version VERSION] [--force] [--json]

Writes the files of the policy in force into a folder. Where a file that is there says something else, nothing at all
is written, unless --force says so. Files of the folder that are not of the version are left as they are, and named.
DIR is a policy folder; without it POLICIES, then ./policies.

  --version VERSION   the files of this stored version
  --force             write over what differs
  --json              one JSON object: version, written, same, differing, others

${WHERE_HELP}

Exits with 0 when the files are there, 1 when one differs.

example: countersign pull policies
`;

/** `countersign pull`: the policy in force as files. */
export const pullCommand: RemoteCommand = {
  name: 'pull',
  summary: 'write the files of the policy in force into a folder',
  help: HELP.trimStart(),
  options: { version: { type: 'string' }, force: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: [0, 1],
  prepare({ values, positionals }, { policies }) {
    const directory = positionals[0] ?? policies;
    return async ({ client }, terminal) => {
      const name = typeof values.version === 'string' ? values.version : (await client.policy.current()).version;
      const { files } = await client.policy.version(name);
      const plan = await planFiles(directory, files);
      const isRefused = plan.differing.length > 0 && values.force !== true;
      const written = isRefused ? [] : [...plan.missing, ...plan.differing];
      await writePlanned(directory, written);
      if (values.json) await writeJson(terminal, { version: name, ...namesOf(plan, written) });
      else await tell(directory, name, plan, isRefused, terminal);
      return isRefused ? EXIT.answerIsNo : EXIT.done;
    };
  },
};

function namesOf({ same, differing, others }: FilePlan, written: FilePlan['missing']) {
  return { written: written.map(({ name }) => name), same, differing: differing.map(({ name }) => name), others };
}

async function tell(
  directory: string,
  version: string,
  { missing, differing, same, others }: FilePlan,
  isRefused: boolean,
  { stdout, stderr }: Terminal,
): Promise<void> {
  if (isRefused) {
    await write(
      stderr,
      `countersign pull: these files of ${directory} differ from ${version}, and nothing is written:\n`,
    );
    for (const { name } of differing) await write(stderr, `  ${name}\n`);
    await write(stderr, `See how they differ: countersign diff ${directory}. --force writes over them.\n`);
    return;
  }
  const written = counted(missing.length + differing.length, 'file');
  await write(stdout, `${directory}: ${version}, ${written} written, ${same.length} as they were\n`);
  if (others.length === 0) return;
  await write(stderr, `warning: not of ${version}, and left as they are: ${others.join(', ')}\n`);
}
