import { isSingleValue, quoted, quotedPath, type SqlColumn } from './cell-sql.ts';
import { readCsvHead } from './csv-head.ts';
import type { Database } from './database.ts';

/**
 * A row that can't be read: its number (the first after the header is 1), and what is wrong. Of one that is broken it
 * is the number of its line, the header not counted: DuckDB counts lines, and a cell may have several.
 */
export interface TableFault {
  readonly row: number;
  /** The index of the column; null where the row itself is broken. */
  readonly column: number | null;
  /** What stands in the cell; of a broken row what is wrong with it. Null: nothing stands where something must. */
  readonly text: string | null;
}

/** A file as DuckDB reads it. */
export interface TableFile {
  /** What its columns are called. */
  readonly headers: readonly string[];
  readonly columns: readonly SqlColumn[];
  /** The table, in SQL. */
  readonly sql: string;
  /** Rows that were no rows the last time that all of it was read: their number, which they were, and the first. */
  rejected(): Promise<Rejected>;
}

interface Rejected {
  readonly count: number;
  readonly rows: readonly number[];
  readonly faults: readonly TableFault[];
}

/** A file, or why there is no table in it. */
export type OpenedFile =
  | { readonly isTable: true; readonly file: TableFile }
  | { readonly isTable: false; readonly problem: string };

const NONE: Rejected = { count: 0, rows: [], faults: [] };

/** Opens a CSV file, packed with gzip or not: the first row names the columns. */
export async function openCsv(database: Database, path: string, isPacked: boolean): Promise<OpenedFile> {
  const head = await readCsvHead(path, isPacked);
  if (head === null) return { isTable: false, problem: 'it is empty; its first row names the columns' };
  if (head.isBlankFirst)
    return { isTable: false, problem: 'its first line is blank; the first line names the columns' };
  const { delimiter, headers } = head;
  const columns = headers.map((_, index) => ({ column: `c${index}`, type: 'VARCHAR' }));
  const named = columns.map(({ column }) => `${column}: 'VARCHAR'`).join(', ');
  // Rows that are none are left out, and kept apart. Of a table of which not all columns are read DuckDB 1.5 can't say
  // what is wrong, and stops: whoever reads from here names them all.
  const sql =
    `read_csv(${quotedPath(path)}, header = true, auto_detect = false, delim = ${quoted(delimiter)}, quote = '"', ` +
    `escape = '"', compression = '${isPacked ? 'gzip' : 'none'}', columns = {${named}}, store_rejects = true)`;
  return { isTable: true, file: { headers, columns, sql, rejected: () => rejectedRows(database) } };
}

/** Opens a Parquet file. */
export async function openParquet(database: Database, path: string): Promise<OpenedFile> {
  const sql = `read_parquet(${quotedPath(path)}, binary_as_string = true)`;
  const described = await database.all(`DESCRIBE SELECT * FROM ${sql}`);
  const named = described.map(([name, type]) => ({ name: String(name), type: String(type) }));
  const compound = named.find(({ type }) => !isSingleValue(type));
  if (compound) {
    return { isTable: false, problem: `column ${compound.name} is ${compound.type}; a column holds single values` };
  }
  const columns = named.map(({ name, type }) => ({ column: `"${name.replaceAll('"', '""')}"`, type }));
  const headers = named.map(({ name }) => name);
  return { isTable: true, file: { headers, columns, sql, rejected: async () => NONE } };
}

/** What is wrong with a row, in our words; DuckDB names the kinds of faults. */
function rowFault(kind: string, message: string): string {
  const [expected, found] = message.match(/\d+/g) ?? [];
  switch (kind) {
    case 'MISSING COLUMNS':
      return `it has fewer cells than there are columns (${found} of ${expected})`;
    case 'TOO MANY COLUMNS':
      return `it has more cells than there are columns (${found} of ${expected}); a cell with a comma stands in quotes`;
    case 'UNQUOTED VALUE':
      return 'a quote opens a cell and does not close it; within quotes a quote is written twice';
    case 'INVALID ENCODING':
      return 'it is not written in UTF-8';
    case 'LINE SIZE OVER MAXIMUM':
      return 'it is too long for a row; is there a quote that nothing closes?';
    default:
      return `it is broken (${message})`;
  }
}

async function rejectedRows(database: Database): Promise<Rejected> {
  const [[isThere] = []] = await database.all(
    "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors' AND temporary",
  );
  if (Number(isThere) === 0) return NONE;
  const errors = await database.all(
    `SELECT line, min_by(error_type::VARCHAR, byte_position), min_by(error_message, byte_position) FROM reject_errors
     WHERE scan_id = (SELECT max(scan_id) FROM reject_errors) GROUP BY line ORDER BY line`,
  );
  // The header is the first line.
  const faults = errors.map(([line, kind, message]) => ({
    row: Number(line) - 1,
    column: null,
    text: rowFault(String(kind), String(message)),
  }));
  return { count: faults.length, rows: faults.map(({ row }) => row), faults };
}
