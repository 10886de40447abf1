import { limits } from '../../core/domain/limits.ts';
import { type Cell, type CellType, readCell } from '../../core/history/cell.ts';
import { isReadLater, quoted, textSql } from './cell-sql.ts';
import type { Database } from './database.ts';
import type { TableFile } from './files.ts';

/** Texts that stand in a column again and again: DuckDB gives their numbers, which cost a tenth of a text. */
export interface Dictionary {
  /** SQL that is the number of a text; null for one that is not among them. */
  readonly sql: string;
  /** What the texts are as cells, by their numbers. */
  readonly cells: readonly Cell[];
}

/**
 * The texts of columns by what stands in the first rows, for each column in which few do. Others may turn up further
 * down: they are read one by one. The key is left alone, of which no two are the same.
 */
export async function createDictionaries(
  database: Database,
  file: TableFile,
  types: readonly CellType[],
  keyColumns: readonly number[],
): Promise<ReadonlyMap<number, Dictionary>> {
  const texts = types.flatMap((type, index) => {
    const column = file.columns[index];
    const isText = type.kind === 'text' || isReadLater(type);
    return column && isText && !keyColumns.includes(index) ? [{ type, index, sql: textSql(column) }] : [];
  });
  if (texts.length === 0) return new Map();
  const [sample = []] = await database.all(`
    SELECT ${texts.map(({ sql }) => `list(DISTINCT ${sql})`).join(', ')}
    FROM (SELECT * FROM ${file.sql} LIMIT ${limits.tableSampleRows})`);
  const dictionaries = new Map<number, Dictionary>();
  for (const [at, { type, index, sql }] of texts.entries()) {
    const found = sample[at];
    const words = Array.isArray(found) ? found.filter((word): word is string => typeof word === 'string') : [];
    if (words.length === 0 || words.length > limits.tableSampleRows * MAX_SHARE) continue;
    await database.run(`CREATE OR REPLACE TYPE words_${index} AS ENUM (${words.map(quoted).join(', ')})`);
    dictionaries.set(index, {
      sql: `enum_code(TRY_CAST(${sql} AS words_${index}))`,
      cells: words.map((word) => cellOf(type, word)),
    });
  }
  return dictionaries;
}

/** With more different texts than this share of rows, numbers would save little. */
const MAX_SHARE = 0.2;

/** A cell that was looked at before: it can be read. */
export function cellOf(type: CellType, text: unknown): Cell {
  const reading = readCell(type, text);
  return reading.isRead ? reading.cell : null;
}
