import { limits } from '../../core/domain/limits.ts';
import type { CellType } from '../../core/history/cell.ts';
import type { Window } from '../../core/history/window.ts';
import { brokenSql, cellSql, textSql } from './cell-sql.ts';
import type { Database } from './database.ts';
import { createDictionaries } from './dictionaries.ts';
import type { TableFault, TableFile } from './files.ts';
import { type KnownTable, readTable, type TableChunk } from './read-table.ts';

/** What a column of the table is read as. */
export interface TableColumn {
  readonly type: CellType;
  readonly isRequired: boolean;
}

/** What a first look at a table tells. */
export interface TableLook {
  readonly rows: number;
  readonly unreadable: number;
  readonly firstMs: number | null;
  readonly newestMs: number | null;
  readonly isInOrder: boolean;
  /** Whether no two readable rows agree in all columns of the key. */
  readonly isEachOnce: boolean;
  /** How many cells of each of the counted columns hold something. */
  readonly filled: readonly number[];
  /** The first of those that can't be read. */
  readonly faults: readonly TableFault[];
}

/** A table that was looked at. */
export interface Table {
  readonly look: TableLook;
  /** The readable rows of a window in the order of their times, ties as they stand. */
  read(window: Window): AsyncGenerator<TableChunk>;
}

interface TableOptions {
  readonly database: Database;
  readonly file: TableFile;
  /** For each column of the file, in its order. */
  readonly columns: readonly TableColumn[];
  /** The index of the column that tells when a row was. */
  readonly timeColumn: number;
  /** The indexes of the columns that name a row; none: rows are not compared. */
  readonly keyColumns: readonly number[];
  /** The indexes of columns of which is asked whether anything stands in them. */
  readonly countedColumns: readonly number[];
}

/** Looks at all rows of a file: how many there are, which of them can't be read, and whether they are in order. */
export async function lookAtTable(options: TableOptions): Promise<Table> {
  const { database, file, columns, timeColumn, keyColumns, countedColumns } = options;
  const time = cellSql(sqlColumn(file, timeColumn), { kind: 'time' });
  const broken = columns.map(({ type, isRequired }, index) => brokenSql(sqlColumn(file, index), type, isRequired));
  // Every column is named, though its value is of no interest: what is wrong with a row's encoding shows only so.
  const named = columns.map((_, index) => `(${file.columns[index]?.column} IS NOT NULL)::INTEGER`);
  // Of 64 bits: where all of these differ, all keys do.
  const key =
    keyColumns.length === 0 ? '0' : `hash(${keyColumns.map((index) => keySql(file, columns, index)).join(', ')})`;
  const filled = countedColumns.map((index) => `(${textSql(sqlColumn(file, index))} IS NOT NULL)`);
  const [counts = []] = await database.all(`
    SELECT count(*), count(*) FILTER (is_broken), min(time) FILTER (NOT is_broken), max(time) FILTER (NOT is_broken),
      count(*) FILTER (time < previous), count(DISTINCT key) FILTER (NOT is_broken), sum(named)
      ${filled.map((_, index) => `, count(*) FILTER (NOT is_broken AND f${index})`).join('')}
    FROM (SELECT *, lag(time) OVER () AS previous FROM
      (SELECT (${broken.join(' OR ')}) AS is_broken, ${time} AS time, ${key} AS key, ${named.join(' + ')} AS named
        ${filled.map((each, index) => `, ${each} AS f${index}`).join('')}
        FROM ${file.sql}))`);
  const [rows, unreadable, first, newest, late, distinct, , ...counted] = counts.map((count) =>
    count === null ? null : Number(count),
  );
  const rejected = await file.rejected();
  const isInOrder = late === 0;
  const cellFaults = unreadable ? await brokenCells(database, file, columns, broken) : [];

  const known: KnownTable = {
    ...{ database, timeColumn, isInOrder, sql: file.sql },
    columns: columns.map(({ type }, index) => ({ ...sqlColumn(file, index), cell: type })),
    // Where rows are none DuckDB must be asked for all columns or it stops, and a sample asks for few.
    dictionaries:
      rejected.count > 0
        ? new Map()
        : await createDictionaries(
            database,
            file,
            columns.map(({ type }) => type),
            keyColumns,
          ),
    broken: unreadable ? `(${broken.join(' OR ')})` : null,
  };

  return {
    look: {
      rows: (rows ?? 0) + rejected.count,
      unreadable: (unreadable ?? 0) + rejected.count,
      firstMs: first ?? null,
      newestMs: newest ?? null,
      isInOrder,
      filled: counted.map(Number),
      isEachOnce: keyColumns.length > 0 && distinct === (rows ?? 0) - (unreadable ?? 0),
      faults: [...rejected.faults, ...placed(cellFaults, rejected.rows)]
        .sort((one, other) => one.row - other.row)
        .slice(0, limits.toldTableFaults),
    },
    read: (window) => readTable(known, window),
  };
}

/** What a row is told apart by: a number as the number it is, however it is written, and 0 where nothing stands. */
function keySql(file: TableFile, columns: readonly TableColumn[], index: number): string {
  const column = sqlColumn(file, index);
  const type = columns[index]?.type;
  return type?.kind === 'minor' ? `coalesce(${cellSql(column, type)}, 0)` : column.column;
}

function sqlColumn(file: TableFile, index: number) {
  return file.columns[index] ?? { column: 'NULL', type: 'VARCHAR' };
}

/** The first cells that can't be read, each with the number of its row among those that are whole. */
async function brokenCells(
  database: Database,
  file: TableFile,
  columns: readonly TableColumn[],
  broken: readonly string[],
): Promise<TableFault[]> {
  const texts = columns.map((_, index) => `${textSql(sqlColumn(file, index))} AS t${index}`);
  const marks = broken.map((each, index) => `${each} AS b${index}`);
  const rows = await database.all(`
    SELECT number, ${columns.map((_, index) => `b${index}, t${index}`).join(', ')}
    FROM (SELECT row_number() OVER () AS number, ${[...texts, ...marks].join(', ')} FROM ${file.sql})
    WHERE ${broken.map((_, index) => `b${index}`).join(' OR ')} LIMIT ${limits.toldTableFaults}`);
  return rows.flatMap(([number, ...cells]) =>
    columns.flatMap((_, index) => {
      const text = cells[index * 2 + 1];
      return cells[index * 2] === true
        ? [{ row: Number(number), column: index, text: text == null ? null : String(text) }]
        : [];
    }),
  );
}

/** Faults by their rows in the file, of which `rejected` were broken. */
function placed(faults: readonly TableFault[], rejected: readonly number[]): TableFault[] {
  return faults.map(({ row, ...fault }) => {
    let place = row;
    for (const each of rejected) if (each <= place) place += 1;
    return { ...fault, row: place };
  });
}
