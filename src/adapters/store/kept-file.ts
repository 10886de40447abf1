import { readFile, rename, writeFile } from 'node:fs/promises';

/** Keeps a value as JSON at this path, whole or not at all. Gives whether it was kept: a full disk is no fault. */
export async function keep(path: string, value: unknown): Promise<boolean> {
  try {
    await writeFile(`${path}.new`, JSON.stringify(value), { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
    return true;
  } catch {
    return false;
  }
}

/** The value that was kept last; null where there is none that can be read. */
export async function recall(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
