import { openDatabase } from '../../../adapters/table/database.ts';
import { openCsv, openParquet } from '../../../adapters/table/files.ts';
import { lookAtTable, type TableLook } from '../../../adapters/table/table.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import { cellFault } from '../../../core/history/cell.ts';
import { type HistoryColumn, type OwnColumn, readColumns } from '../../../core/history/columns.ts';
import type { AttributeDefinition } from '../../../core/rules/attributes.ts';
import { createRowReader } from '../../../workflows/history/column-rows.ts';
import type { HistorySource } from '../../../workflows/history/source.ts';
import { UsageError } from '../command.ts';
import type { HistoryPorts } from '../replay/history.ts';
import type { Progress } from '../replay/progress.ts';

/** Where a table lies. */
interface TablePlace {
  readonly path: string;
  /** As people know it. */
  readonly name: string;
  readonly format: 'csv' | 'csv.gz' | 'parquet';
}

/** Where a column of these has something in it, it is known when rows turned out to be fraud. */
const LABEL_TIMES = ['disputed_at', 'labelled_at'] as const satisfies readonly OwnColumn[];

/** Opens a table as a history. Throws UsageError, saying what is wrong, where there is none in it. */
export async function openTableSource(
  { path, name, format }: TablePlace,
  features: readonly AttributeDefinition[],
  { folder, progress }: Pick<HistoryPorts, 'folder' | 'progress'>,
): Promise<HistorySource> {
  const database = await openDatabase(await folder.path());
  try {
    const opened = await (format === 'parquet'
      ? openParquet(database, path)
      : openCsv(database, path, format === 'csv.gz'));
    if (!opened.isTable) throw new UsageError(`${name}: ${opened.problem}`);
    const { file } = opened;
    const { columns, problems, notes } = readColumns(file.headers, features);
    if (problems.length > 0) throw new UsageError(problems.map((problem) => `${name}: ${problem}`).join('\n'));
    for (const note of notes) progress.say(`${name}: ${note}`);
    const columnOf = (name: OwnColumn) =>
      columns.findIndex(({ meaning }) => meaning.kind === 'own' && meaning.name === name);
    const timeColumn = columnOf('created');
    // What names an ask: where events have ids, too, those are looked at while it is read.
    const keyColumns =
      columnOf('event') >= 0
        ? []
        : [columnOf('authorization'), columnOf('history_length')].filter((index) => index >= 0);
    const countedColumns = LABEL_TIMES.map(columnOf).filter((index) => index >= 0);
    const table = await lookAtTable({ database, file, columns, timeColumn, keyColumns, countedColumns });
    const { rows, unreadable, firstMs, newestMs, isEachOnce, filled } = table.look;
    tellFaults(name, columns, table.look, progress);
    const reader = createRowReader(columns);
    const labels = { ...reader.about.labels, hasDisputes: filled.some((count) => count > 0) };
    return {
      about: { rows: rows - unreadable, firstMs, newestMs, isEachOnce, ...reader.about, labels },
      async *read(window) {
        for await (const chunk of table.read(window)) yield* reader.items(chunk);
      },
      unreadable: () => unreadable,
      close: async () => database.close(),
    };
  } catch (error) {
    database.close();
    throw readable(error, name);
  }
}

/** What DuckDB says of a file that is no table begins with the kind of fault; its other lines are advice to others. */
function readable(error: unknown, name: string): unknown {
  const message = error instanceof Error && !(error instanceof UsageError) ? error.message : '';
  const fault = /^[A-Z][A-Za-z ]* Error: (.*)/.exec(message);
  return fault ? new UsageError(`${name} can't be read: ${fault[1]}`) : error;
}

const NOTHING = 'nothing stands there; every row has one';

/** Tells the first rows that can't be read, cell by cell, and of the rest how many they are. */
function tellFaults(name: string, columns: readonly HistoryColumn[], look: TableLook, progress: Progress): void {
  const { faults, unreadable } = look;
  for (const { row, column, text } of faults) {
    const faulty = column === null ? null : columns[column];
    if (!faulty) progress.say(`${name}: line ${row + 1}: ${text ?? 'it is broken'}`);
    else
      progress.say(`${name}: row ${row}, ${faulty.header}: ${text === null ? NOTHING : cellFault(faulty.type, text)}`);
  }
  const more = unreadable - new Set(faults.map(({ row }) => row)).size;
  if (more > 0) progress.say(`${name}: ${sayCount(more)} more can't be read`);
}
