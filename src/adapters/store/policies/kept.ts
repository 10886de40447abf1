import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PolicyFile } from '../../../core/policy/files.ts';

const keptSchema = z.array(z.object({ name: z.string(), source: z.object({ path: z.string(), text: z.string() }) }));
const FILE = 'policy.json';

/**
 * Keeps the files of the policy in force beside the journal, for a start at which the folder is gone or broken. Gives
 * whether they were kept: a full disk is no reason not to start.
 */
export async function keepPolicy(dataDir: string, files: readonly PolicyFile[]): Promise<boolean> {
  const path = join(dataDir, FILE);
  try {
    await writeFile(`${path}.new`, JSON.stringify(files), { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
    return true;
  } catch {
    return false;
  }
}

/** The files of the policy that was last in force here; null where none was kept, or what was kept can't be read. */
export async function readKeptPolicy(dataDir: string): Promise<readonly PolicyFile[] | null> {
  try {
    return keptSchema.parse(JSON.parse(await readFile(join(dataDir, FILE), 'utf8')));
  } catch {
    return null;
  }
}
