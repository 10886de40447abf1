import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { Cell, CellType } from '../../core/history/cell.ts';
import type { Window } from '../../core/history/window.ts';
import { isReadLater, type SqlColumn, storedSql } from './cell-sql.ts';
import type { Database } from './database.ts';
import { cellOf, type Dictionary } from './dictionaries.ts';

/** Rows of a table, column by column. A column is decoded when it is first asked for. */
export interface TableChunk {
  readonly rows: number;
  column(index: number): readonly Cell[];
}

/** A table of which is known how it stands. */
export interface KnownTable {
  readonly database: Database;
  /** The table, in SQL. */
  readonly sql: string;
  readonly columns: readonly (SqlColumn & { readonly cell: CellType })[];
  readonly dictionaries: ReadonlyMap<number, Dictionary>;
  readonly timeColumn: number;
  readonly isInOrder: boolean;
  /** SQL that is true of a row that can't be read; null where there is none. */
  readonly broken: string | null;
}

/** The readable rows of a window in the order of their times, ties as they stand. */
export async function* readTable(table: KnownTable, { fromMs, toMs }: Window): AsyncGenerator<TableChunk> {
  const { database, sql, columns, dictionaries, timeColumn, isInOrder, broken } = table;
  const coded = [...dictionaries.keys()];
  const values = columns.map((column, index) => `${storedSql(column, column.cell)} AS v${index}`);
  const codes = coded.map((index) => `${dictionaries.get(index)?.sql} AS k${index}`);
  const besides = [
    ...(broken === null ? [] : [`${broken} AS is_broken`]),
    ...(isInOrder ? [] : ['row_number() OVER () AS number']),
  ];
  const result = await database.stream(`
    SELECT ${[...columns.map((_, index) => `v${index}`), ...coded.map((index) => `k${index}`)].join(', ')}
    FROM (SELECT ${[...values, ...codes, ...besides].join(', ')} FROM ${sql})
    WHERE v${timeColumn} >= '${fromMs}'::DOUBLE AND v${timeColumn} < '${toMs}'::DOUBLE
      ${broken === null ? '' : 'AND NOT is_broken'}
    ${isInOrder ? '' : `ORDER BY v${timeColumn}, number`}`);
  const placeOf = new Map(coded.map((index, at) => [index, columns.length + at]));
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    yield decodedChunk(chunk, table, placeOf);
  }
}

function decodedChunk(
  chunk: DuckDBDataChunk,
  { columns, dictionaries }: KnownTable,
  placeOf: ReadonlyMap<number, number>,
): TableChunk {
  const decoded: (readonly Cell[] | undefined)[] = [];

  function decode(index: number): readonly Cell[] {
    const type = columns[index]?.cell ?? { kind: 'text' };
    const place = placeOf.get(index);
    const words = dictionaries.get(index)?.cells;
    if (place === undefined || !words) {
      const values = chunk.getColumnValues(index);
      return isReadLater(type) ? values.map((value) => cellOf(type, value)) : (values as readonly Cell[]);
    }
    const texts = chunk.getColumnVector(index);
    return chunk
      .getColumnValues(place)
      .map((code, row) => (typeof code === 'number' ? (words[code] ?? null) : cellOf(type, texts.getItem(row))));
  }

  return {
    rows: chunk.rowCount,
    column(index) {
      decoded[index] ??= decode(index);
      return decoded[index];
    },
  };
}
