// Computes the ten windows of every purchase of a year in SQL, as a process of its own: node bench/history-windows.ts YEAR
import { DuckDBInstance } from '@duckdb/node-api';
import { TEN_WINDOWS } from './history/policies.ts';

/** Of a second: no key has as many purchases in the same one, and the product is far from a bigint's end. */
const PLACES = 1_000_000_000n;

const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run(`CREATE TABLE purchases AS
  SELECT card, merchant, amount, created::BIGINT * ${PLACES} + row_number() OVER () AS place FROM '${process.argv[2]}'`);
const spans = [...new Map(TEN_WINDOWS.map((window) => [nameOf(window), window])).values()].map(
  (window) =>
    `${nameOf(window)} AS (PARTITION BY ${window.key} ORDER BY place
      RANGE BETWEEN ${BigInt(window.seconds) * PLACES} PRECEDING AND 1 PRECEDING)`,
);
const columns = TEN_WINDOWS.map((window) => `sum(${window.name})`).join(', ');
const windows = TEN_WINDOWS.map((window) => `${window.sql} OVER ${nameOf(window)} AS ${window.name}`).join(', ');
const reader = await connection.runAndReadAll(
  `SELECT ${columns} FROM (SELECT ${windows} FROM purchases WINDOW ${spans.join(', ')})`,
);
process.stdout.write(`${JSON.stringify(reader.getRows()[0]?.map(Number))}\n`);

function nameOf({ key, seconds }: (typeof TEN_WINDOWS)[number]): string {
  return `${key}_${seconds}`;
}
