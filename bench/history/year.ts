import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { createRandom } from '../../src/core/domain/random.ts';
import { generateRows } from '../features/rows.ts';

/** A year of purchases as a history file. */
export interface Year {
  readonly path: string;
  readonly rows: number;
  readonly name: string;
}

const YEAR_START = Date.UTC(2023, 0, 1) / 1000;
const YEAR_SECONDS = 365 * 86_400;
const GENERATED_ROWS = 874_313;
const FRAUD_SHARE = 0.011;

/**
 * Writes a year of purchases as Parquet: the labelled ones of the folder that COUNTERSIGN_SHARED names, or as many that
 * are drawn here, whose scores tell nothing.
 */
export async function writeYear(folder: string, shared: string | undefined): Promise<Year> {
  const labelled = shared ? labelledYear(folder, join(shared, 'data')) : null;
  const query = labelled ?? (await drawnYear(folder));
  const path = join(folder, 'year.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM '${path}'`);
  connection.closeSync();
  instance.closeSync();
  return { path, rows: Number(reader.getRows()[0]?.[0]), name: labelled ? 'the labelled year' : 'a drawn year' };
}

/** The query for the labelled year; null where the folder or xz is not there. */
function labelledYear(folder: string, data: string): string | null {
  if (!existsSync(join(data, 'transactions.csv.xz'))) return null;
  const at = (name: string) => join(folder, name);
  const commands = [
    `xz -dkc '${join(data, 'transactions.csv.xz')}' > '${at('transactions.csv')}'`,
    `'${process.execPath}' '${join(data, 'make-events.mjs')}' --in '${at('transactions.csv')}' --labels '${at('labels.csv')}' \
      --scores '${at('scores.csv')}' --seed 1 --no-events`,
  ];
  for (const command of commands) if (spawnSync(command, { shell: true, stdio: 'ignore' }).status !== 0) return null;
  return `SELECT l.authorization_id AS authorization, l.created, 'card_' || t.customer_id AS card, s.amount,
      'usd' AS currency, 'merchant_' || t.terminal_id AS merchant, t.merchant_name, t.category AS merchant_category,
      t.merchant_state, t.merchant_zip AS merchant_postal_code, s.score AS fraud_risk_score, l.fraud AS is_fraud,
      l.disputed_at
    FROM read_csv('${at('labels.csv')}', header = true) l
    JOIN read_csv('${at('scores.csv')}', header = true) s USING (authorization_id)
    JOIN read_csv('${at('transactions.csv')}', header = true) t ON t.transaction_id = l.transaction_id
    ORDER BY l.created, l.transaction_id`;
}

async function drawnYear(folder: string): Promise<string> {
  const path = join(folder, 'drawn.csv');
  const { count, cards, merchants, amounts } = generateRows(GENERATED_ROWS, 1);
  const random = createRandom(2);
  const file = createWriteStream(path);
  file.write('authorization,created,card,amount,currency,merchant,fraud_risk_score,is_fraud\n');
  for (let row = 0; row < count; row += 1) {
    const created = YEAR_START + Math.floor((row * YEAR_SECONDS) / count);
    const names = `iauth_${row},${created},card_${(cards[row] ?? 0) % 1_000},${amounts[row]},usd,merchant_${merchants[row]}`;
    const line = `${names},${(100 * random()).toFixed(2)},${random() < FRAUD_SHARE ? 1 : 0}\n`;
    if (!file.write(line)) await new Promise<void>((resolve) => file.once('drain', resolve));
  }
  file.end();
  await finished(file);
  return `SELECT * FROM read_csv('${path}', header = true)`;
}
