import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Takes records in which one of these texts stands out of what the database refused. Segments that were set aside as
 * damaged are for a person to look at: their names are given, since nothing here can tell what is in them.
 */
export async function scrubRefused(dir: string, texts: readonly string[]): Promise<readonly string[]> {
  const path = join(dir, 'refused.ndjson');
  const names = await readdir(dir).catch((): string[] => []);
  if (names.includes('refused.ndjson')) {
    const lines = (await readFile(path, 'utf8')).split('\n');
    const left = lines.filter((line) => !texts.some((text) => line.includes(text)));
    if (left.length < lines.length) {
      await writeFile(`${path}.new`, left.join('\n'), { mode: 0o600 });
      await rename(`${path}.new`, path);
    }
  }
  return names.filter((name) => name.endsWith('.damaged'));
}
