import { readdir, readFile, writeFile } from 'node:fs/promises';
import { LINE_HEAD_BYTES, sealLines } from '../../../../src/adapters/store/journal/line.ts';
import { readJournal } from '../../../../src/adapters/store/journal/reader.ts';
import { segmentPath } from '../../../../src/adapters/store/journal/segments.ts';
import type { Alarms } from '../../../../src/core/decision/ports.ts';
import { createTestAlarms } from '../../../support/alarms.ts';

/** A record's line as the journal writes it. */
export function lineOf(text: string): Buffer {
  const line = Buffer.from(`${' '.repeat(LINE_HEAD_BYTES)}${text}\n`);
  sealLines(line, line.length);
  return line;
}

/** A record of about `bytes`. */
export function recordOf(id: string, bytes = 40): string {
  return JSON.stringify({ kind: 'decision', id, note: 'x'.repeat(Math.max(0, bytes - 40)) });
}

export function idOf(text: string): string {
  return (JSON.parse(text) as { id: string }).id;
}

/** Writes a segment as an earlier process would have left it. */
export async function putSegment(dir: string, number: number, ids: readonly string[], bytes?: number): Promise<Buffer> {
  const content = Buffer.concat(ids.map((id) => lineOf(recordOf(id, bytes))));
  await writeFile(segmentPath(dir, number), content);
  return content;
}

/** The ids that a start would read. */
export async function idsIn(dir: string, alarms: Alarms = createTestAlarms()): Promise<string[]> {
  const ids: string[] = [];
  for await (const records of readJournal(dir, alarms)) for (const { text } of records) ids.push(idOf(text));
  return ids;
}

export async function segmentNames(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => name.includes('.journal')).sort();
}

export function contentOf(dir: string, number: number): Promise<string> {
  return readFile(segmentPath(dir, number), 'utf8');
}

/** Resolves when `isTrue`, looking again at every turn of the event loop; the test's own time limit ends it. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve));
}
