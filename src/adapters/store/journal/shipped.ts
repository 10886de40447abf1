import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  segment: z.int().positive(),
  offset: z.int().nonnegative(),
  isDamaged: z.boolean(),
});

/** What the database has: everything before this place. `isDamaged`: bad lines were found in the segment before it. */
export type Shipped = z.infer<typeof schema>;

function shippedPath(dir: string): string {
  return join(dir, 'shipped.json');
}

/** The place up to which the journal was shipped, or null if the file is absent or isn't what it should be. */
export async function readShipped(dir: string): Promise<Shipped | null> {
  try {
    return schema.parse(JSON.parse(await readFile(shippedPath(dir), 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps the place, atomically. Not synced: losing it only means that some records are shipped again. */
export async function writeShipped(dir: string, shipped: Shipped): Promise<void> {
  const path = shippedPath(dir);
  await writeFile(`${path}.new`, JSON.stringify(shipped));
  await rename(`${path}.new`, path);
}
