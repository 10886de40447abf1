import type { AttributeDefinition } from '../../../core/rules/attributes.ts';
import type { HistorySource } from '../../../workflows/history/source.ts';
import { nameOf } from '../replay/history.ts';
import { type OpenHistoryPorts, openHistorySource } from './open.ts';

/**
 * Opens the history that a command judges by; null, with a line that says why, where it can't be had. Throws UsageError
 * where there is no such file, or no history in it.
 */
export async function openOrSay(
  file: string,
  features: readonly AttributeDefinition[],
  ports: OpenHistoryPorts,
): Promise<HistorySource | null> {
  const { progress, signal } = ports;
  try {
    return await openHistorySource(file, features, ports);
  } catch (error) {
    if (signal.aborted) {
      progress.say('interrupted: nothing was judged');
      return null;
    }
    // What was kept for a second look, or sorted, did not fit the disk, say.
    if (!(error instanceof Error && 'code' in error)) throw error;
    progress.say(`${nameOf(file)} can't be read: ${error.message}`);
    return null;
  }
}
