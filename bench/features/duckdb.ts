import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, INTEGER } from '@duckdb/node-api';
import type { Rows } from './rows.ts';
import type { BenchAggregate } from './windows.ts';

/** The rows in a DuckDB of this process, on one thread. */
export interface DuckDb {
  readonly version: string;
  /** Computes the aggregates of every row, into a table. */
  run(aggregates: readonly BenchAggregate[]): Promise<void>;
  /** What came of every so-manieth row, in their order: its number, then each aggregate. */
  sample(aggregates: readonly BenchAggregate[], step: number): Promise<number[][]>;
  /** The sum of all answers to each aggregate. */
  sums(aggregates: readonly BenchAggregate[]): Promise<number[]>;
  close(): void;
}

const CHUNK_ROWS = 2_048;
/** Of a second: no card has as many purchases in the same one, and the product is far from a bigint's end. */
const PLACES = 1_000_000_000;

/** Loads rows. A row's `place` is its time and, for those of one second, its number: no two are the same. */
export async function openDuckDb(rows: Rows): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE loaded (number INTEGER, card INTEGER, merchant INTEGER, amount INTEGER, second INTEGER)',
  );
  const appender = await connection.createAppender('loaded');
  append(appender, rows);
  appender.closeSync();
  await connection.run(
    `CREATE TABLE purchases AS SELECT *, second::BIGINT * ${PLACES} + number AS place FROM loaded ORDER BY place`,
  );
  const [version] = await read(connection, 'SELECT version()');
  return {
    version: String(version?.[0]),
    run: async (aggregates) => void (await connection.run(windowSql(aggregates))),
    sample: async (aggregates, step) =>
      (await read(connection, sampleSql(aggregates, step))).map((values) => values.map(Number)),
    async sums(aggregates) {
      const all = aggregates.map(({ name }) => `sum(${name})`).join(', ');
      return ((await read(connection, `SELECT ${all} FROM answers`))[0] ?? []).map(Number);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * The strict order of events: by time, then as they came. What is exactly as old as the window has a smaller number, so a
 * whole window of places leaves it out, as Scowl's (t - w, t] does.
 */
export function windowSql(aggregates: readonly BenchAggregate[]): string {
  const columns = aggregates.map(({ name, sql, windowSeconds }) => `${sql} OVER w${windowSeconds} AS ${name}`);
  const windows = [...new Set(aggregates.map(({ windowSeconds }) => windowSeconds))].map(
    (seconds) =>
      `w${seconds} AS (PARTITION BY card ORDER BY place ` +
      `RANGE BETWEEN ${BigInt(seconds) * BigInt(PLACES)} PRECEDING AND CURRENT ROW)`,
  );
  return `CREATE OR REPLACE TABLE answers AS SELECT number, ${columns.join(', ')} FROM purchases WINDOW ${windows.join(', ')}`;
}

function sampleSql(aggregates: readonly BenchAggregate[], step: number): string {
  const names = aggregates.map(({ name }) => name).join(', ');
  return `SELECT number, ${names} FROM answers WHERE number % ${step} = 0 ORDER BY number`;
}

async function read(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJS();
}

function append(appender: DuckDBAppender, { count, cards, merchants, amounts, seconds }: Rows): void {
  for (let from = 0; from < count; from += CHUNK_ROWS) {
    const to = Math.min(count, from + CHUNK_ROWS);
    const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, INTEGER, INTEGER, INTEGER]);
    const numbers = Array.from({ length: to - from }, (_, index) => from + index);
    const columns = [cards, merchants, amounts, seconds].map((column) => [...column.subarray(from, to)]);
    chunk.setColumns([numbers, ...columns]);
    appender.appendDataChunk(chunk);
  }
}
