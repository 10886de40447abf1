import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { temporaryFolder } from '../support/folder.ts';

// A labelled year of purchases that an independent generator made. It is no part of this project: COUNTERSIGN_SHARED
// says where it is, and without it the tests over it are skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const maker = join(shared ?? '', 'data', 'make-events.mjs');

/** Why the year is not there; null if it is. */
export const whyNoYear =
  shared === undefined
    ? 'COUNTERSIGN_SHARED is not set'
    : existsSync(maker)
      ? spawnSync('xz', ['--version']).error
        ? 'there is no xz to unpack it'
        : null
      : `there is no ${maker}`;

const YEAR = 'data/transactions.csv.xz';

/** The whole year as a history in CSV: its scores, the truth, and when each fraud was disputed. */
export async function labelledTable(): Promise<string> {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  execFileSync('bash', ['-c', 'xz -dkc "$1" > "$2"', 'bash', join(shared ?? '', YEAR), file('rows.csv')]);
  const made = ['--in', file('rows.csv'), '--labels', file('labels.csv'), '--scores', file('scores.csv')];
  execFileSync(process.execPath, [maker, ...made, '--seed', '1', '--no-events']);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const csv = (name: string) => `read_csv('${file(name)}', all_varchar = true)`;
  await connection.run(`
    COPY (
      SELECT scores.authorization_id AS "authorization", scores.created, 'ic_' || customer_id AS card, scores.amount,
        scores.score AS fraud_risk_score, labels.fraud AS is_fraud, labels.disputed_at
      FROM ${csv('rows.csv')} rows POSITIONAL JOIN ${csv('labels.csv')} labels POSITIONAL JOIN ${csv('scores.csv')} scores
    ) TO '${file('history.csv')}' (FORMAT csv, HEADER)`);
  connection.closeSync();
  instance.closeSync();
  return file('history.csv');
}

/** The first purchases of the year as events in a file, and the fraud score of each; null where Stripe had none. */
export function labelledEvents(rows: number, shape: string) {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  execFileSync('bash', [
    '-c',
    `xz -dkc "$1" | head -n ${rows + 1} > "$2"`,
    'bash',
    join(shared ?? '', YEAR),
    file('rows.csv'),
  ]);
  const options = [
    '--in',
    file('rows.csv'),
    '--out',
    file('events.ndjson'),
    '--labels',
    file('labels.csv'),
    '--scores',
    file('scores.csv'),
  ];
  execFileSync(process.execPath, [maker, ...options, '--seed', '1', '--shape', shape, '--missing', '0.05']);
  const [, ...scored] = readFileSync(file('scores.csv'), 'utf8').trimEnd().split('\n');
  const scores = new Map(
    scored.map((row) => row.split(',')).map(([id, , , score]) => [id ?? '', score === '' ? null : Number(score)]),
  );
  return { events: file('events.ndjson'), scores, folder };
}
