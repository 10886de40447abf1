import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { fieldsOf } from '../../../adapters/stripe/fields.ts';
import { readRows } from '../rows.ts';

/** What a history is written as: a table, rows of JSON, or Stripe's events. */
export type HistoryFormat = 'csv' | 'csv.gz' | 'parquet' | 'objects' | 'events';

const HEAD_BYTES = 65_536;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** Tells what a file is by what stands in it, whatever it is called; null where it is none of these. */
export async function formatOf(path: string): Promise<HistoryFormat | null> {
  const head = await headOf(path);
  if (head.subarray(0, 4).equals(Buffer.from('PAR1'))) return 'parquet';
  const isPacked = head.subarray(0, 2).equals(GZIP);
  const text = isPacked ? await unpackedHead(path) : head.toString('utf8');
  const isJson = /^[\ufeff\s]*[[{]/.test(text);
  if (!isJson) return isPacked ? 'csv.gz' : 'csv';
  return isPacked ? null : jsonFormatOf(path);
}

/** By the first row that can be read: Stripe's objects, and ours, say what they are. */
async function jsonFormatOf(path: string): Promise<HistoryFormat> {
  for await (const row of readRows(createReadStream(path))) {
    if (row.isRead) return typeof fieldsOf(row.json).object === 'string' ? 'events' : 'objects';
  }
  return 'objects';
}

async function headOf(path: string): Promise<Buffer> {
  for await (const chunk of createReadStream(path, { end: HEAD_BYTES - 1, highWaterMark: HEAD_BYTES })) return chunk;
  return Buffer.alloc(0);
}

async function unpackedHead(path: string): Promise<string> {
  const file = createReadStream(path);
  try {
    for await (const chunk of file.pipe(createGunzip())) return String(chunk);
    return '';
  } finally {
    file.destroy();
  }
}
