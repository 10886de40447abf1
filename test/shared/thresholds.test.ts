import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { serve } from '../support/serve.ts';

// Against a labelled year of purchases that an independent generator made. It is no part of this project:
// COUNTERSIGN_SHARED says where it is, and without it these tests are skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const maker = join(shared ?? '', 'data', 'make-events.mjs');
const whyNot =
  shared === undefined ? 'COUNTERSIGN_SHARED is not set' : existsSync(maker) ? null : `there is no ${maker}`;

const ROWS = 20_000;
const PROFILES = [
  ['maximize-approval', 75],
  ['balanced', 50],
  ['minimize-fraud', 25],
] as const;

function makeEvents(shape: string) {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  execFileSync('bash', [
    '-c',
    `xz -dkc "$1" | head -n ${ROWS + 1} > "$2"`,
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
  const [, ...rows] = readFileSync(file('scores.csv'), 'utf8').trimEnd().split('\n');
  const scores = new Map(
    rows.map((row) => row.split(',')).map(([id, , , score]) => [id ?? '', score === '' ? null : Number(score)]),
  );
  return { events: file('events.ndjson'), scores };
}

describe.skipIf(whyNot !== null)(whyNot ? `the labelled year: skipped, ${whyNot}` : 'the labelled year', () => {
  test.each(['ga', 'clover', 'preview'])(
    'in the shape %s is declined exactly where the scores say so, under each shipped profile',
    (shape) => {
      const { events, scores } = makeEvents(shape);
      for (const [profile, threshold] of PROFILES) {
        const words = ['src/main.ts', 'decide', events, '--json', '--profile', profile];
        const out = execFileSync(process.execPath, words, { maxBuffer: 1 << 28, encoding: 'utf8' });
        const decided = out
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
        expect(decided).toHaveLength(ROWS);
        const wrong = decided.filter(({ authorization, outcome }) => {
          const score = scores.get(authorization);
          return outcome !== (typeof score === 'number' && score > threshold ? 'decline' : 'approve');
        });
        expect(wrong).toEqual([]);
      }
    },
    120_000,
  );

  test('posted signed to the service gets the same answers', async () => {
    const { events, scores } = makeEvents('ga');
    const serving = await serve(temporaryFolder());
    const rows = readFileSync(events, 'utf8').trimEnd().split('\n').slice(0, 2000);
    const wrong: string[] = [];
    for (const row of rows) {
      const event = JSON.parse(row);
      const answer = await serving.ask(event);
      const score = scores.get(event.data.object.id) ?? 0;
      if (JSON.parse(answer?.text ?? '{}').approved !== !(score > 50)) wrong.push(event.id);
    }
    expect(wrong).toEqual([]);
    expect(await serving.stop()).toBe(0);
  }, 180_000);
});
