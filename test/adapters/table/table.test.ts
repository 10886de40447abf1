import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/table/database.ts';
import { openCsv } from '../../../src/adapters/table/files.ts';
import { lookAtTable } from '../../../src/adapters/table/table.ts';
import { readColumns } from '../../../src/core/history/columns.ts';
import { temporaryFolder } from '../../support/folder.ts';

const HEAD = 'authorization,created,card,amount,note';
const ALWAYS = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };

/** All rows of a CSV file, as texts of their cells, and what a look at it told. */
async function readAll(lines: readonly string[], memoryMebibytes?: number) {
  const folder = temporaryFolder();
  const path = join(folder, 'table.csv');
  writeFileSync(path, `${HEAD}\n${lines.join('\n')}\n`);
  const database = await openDatabase(folder, memoryMebibytes);
  const opened = await openCsv(database, path, false);
  if (!opened.isTable) throw new Error(opened.problem);
  const { file } = opened;
  const { look, read } = await lookAtTable({
    ...{ database, file, timeColumn: 1, countedColumns: [], keyColumns: [0] },
    columns: readColumns(file.headers, []).columns,
  });
  const rows: string[] = [];
  for await (const chunk of read(ALWAYS)) {
    const columns = file.headers.map((_, index) => chunk.column(index));
    for (let row = 0; row < chunk.rows; row += 1) rows.push(columns.map((cells) => cells[row] ?? '').join());
  }
  database.close();
  return { rows, look };
}

describe('a table', () => {
  test('that is in order is read as it stands, and nothing is sorted', async () => {
    const { rows, look } = await readAll(['a,1,ic_1,5,x', 'b,1,ic_1,6,', 'c,2,ic_2,7,y']);
    expect(rows).toEqual(['a,1000,ic_1,5,x', 'b,1000,ic_1,6,', 'c,2000,ic_2,7,y']);
    expect(look.isInOrder).toBe(true);
  });

  test('larger than the memory that it may use is sorted all the same, ties as they stand', async () => {
    const count = 60_000;
    const note = 'n'.repeat(400);
    const secondOf = (at: number) => 1 + (((count - at) * 7919) % 1000);
    const lines = Array.from({ length: count }, (_, at) => `a${at},${secondOf(at)},ic_1,${at},${at}${note}`);
    const { rows } = await readAll(lines, 64);
    const expected = Array.from({ length: count }, (_, at) => at)
      .sort((one, other) => secondOf(one) - secondOf(other) || one - other)
      .map((at) => `a${at},${secondOf(at) * 1000}`);
    expect(rows.map((row) => row.split(',').slice(0, 2).join())).toEqual(expected);
  }, 120_000);

  test('may hold texts further down that its first rows do not', async () => {
    const lines = Array.from(
      { length: 30_000 },
      (_, at) => `a${at},${at + 1},ic_${at % 7},1,${at < 25_000 ? 'old' : `new${at}`}`,
    );
    const { rows } = await readAll(lines);
    expect(rows).toEqual(lines.map((line, at) => line.replace(`,${at + 1},`, `,${(at + 1) * 1000},`)));
  });

  test('tells whether any row stands there twice', async () => {
    expect((await readAll(['a,1,ic_1,5,', 'b,2,ic_1,5,'])).look.isEachOnce).toBe(true);
    expect((await readAll(['a,1,ic_1,5,', 'b,2,ic_1,5,', 'a,3,ic_1,6,'])).look.isEachOnce).toBe(false);
    // Of a row that can't be read it does not matter.
    expect((await readAll(['a,1,ic_1,5,', 'a,x,ic_1,5,'])).look.isEachOnce).toBe(true);
  });
});
