import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Database } from '../../../adapters/table/database.ts';
import { type TableFormat, writeTable } from '../../../adapters/table/write.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { CellType } from '../../../core/history/cell.ts';
import type { HistoryRow } from '../../../sdk/index.ts';
import { RECORDED_COLUMNS } from '../../../workflows/history/recorded-columns.ts';
import { write } from '../command.ts';

/** A file that was written. */
export interface WrittenPart {
  readonly path: string;
  readonly rows: number;
  readonly from: string;
  readonly to: string;
}

export interface PartsOptions {
  readonly database: Database;
  /** For what is half done: on the disk of the files, so that a whole one takes its place in one step. */
  readonly folder: string;
  readonly format: TableFormat;
  /** The file that a row goes to, by when it was asked. */
  pathOf(created: string): string;
}

/** Takes rows in the order of their times, a little aside, and writes them to whole files. */
export interface Parts {
  add(row: HistoryRow): Promise<void>;
  /** All files, once the last row is written. */
  finish(): Promise<readonly WrittenPart[]>;
}

interface Open {
  readonly path: string;
  readonly lines: string;
  readonly stream: WriteStream;
  /** Columns besides those that every row has. */
  readonly found: Map<string, CellType['kind']>;
  rows: number;
  from: string;
  to: string;
}

/** Rows are kept as lines until their file is complete: what columns there are is known only then. */
export function createParts({ database, folder, format, pathOf }: PartsOptions): Parts {
  const open = new Map<string, Open>();
  const written: WrittenPart[] = [];

  function partAt(created: string): Open {
    const path = pathOf(created);
    const known = open.get(path);
    if (known) return known;
    const lines = join(folder, `${open.size + written.length}.ndjson`);
    const stream = createWriteStream(lines);
    const part = { path, lines, stream, found: new Map(), rows: 0, from: created, to: created };
    open.set(path, part);
    return part;
  }

  async function close(part: Open): Promise<void> {
    open.delete(part.path);
    part.stream.end();
    await finished(part.stream);
    const found = [...part.found].sort(([one], [other]) => (one < other ? -1 : 1));
    const columns = new Map([...RECORDED_COLUMNS, ...found]);
    const to = `${part.lines}.done`;
    const orderBy = ['created', 'countersign_received', 'authorization', 'history_length'];
    await writeTable(database, { lines: part.lines, columns, orderBy, format, to });
    await rename(to, part.path);
    await rm(part.lines);
    written.push({ path: part.path, rows: part.rows, from: part.from, to: part.to });
  }

  return {
    async add(row) {
      const created = String(row.created);
      const part = partAt(created);
      for (const [name, value] of Object.entries(row)) {
        if (!RECORDED_COLUMNS.has(name)) part.found.set(name, kindOf(value, part.found.get(name)));
      }
      part.rows += 1;
      if (created < part.from) part.from = created;
      if (created > part.to) part.to = created;
      await write(part.stream, `${JSON.stringify(row)}\n`);
      for (const other of open.values()) {
        if (Date.parse(created) - Date.parse(other.to) > limits.askedDoneMs && other !== part) await close(other);
      }
    },
    async finish() {
      for (const part of [...open.values()]) await close(part);
      return written;
    },
  };
}

function kindOf(value: HistoryRow[string], before: CellType['kind'] | undefined): CellType['kind'] {
  const kind = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
  return before === undefined || before === kind ? kind : 'text';
}
