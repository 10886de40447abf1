import { isJsonObject } from '../../../core/domain/json.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Cell } from '../../../core/history/cell.ts';
import { type HistoryColumn, REQUIRED_COLUMNS, readColumns } from '../../../core/history/columns.ts';
import type { Window } from '../../../core/history/window.ts';
import type { AttributeDefinition } from '../../../core/rules/attributes.ts';
import { createRowReader } from '../../../workflows/history/column-rows.ts';
import { chunkOf, type ObjectReading, type RowObject, readObject } from '../../../workflows/history/object-cells.ts';
import type { HistoryItem, HistorySource } from '../../../workflows/history/source.ts';
import { UsageError } from '../command.ts';
import { type HistoryPorts, stagedRows } from '../replay/history.ts';
import { createLineSorter, type SortedLines } from '../replay/sort-lines.ts';
import type { Row } from '../rows.ts';
import { createTeller } from './teller.ts';

const BATCH = 1_024;

/** What a first look at rows told. */
interface RowsLook {
  readonly columns: readonly HistoryColumn[];
  readonly notes: readonly string[];
  readonly rows: number;
  readonly firstMs: number | null;
  readonly newestMs: number | null;
  readonly isInOrder: boolean;
  readonly hasDisputes: boolean;
  readonly unreadable: number;
}

/** Opens rows of JSON, an object a line, as a history: a field is a column. Throws UsageError where there is none. */
export async function openObjectsSource(
  path: string,
  name: string,
  features: readonly AttributeDefinition[],
  ports: HistoryPorts,
): Promise<HistorySource> {
  const look = await lookAtRows(path, name, features, ports);
  const { columns, rows, firstMs, newestMs } = look;
  for (const note of look.notes) ports.progress.say(`${name}: ${note}`);
  const time = timeOf(columns);
  const staged = (stage: string) => cellsOf(stagedRows(name, path, stage, ports), columns);
  const sorted = look.isInOrder || ports.signal.aborted ? null : await sort(staged('sorting'), time, ports);
  const reader = createRowReader(columns);

  async function* read({ fromMs, toMs }: Window): AsyncGenerator<readonly HistoryItem[]> {
    let batch: (readonly Cell[])[] = [];
    for await (const cells of sorted ? sortedCells(sorted) : staged('reading the rows')) {
      const atMs = Number(cells[time]);
      if (atMs >= toMs) break;
      if (atMs < fromMs) continue;
      batch.push(cells);
      if (batch.length < BATCH) continue;
      yield* reader.items(chunkOf(batch));
      batch = [];
    }
    if (batch.length > 0) yield* reader.items(chunkOf(batch));
  }

  return {
    about: {
      rows,
      firstMs,
      newestMs,
      ...reader.about,
      labels: { ...reader.about.labels, hasDisputes: look.hasDisputes },
    },
    read,
    unreadable: () => look.unreadable,
    close: async () => undefined,
  };
}

function timeOf(columns: readonly HistoryColumn[]): number {
  return columns.findIndex(({ meaning }) => meaning.kind === 'own' && meaning.name === 'created');
}

async function lookAtRows(
  path: string,
  name: string,
  features: readonly AttributeDefinition[],
  ports: HistoryPorts,
): Promise<RowsLook> {
  const teller = createTeller(name, ports.progress);
  const headers = new Set<string>();
  let { columns } = readColumns(REQUIRED_COLUMNS, features);
  const times = { first: Number.POSITIVE_INFINITY, newest: Number.NEGATIVE_INFINITY };
  let rows = 0;
  let isInOrder = true;
  let hasDisputes = false;
  for await (const row of stagedRows(name, path, 'looking at the rows', ports)) {
    const known = headers.size;
    if (row.isRead && isJsonObject(row.json)) for (const key of Object.keys(row.json)) headers.add(key);
    if (headers.size > limits.maxHistoryColumns) {
      throw new UsageError(`${name}: rows have more than ${limits.maxHistoryColumns} different fields`);
    }
    if (headers.size > known) columns = readColumns(withRequired(headers), features).columns;
    const read = readRow(row, columns);
    if (!read.isRead) {
      teller.tell(`line ${row.line}`, read.problem);
      continue;
    }
    const atMs = Number(read.cells[timeOf(columns)]);
    rows += 1;
    hasDisputes ||= isDisputed(columns, read.cells);
    if (atMs < times.newest) isInOrder = false;
    times.first = Math.min(times.first, atMs);
    times.newest = Math.max(times.newest, atMs);
  }
  teller.end();
  const { columns: found, problems, notes } = readColumns([...headers], features);
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `${name}: ${problem}`).join('\n'));
  const [firstMs, newestMs] = rows === 0 ? [null, null] : [times.first, times.newest];
  return { columns: found, notes, rows, firstMs, newestMs, isInOrder, hasDisputes, unreadable: teller.told() };
}

function isDisputed(columns: readonly HistoryColumn[], cells: readonly Cell[]): boolean {
  return columns.some(({ meaning }, index) => {
    const isTime = meaning.kind === 'own' && (meaning.name === 'disputed_at' || meaning.name === 'labelled_at');
    return isTime && cells[index] !== null;
  });
}

/** What must be there is looked for from the first row on, wherever it stands first. */
function withRequired(headers: ReadonlySet<string>): string[] {
  const there = new Set([...headers].map((header) => header.trim().toLowerCase()));
  return [...headers, ...REQUIRED_COLUMNS.filter((name) => !there.has(name))];
}

function readRow(row: Row, columns: readonly HistoryColumn[]): ObjectReading {
  if (!row.isRead) return row;
  if (!isJsonObject(row.json)) return { isRead: false, problem: 'it is no object' };
  return readObject(columns, row.json as RowObject);
}

async function* cellsOf(rows: AsyncIterable<Row>, columns: readonly HistoryColumn[]): AsyncGenerator<readonly Cell[]> {
  for await (const row of rows) {
    const read = readRow(row, columns);
    if (read.isRead) yield read.cells;
  }
}

async function sort(rows: AsyncIterable<readonly Cell[]>, time: number, ports: HistoryPorts): Promise<SortedLines> {
  const sorter = createLineSorter(await ports.folder.path());
  for await (const cells of rows) await sorter.add(Number(cells[time]), JSON.stringify(cells));
  return sorter.sorted();
}

async function* sortedCells(lines: SortedLines): AsyncGenerator<readonly Cell[]> {
  for await (const text of lines.texts()) yield JSON.parse(text) as readonly Cell[];
}
