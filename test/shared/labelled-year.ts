import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder.ts';

// A labelled year of purchases that an independent generator made. It is no part of this project: COUNTERSIGN_SHARED
// says where it is, and without it the tests over it are skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const maker = join(shared ?? '', 'data', 'make-events.mjs');

/** Why the year is not there; null if it is. */
export const whyNoYear =
  shared === undefined ? 'COUNTERSIGN_SHARED is not set' : existsSync(maker) ? null : `there is no ${maker}`;

/** The first purchases of the year as events in a file, and the fraud score of each; null where Stripe had none. */
export function labelledEvents(rows: number, shape: string) {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  execFileSync('bash', [
    '-c',
    `xz -dkc "$1" | head -n ${rows + 1} > "$2"`,
    'bash',
    join(shared ?? '', 'data/transactions.csv.xz'),
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
