import type { CellType } from '../../core/history/cell.ts';
import { quoted, quotedPath } from './cell-sql.ts';
import type { Database } from './database.ts';

/** What tables are written as. */
export const TABLE_FORMATS = ['parquet', 'csv', 'ndjson'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

const COPY_AS: Readonly<Record<TableFormat, string>> = {
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  csv: 'FORMAT csv, HEADER true',
  ndjson: 'FORMAT json',
};

const SQL_TYPES: Readonly<Record<CellType['kind'], string>> = {
  text: 'VARCHAR',
  word: 'VARCHAR',
  code: 'VARCHAR',
  number: 'DOUBLE',
  minor: 'BIGINT',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP',
};

/** A table to be written. */
export interface TableDraft {
  /** A file of JSON lines: one object a row, what is empty left out, times in ISO 8601. */
  readonly lines: string;
  /** Every column, in the order in which they are to stand. */
  readonly columns: ReadonlyMap<string, CellType['kind']>;
  /** The columns that rows are put in order by. */
  readonly orderBy: readonly string[];
  readonly format: TableFormat;
  readonly to: string;
}

/** Writes a table of JSON lines. A file that is there is written over; one that breaks off is no whole one. */
export async function writeTable(database: Database, draft: TableDraft): Promise<void> {
  const types = [...draft.columns].map(([name, kind]) => `${quoted(name)}: '${SQL_TYPES[kind]}'`);
  const rows = `read_json(${quotedPath(draft.lines)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
  const order = draft.orderBy.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
  await database.run(
    `COPY (SELECT * FROM ${rows} ORDER BY ${order}) TO ${quoted(draft.to)} (${COPY_AS[draft.format]})`,
  );
}
