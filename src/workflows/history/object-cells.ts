import { type Cell, cellFault, readCell } from '../../core/history/cell.ts';
import type { HistoryColumn } from '../../core/history/columns.ts';
import type { CellChunk } from './row-layout.ts';

/** A row as an object, a column a field; what it lacks is empty. */
export type RowObject = Readonly<Record<string, unknown>>;

/** The cells of an object, in the order of the columns; or what is wrong with the first that can't be read. */
export type ObjectReading =
  | { readonly isRead: true; readonly cells: readonly Cell[] }
  | { readonly isRead: false; readonly problem: string };

/** Reads an object as a row of a table is read. */
export function readObject(columns: readonly HistoryColumn[], object: RowObject): ObjectReading {
  const cells: Cell[] = [];
  for (const { header, type, isRequired } of columns) {
    const value = Object.hasOwn(object, header) ? object[header] : null;
    const reading = readCell(type, value);
    if (!reading.isRead) return { isRead: false, problem: `${header}: ${cellFault(type, shown(value))}` };
    if (isRequired && reading.cell === null)
      return { isRead: false, problem: `${header}: nothing stands there; every row has one` };
    cells.push(reading.cell);
  }
  return { isRead: true, cells };
}

/** Rows that stand one after another, column by column. */
export function chunkOf(rows: readonly (readonly Cell[])[]): CellChunk {
  const columns: (readonly Cell[] | undefined)[] = [];
  return {
    rows: rows.length,
    column(index) {
      columns[index] ??= rows.map((cells) => cells[index] ?? null);
      return columns[index];
    },
  };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
