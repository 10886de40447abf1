import { openDatabase } from '../../../adapters/table/database.ts';
import { openCsv, openParquet, type TableFault } from '../../../adapters/table/files.ts';
import { lookAtTable } from '../../../adapters/table/table.ts';
import { cellFault } from '../../../core/history/cell.ts';
import { type HistoryColumn, readColumns } from '../../../core/history/columns.ts';
import type { AttributeDefinition } from '../../../core/rules/attributes.ts';
import { createRowReader } from '../../../workflows/history/column-rows.ts';
import type { HistorySource } from '../../../workflows/history/source.ts';
import { UsageError } from '../command.ts';
import type { OpenHistoryPorts } from './open.ts';

/** Where a table lies. */
interface TablePlace {
  readonly path: string;
  /** As people know it. */
  readonly name: string;
  readonly format: 'csv' | 'parquet';
}

/** Opens a table as a history. Throws UsageError, saying what is wrong, where there is none in it. */
export async function openTableSource(
  { path, name, format }: TablePlace,
  features: readonly AttributeDefinition[],
  { folder, progress }: Pick<OpenHistoryPorts, 'folder' | 'progress'>,
): Promise<HistorySource> {
  const database = await openDatabase();
  try {
    const opened = await (format === 'csv' ? openCsv(database, path) : openParquet(database, path));
    if (!opened.isTable) throw new UsageError(`${name}: ${opened.problem}`);
    const { file } = opened;
    const { columns, problems, notes } = readColumns(file.headers, features);
    if (problems.length > 0) throw new UsageError(problems.map((problem) => `${name}: ${problem}`).join('\n'));
    for (const note of notes) progress.say(`${name}: ${note}`);
    const timeColumn = columns.findIndex(({ meaning }) => meaning.kind === 'own' && meaning.name === 'created');
    const table = await lookAtTable({ database, file, columns, timeColumn, spillFolder: () => folder.path() });
    const { rows, unreadable, firstMs, newestMs, faults } = table.look;
    for (const fault of faults) progress.say(faultLine(name, columns, fault));
    if (unreadable > faults.length) progress.say(`${name}: ${unreadable} rows can't be read; the first are told above`);
    const reader = createRowReader(columns);
    return {
      about: { rows: rows - unreadable, firstMs, newestMs, ...reader.about },
      async *read(window) {
        for await (const chunk of table.read(window)) yield reader.rows(chunk).map((row) => ({ kind: 'row', row }));
      },
      unreadable: () => unreadable,
      close: async () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function faultLine(name: string, columns: readonly HistoryColumn[], { row, column, text }: TableFault): string {
  const place = `${name}: row ${row}`;
  const faulty = column === null ? null : columns[column];
  if (!faulty) return `${place}: ${text ?? 'it is broken'}`;
  if (text === null) return `${place}, ${faulty.header}: nothing stands there; every row has one`;
  return `${place}, ${faulty.header}: ${cellFault(faulty.type, text)}`;
}
