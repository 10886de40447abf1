import type { Readable } from 'node:stream';
import { UsageError } from './command.ts';
import { readLines } from './lines.ts';

/** One JSON document of an input, with the line that it begins on; or what is wrong with that line. */
export type Row =
  | { readonly line: number; readonly isRead: true; readonly json: unknown }
  | { readonly line: number; readonly isRead: false; readonly problem: string };

/** A document that is spread over lines may be this long; beyond, the input is taken for lines of their own. */
const MAX_DOCUMENT_LENGTH = 8 * 1_048_576;
const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * Reads either one JSON document, spread over as many lines as it likes, or NDJSON, a document a line, in constant
 * memory. Blank lines are passed over; a line that isn't JSON is a row with a problem, and the others still come.
 */
export async function* readRows(input: Readable): AsyncGenerator<Row> {
  let number = 0;
  // Until the first line parses alone, all of it may be one document: kept until something decides.
  let open: string[] | null = [];
  let openLength = 0;
  for await (const line of readLines(input)) {
    number += 1;
    const isBlank = line.trim() === '';
    if (open === null) {
      if (!isBlank) yield* elementsOf(rowOf(line, number));
      continue;
    }
    const isFirst = openLength === 0;
    open.push(line);
    if (isBlank) continue;
    openLength += line.length;
    if (isFirst ? !rowOf(line, number).isRead : openLength <= MAX_DOCUMENT_LENGTH) continue;
    yield* eachLine(open);
    open = null;
  }
  if (open === null) return;
  const start = open.findIndex((line) => line.trim() !== '');
  if (start === -1) return;
  const whole = rowOf(open.join('\n'), start + 1);
  // Where no line is a document by itself, it is one document, and one that is broken.
  if (whole.isRead || !open.some((line, index) => rowOf(line, index).isRead && /^\s*{/.test(line)))
    yield* elementsOf(whole);
  else yield* eachLine(open);
}

/** The rows of a file, by the name that people know. Throws UsageError where it can't be read. */
export async function* readFileRows(file: string, input: Readable): AsyncGenerator<Row> {
  try {
    yield* readRows(input);
  } catch (error) {
    // What fails while reading fails before or between rows: the file isn't there, or is a folder.
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}` : `${file} can't be read (${code})`);
  }
}

function* eachLine(lines: readonly string[]): Generator<Row> {
  for (const [index, line] of lines.entries()) if (line.trim() !== '') yield* elementsOf(rowOf(line, index + 1));
}

/** A list of Stripe's, or an array, is as many rows as it has elements. */
function* elementsOf(row: Row): Generator<Row> {
  const list = row.isRead ? listOf(row.json) : null;
  if (list === null) yield row;
  else for (const json of list) yield { line: row.line, isRead: true, json };
}

function listOf(json: unknown): readonly unknown[] | null {
  if (Array.isArray(json)) return json;
  if (typeof json !== 'object' || json === null || !('object' in json) || json.object !== 'list') return null;
  return 'data' in json && Array.isArray(json.data) ? json.data : null;
}

function rowOf(text: string, line: number): Row {
  try {
    return { line, isRead: true, json: JSON.parse(text.replace(BYTE_ORDER_MARK, '')) as unknown };
  } catch (error) {
    return { line, isRead: false, problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
