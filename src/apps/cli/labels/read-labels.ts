import type { Readable } from 'node:stream';
import type { NewLabel } from '../../../sdk/index.ts';
import { newLabel } from '../../../sdk/schema/labels.ts';
import { readLines } from '../lines.ts';
import { readCsv } from './csv.ts';

/** A line of a file of labels: a label, or what is wrong with it. */
export type LabelLine =
  | { readonly line: number; readonly label: NewLabel }
  | { readonly line: number; readonly problem: string };

const COLUMNS = ['authorization', 'transaction', 'verdict', 'known_at', 'ref', 'note'];

/**
 * The labels of a file, in constant memory: NDJSON where its name or its first line says so (with a brace), else CSV
 * with a header. Every line that says something is given, sound or not.
 */
export async function* readLabels(input: Readable, name = ''): AsyncGenerator<LabelLine> {
  const lines = readLines(input);
  let number = 0;
  let first = '';
  while (first.trim() === '') {
    const next = await lines.next();
    if (next.done) return;
    number += 1;
    first = next.value.replace(/^\ufeff/, '');
  }
  const rest = resumed(first, lines);
  const isJson = /\.(ndjson|jsonl|json)$/i.test(name) || first.trimStart().startsWith('{');
  const records = isJson ? jsonLines(rest) : csvLines(rest, first);
  for await (const read of records) yield { ...read, line: read.line + number - 1 };
}

async function* resumed(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

async function* jsonLines(lines: AsyncIterable<string>): AsyncGenerator<LabelLine> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    try {
      yield labelLine(line, JSON.parse(text));
    } catch (error) {
      yield { line, problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}

async function* csvLines(lines: AsyncIterable<string>, first: string): AsyncGenerator<LabelLine> {
  const separator = first.includes(';') && !first.includes(',') ? ';' : ',';
  let header: readonly string[] | null = null;
  for await (const record of readCsv(lines, separator)) {
    if ('problem' in record) {
      yield record;
      continue;
    }
    if (header === null) {
      header = record.cells.map((name) => name.trim().toLowerCase());
      const problem = faultOfHeader(header);
      if (problem === null) continue;
      yield { line: record.line, problem };
      return;
    }
    yield rowOf(record.line, record.cells, header);
  }
}

function faultOfHeader(header: readonly string[]): string | null {
  const known = `the columns are ${COLUMNS.join(', ')}`;
  const stray = header.find((name) => !COLUMNS.includes(name));
  if (stray !== undefined) return `the header has a column "${stray}": ${known}`;
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) return `the header has two columns "${twice}"`;
  const lacks = ['verdict', 'known_at'].find((name) => !header.includes(name));
  if (lacks !== undefined) return `the header lacks ${lacks}: ${known}`;
  const isAboutSomething = header.includes('authorization') || header.includes('transaction');
  return isAboutSomething ? null : `the header has neither authorization nor transaction: ${known}`;
}

function rowOf(line: number, cells: readonly string[], header: readonly string[]): LabelLine {
  if (cells.length !== header.length) {
    return { line, problem: `has ${cells.length} cells, and the header ${header.length}` };
  }
  const said = header.map((name, index): [string, string] => [name, cells[index]?.trim() ?? '']);
  return labelLine(line, Object.fromEntries(said.filter(([, value]) => value !== '')));
}

const DAY = /^\d{4}-\d\d-\d\d$/;

function labelLine(line: number, given: unknown): LabelLine {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { line, problem: 'is no object with authorization, verdict and known_at' };
  }
  if (JSON.stringify(given).includes('\ufffd')) return { line, problem: 'is not UTF-8' };
  const fields = given as Readonly<Record<string, unknown>>;
  const { known_at: knownAt } = fields;
  if (knownAt === undefined) return { line, problem: 'known_at: when it became known must be said' };
  const isDay = typeof knownAt === 'string' && DAY.test(knownAt);
  const label = isDay ? { ...fields, known_at: `${knownAt}T00:00:00Z` } : fields;
  const parsed = newLabel.safeParse(label);
  if (parsed.success) return { line, label: parsed.data as NewLabel };
  return { line, problem: parsed.error.issues.map(faultText).join('; ') };
}

function faultText({ code, path, message, ...issue }: { code: string; path: PropertyKey[]; message: string }): string {
  if (code === 'unrecognized_keys' && 'keys' in issue) return `${String(issue.keys)}: is not known here`;
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}
