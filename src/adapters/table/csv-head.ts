import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** How a CSV file is written, and what its first row names. */
export interface CsvHead {
  readonly delimiter: string;
  readonly headers: readonly string[];
  /** Blank lines stand before it: DuckDB would take the first of them for the names. */
  readonly isBlankFirst: boolean;
}

const MAX_HEAD_BYTES = 1_048_576;
const DELIMITERS = [',', ';', '\t', '|'];

/** Reads the first row of a CSV file, packed with gzip or not; null where there is none. */
export async function readCsvHead(path: string, isPacked: boolean): Promise<CsvHead | null> {
  const text = await firstText(path, isPacked);
  const isBlankFirst = /^[\r\n]/.test(text);
  for (const delimiter of DELIMITERS) {
    const headers = firstRow(text, delimiter);
    if (headers === null) return null;
    if (headers.length > 1) return { delimiter, headers, isBlankFirst };
  }
  return { delimiter: ',', headers: firstRow(text, ',') ?? [], isBlankFirst };
}

async function firstText(path: string, isPacked: boolean): Promise<string> {
  const file = createReadStream(path, { end: MAX_HEAD_BYTES - 1 });
  const input = isPacked ? file.pipe(createGunzip()) : file;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of input) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_HEAD_BYTES) break;
    }
  } catch (error) {
    // What is cut off ends early; what is no gzip at all gave nothing.
    if (bytes === 0) throw error;
  } finally {
    file.destroy();
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

/** The cells of the first row that is not blank: `"a ""b""",c` are `a "b"` and `c`. */
function firstRow(text: string, delimiter: string): string[] | null {
  const start = /^[\r\n]*/.exec(text)?.[0].length ?? 0;
  if (start === text.length) return null;
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === delimiter) cell = end(cells, cell);
    else if (sign === '\n' || sign === '\r') break;
    else cell += sign;
  }
  end(cells, cell);
  return cells;
}

function end(cells: string[], cell: string): string {
  cells.push(cell);
  return '';
}
