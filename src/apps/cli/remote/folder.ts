import { loadPolicyFolder } from '../../../adapters/store/policies/load.ts';
import { CountersignError } from '../../../sdk/index.ts';
import type { Terminal } from '../command.ts';
import { CalmError } from './calm-error.ts';
import { type SentFolder, showFaults } from './faults.ts';

/** The files of a folder as the API takes them. */
export interface PolicyToSend {
  readonly directory: string;
  readonly folder: SentFolder;
  readonly files: { name: string; text: string }[];
}

/** Reads a policy folder to send it. Throws CalmError where there is nothing to send. */
export async function readFolder(directory: string): Promise<PolicyToSend> {
  const folder = await loadPolicyFolder(directory);
  const files = folder.files.map(({ name, source }) => ({ name, text: source.text }));
  if (files.length > 0) return { directory, folder, files };
  const [fault] = folder.diagnostics;
  throw new CalmError(`${fault?.message ?? `there is no file of a policy in ${directory}`}; name another folder`);
}

/**
 * Sends a folder by `send`. What the service finds wrong with it is shown at its place in the folder, before the
 * rejection goes on.
 */
export async function sendFolder<Answer>(
  { folder }: PolicyToSend,
  terminal: Terminal,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof CountersignError) || !error.problem) throw error;
    const misnamed = (error.problem.errors ?? []).flatMap(({ path, message }) => {
      const file = folder.files[Number(/^body\.files\[(\d+)\]/.exec(path)?.[1] ?? -1)];
      return file ? [`${file.source.path}: ${message}`] : [];
    });
    if (misnamed.length > 0) throw new CalmError(misnamed.join('\n'));
    await showFaults(error.problem, folder, terminal);
    throw error;
  }
}
