import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordText } from '../../../core/decision/ports.ts';

/** Adds a record that the database refuses to `refused.ndjson`, durably, for a person. It may stand there twice. */
export async function keepRefused(dir: string, text: RecordText): Promise<void> {
  const handle = await open(join(dir, 'refused.ndjson'), 'a', 0o600);
  try {
    await handle.appendFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The id that a record names itself by, or `unknown` if it isn't JSON with one. */
export function recordId(text: RecordText): string {
  try {
    const record: unknown = JSON.parse(text);
    if (typeof record === 'object' && record !== null && 'id' in record) return String(record.id);
  } catch {
    // Said below.
  }
  return 'unknown';
}
