import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenSql, cellSql } from '../../../src/adapters/table/cell-sql.ts';
import { type Database, openDatabase } from '../../../src/adapters/table/database.ts';
import { type CellType, readCell } from '../../../src/core/history/cell.ts';
import { readColumns } from '../../../src/core/history/columns.ts';
import { createTemporaryDir } from '../../support/folder.ts';

const TYPES: readonly CellType[] = [
  ...readColumns(
    ['authorization', 'created', 'amount', 'is_fraud', 'fraud_risk_score', 'amount_in_usd', 'fraud_risk_level'],
    [],
  ).columns.map(({ type }) => type),
  ...readColumns(['merchant_country', 'currency', 'card_testing_risk_level'], []).columns.map(({ type }) => type),
];

const folder = createTemporaryDir();
let database: Database;
beforeAll(async () => {
  database = await openDatabase(folder.dir);
});
afterAll(() => {
  database.close();
  folder.remove();
});

/** What SQL reads of texts, type by type, and whether it takes them for broken: each with its number. */
async function readBySql(texts: readonly string[]): Promise<readonly (readonly unknown[])[]> {
  await database.run('CREATE OR REPLACE TABLE texts (n INTEGER, c VARCHAR)');
  const values = texts.map((text, at) => `(${at}, decode(from_hex('${Buffer.from(text).toString('hex')}')))`);
  await database.run(`INSERT INTO texts VALUES ${values.join(', ')}`);
  const column = { column: 'c', type: 'VARCHAR' };
  const cells = TYPES.flatMap((type) => [cellSql(column, type), brokenSql(column, type, false)]);
  return database.all(`SELECT n, c, ${cells.join(', ')} FROM texts ORDER BY n`);
}

function readByCore(text: string): readonly unknown[] {
  return TYPES.flatMap((type) => {
    const reading = readCell(type, text);
    return [reading.isRead ? reading.cell : null, !reading.isRead];
  });
}

const digits = fc.stringMatching(/^[-+]?[0-9_]{0,6}[.]?[0-9_]{0,4}([eE][-+]?[0-9_]{1,3})?$/);
const times = fc.stringMatching(
  /^[12][09][0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([.][0-9]{1,10})?(Z|[+-][0-2][0-9](:?[0-6][0-9])?)?)?$/,
);
const words = fc.constantFrom(
  ...['true', 'FALSE', '1', '0', 't', 'yes', 'high', 'HIGHEST', 'low', 'unknown', 'not_assessed', 'US', 'uk', 'Usd'],
  ...['12', '1700000000', '1700000000.4567', '1700000000000', '-5', 'nan', 'inf', '1e400', '9007199254740993', '99.99'],
  ...['2023-01-01', '2023-02-29', '2024-02-29T23:59:59.999999Z', '2023-01-01T10:00Z', '10:00:00', 'today', 'epoch'],
);
const text = fc
  .tuple(fc.constantFrom('', ' ', '\t', '\n'), fc.oneof(digits, times, words, fc.string({ maxLength: 6 })))
  .map(([blank, cell]) => blank + cell + blank)
  // A text of SQL's has no NUL in it, and half a character is no text at all.
  .filter((cell) => !cell.includes('\0') && cell.isWellFormed());

describe('a cell', () => {
  test('is read by SQL exactly as it is read one by one, and broken where it is not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 100, maxLength: 400, size: 'max' }), async (texts) => {
        const bySql = await readBySql(texts);
        expect(bySql).toEqual(texts.map((each, at) => [at, each, ...readByCore(each)]));
      }),
      { numRuns: 12 },
    );
  });

  test('of a type of its own is read as its text would be', async () => {
    const of = async (sql: string, type: string, cell: CellType) =>
      (await database.all(`SELECT ${cellSql({ column: `(${sql})`, type }, cell)}`))[0]?.[0];
    const time = { kind: 'time' } as const;
    expect(await of("TIMESTAMP '2023-01-01 00:00:26.5'", 'TIMESTAMP', time)).toBe(1_672_531_226_500);
    expect(await of("TIMESTAMPTZ '2023-01-01 02:00:26+02'", 'TIMESTAMP WITH TIME ZONE', time)).toBe(1_672_531_226_000);
    expect(await of("DATE '2023-01-01'", 'DATE', time)).toBe(1_672_531_200_000);
    expect(await of('1672531226::BIGINT', 'BIGINT', time)).toBe(1_672_531_226_000);
    expect(await of('12.00::DECIMAL(10, 2)', 'DECIMAL(10,2)', { kind: 'minor' })).toBe(12);
    expect(await of('12.50::DECIMAL(10, 2)', 'DECIMAL(10,2)', { kind: 'minor' })).toBeNull();
    expect(await of('true', 'BOOLEAN', { kind: 'boolean' })).toBe(true);
    expect(await of('1.0::DOUBLE', 'DOUBLE', { kind: 'boolean' })).toBe(true);
    expect(await of('2', 'INTEGER', { kind: 'boolean' })).toBeNull();
    expect(await of('12', 'INTEGER', { kind: 'text' })).toBe('12');
    expect(await of("'nan'::DOUBLE", 'DOUBLE', { kind: 'number', min: null, max: null })).toBeNull();
  });
});
