import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';

const FIRST_MS = Date.parse('2025-12-01T06:00:00Z');
const DAY_MS = 86_400_000;

/** A row of a history, by its columns. */
export type PastRow = Readonly<Record<string, string | number>>;

/** Two purchases a day for two hundred days: every tenth is fraud, which is disputed after thirty days but for some. */
export function historyRows(): PastRow[] {
  return Array.from({ length: 400 }, (_, index) => {
    const atMs = FIRST_MS + index * (DAY_MS / 2);
    const isFraud = index % 10 === 3;
    const isDisputed = isFraud && index % 100 !== 93;
    return {
      authorization: `iauth_${String(index).padStart(4, '0')}`,
      created: atMs / 1000,
      card: `ic_${index % 23}`,
      amount: 1_000 + ((index * 37) % 90) * 100,
      currency: 'usd',
      merchant: `m_${index % 7}`,
      fraud_risk_score: isFraud ? ([80, 60, 40, 30, 10][((index / 10) % 5) | 0] ?? 0) : index % 11 === 5 ? 55 : 5,
      is_fraud: isFraud ? 1 : 0,
      disputed_at: isDisputed ? (atMs + 30 * DAY_MS) / 1000 : '',
    };
  });
}

/** Writes rows as CSV; returns the file, which is alone in its folder. */
export function historyCsv(rows: readonly PastRow[] = historyRows()): string {
  const file = join(temporaryFolder(), 'history.csv');
  const names = Object.keys(rows[0] ?? {});
  const lines = [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** A policy folder that declines scores above so much, or many asks of a card; another profile of it is stricter. */
export function tryPolicy(threshold: number, features = ''): string {
  return writeFiles(temporaryFolder(), {
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]\n',
    'profiles/only.yaml': `thresholds: { fraud_risk_score: { decline: ${threshold} } }\n`,
    'profiles/strict.yaml': 'thresholds: { fraud_risk_score: { decline: 25 } }\n',
    ...(features && {
      'features/a.scowl': features,
      'rules/a.yaml': 'rules:\n  - { id: spree, rule: "Block if :asks: >= 3" }\n',
    }),
  });
}

/** What a threshold comes to over the window that is judged by default, counted row by row. */
export function expectedAbove(threshold: number) {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  // The 90 days that end 60 days before the last of them.
  for (const { fraud_risk_score: score = 0, disputed_at: disputed } of historyRows().slice(399 - 300, 399 - 120)) {
    const isStopped = Number(score) > threshold;
    counts[disputed === '' ? (isStopped ? 'fp' : 'tn') : isStopped ? 'tp' : 'fn'] += 1;
  }
  return counts;
}
