import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quoted } from '../../../src/adapters/table/cell-sql.ts';
import { openDatabase } from '../../../src/adapters/table/database.ts';
import { openCsv, openParquet } from '../../../src/adapters/table/files.ts';
import { writeTable } from '../../../src/adapters/table/write.ts';
import { temporaryFolder } from '../../support/folder.ts';

/** Names that are patterns, each with one that it would match. */
const NAMES = [
  ['x[1]', 'x1'],
  ['y*', 'y2'],
  ["it's?", "it'ss"],
  ['[]*?', 'a'],
] as const;

test.each(NAMES)('a CSV file called %s.csv is read, and %s.csv beside it is not', async (...names) => {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, `${name}.csv`), `a,b\n${name.replaceAll("'", '')},1\n`);
  const database = await openDatabase(folder);
  for (const name of names) {
    const opened = await openCsv(database, join(folder, `${name}.csv`), false);
    const rows = opened.isTable ? await database.all(`SELECT c0 FROM ${opened.file.sql}`) : opened.problem;
    expect(rows).toEqual([[name.replaceAll("'", '')]]);
  }
  database.close();
});

test.each(NAMES)('a Parquet file called %s.parquet is read, and %s.parquet beside it is not', async (...names) => {
  const folder = temporaryFolder();
  const database = await openDatabase(folder);
  for (const name of names) {
    const path = join(folder, `${name}.parquet`);
    await database.run(`COPY (SELECT ${quoted(name)} AS a) TO ${quoted(path)} (FORMAT parquet)`);
  }
  for (const name of names) {
    const opened = await openParquet(database, join(folder, `${name}.parquet`));
    const rows = opened.isTable ? await database.all(`SELECT a FROM ${opened.file.sql}`) : opened.problem;
    expect(rows).toEqual([[name]]);
  }
  database.close();
});

test.each(NAMES)('a table is written out of lines called %s, to a file that is called so, too', async (...names) => {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, `${name}.ndjson`), `${JSON.stringify({ a: name })}\n`);
  const database = await openDatabase(folder);
  const [lines, to] = [join(folder, `${names[0]}.ndjson`), join(folder, `${names[0]}.csv`)];
  await writeTable(database, { lines, columns: new Map([['a', 'text']]), orderBy: ['a'], format: 'csv', to });
  expect(readFileSync(to, 'utf8')).toBe(`a\n${names[0]}\n`);
  database.close();
});
