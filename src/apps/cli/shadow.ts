import { limits } from '../../core/domain/limits.ts';
import type { ShadowDifferencePage } from '../../sdk/index.ts';
import { EXIT, type Terminal, UsageError, write } from './command.ts';
import type { Service } from './remote/connect.ts';
import { showFaults } from './remote/faults.ts';
import { readFolder, sendFolder } from './remote/folder.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { sendVersion } from './remote/send-version.ts';
import { minute, who } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';
import { differencesText } from './shadow/differences.ts';

const HELP = `
usage: countersign shadow [DIR | VERSION | off] [--note TEXT] [--json]

Has a policy folder or a stored version evaluated beside the live one, on live traffic, deciding nothing; off ends
that. Alone it shows which version that is, how often it would have answered otherwise, and the latest of these.
A folder that is called off is ./off.

  --note TEXT   why, for those who come after
  --json        one JSON object: shadow, warnings; shown alone also differences

Whose differences are shown:
${WORLD_HELP}

${WHERE_HELP}

Exits with 0, or 1 when it is refused.

example: countersign shadow policies --note 'casinos, before we mean it'
`;

/** `countersign shadow`: evaluate a policy beside the live one. */
export const shadowCommand: RemoteCommand = {
  name: 'shadow',
  summary: 'evaluate a policy beside the live one, or see what it would have done',
  help: HELP.trimStart(),
  options: { note: { type: 'string' }, json: { type: 'boolean' }, ...WORLD_OPTIONS },
  positionals: [0, 1],
  prepare({ values, positionals: [word] }) {
    const isJson = values.json === true;
    const isSetting = word !== undefined && word !== 'off';
    if (values.note !== undefined && !isSetting) throw new UsageError('--note says why a version is put in shadow');
    if (word === undefined) return (service, terminal) => tellShadow(isJson, service, terminal);
    if (word === 'off') return (service, terminal) => endShadow(isJson, service, terminal);
    const note = typeof values.note === 'string' ? { note: values.note } : {};
    return (service, terminal) => setShadow(word, note, isJson, service, terminal);
  },
};

async function tellShadow(isJson: boolean, { client }: Service, terminal: Terminal): Promise<number> {
  const state = await client.policy.shadow();
  const { shadow } = state;
  const differences: ShadowDifferencePage | null =
    shadow && (await client.policy.shadowDifferences({ version: shadow.version, limit: limits.cliShownDifferences }));
  if (isJson) await writeJson(terminal, { ...state, differences });
  else if (!shadow || !differences) await write(terminal.stdout, 'No version is in shadow.\n');
  else {
    const since = `${shadow.version} is in shadow since ${minute(shadow.since)} UTC, by ${who(shadow.by)}.`;
    await write(terminal.stdout, `${since}\n${differencesText(differences)}`);
  }
  return EXIT.done;
}

async function endShadow(isJson: boolean, { client }: Service, terminal: Terminal): Promise<number> {
  const { shadow } = await client.policy.shadow();
  const state = await client.policy.endShadow();
  if (isJson) await writeJson(terminal, state);
  else {
    const ended = shadow ? `${shadow.version} is in shadow no more.` : 'No version was in shadow.';
    await write(terminal.stdout, `${ended}\n`);
  }
  return EXIT.done;
}

async function setShadow(
  word: string,
  note: { note?: string },
  isJson: boolean,
  { client }: Service,
  terminal: Terminal,
): Promise<number> {
  const { policy } = client;
  const sent = word.startsWith('pol_') ? null : await readFolder(word);
  const state = sent
    ? await sendFolder(sent, terminal, () => policy.setShadow({ files: sent.files, ...note }))
    : await sendVersion(terminal, () => policy.setShadow({ version: word, ...note }));
  await showFaults({ diagnostics: state.warnings }, sent?.folder ?? null, terminal);
  if (isJson) await writeJson(terminal, state);
  else await write(terminal.stdout, `${state.shadow?.version ?? 'it'} is in shadow; countersign shadow shows it.\n`);
  return EXIT.done;
}
