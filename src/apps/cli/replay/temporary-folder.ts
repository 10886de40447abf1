import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder for what is only needed while a command runs. It is made when it is first asked for. */
export interface TemporaryFolder extends AsyncDisposable {
  path(): Promise<string>;
}

/**
 * A folder within `parent` that nobody else may look into, gone with all that is in it when it is disposed, or when the
 * process exits before that: whoever reads the output may have seen enough.
 */
export function temporaryFolder(parent: string): TemporaryFolder {
  let made: Promise<string> | null = null;
  let remove: (() => void) | null = null;

  async function make(): Promise<string> {
    const path = await mkdtemp(join(parent, '.countersign-'));
    remove = () => rmSync(path, { recursive: true, force: true });
    process.once('exit', remove);
    return path;
  }

  return {
    path() {
      made ??= make();
      return made;
    },
    async [Symbol.asyncDispose]() {
      // One that could not be made is not there.
      const path = await made?.catch(() => null);
      if (path) await rm(path, { recursive: true, force: true });
      if (remove) process.off('exit', remove);
    },
  };
}
