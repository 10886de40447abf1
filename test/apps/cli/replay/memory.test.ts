import { spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../support/folder.ts';
import { ask, featuresFolder } from './history-lines.ts';

// More than the heap would hold.
const LINES = 60_000;
const FEATURES = 'event authorization\nasks := Count(by card last 1 hour exclusive)\n';

/** Writes so many asks, a second apart, the last one first if the file shall have to be sorted. */
async function writeHistory(file: string, isSorted: boolean): Promise<void> {
  const out = createWriteStream(file);
  // Much of an ask is of no interest here: without it the file is made and read in half the time.
  const small = { merchant_data: undefined, verification_data: undefined };
  const lineOf = (index: number) => `${JSON.stringify(ask(index, index, `ic_${index % 100}`, 3, small))}\n`;
  if (!isSorted) out.write(lineOf(LINES));
  for (let start = 0; start < LINES; start += 1000) {
    const lines = Array.from({ length: 1000 }, (_, index) => lineOf(start + index)).join('');
    if (!out.write(lines)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  out.end();
  await finished(out);
}

test.each([
  ['in order', true],
  ['that has to be sorted', false],
])(
  'a long history %s is replayed in little memory',
  async (_how, isSorted) => {
    const folder = temporaryFolder();
    const file = join(folder, 'history.ndjson');
    await writeHistory(file, isSorted);
    // The young generation grows at the cost of the old one unless it is bounded, too.
    const bounds = ['--max-old-space-size=64', '--max-semi-space-size=8'];
    const words = ['replay', file, '--policies', featuresFolder(FEATURES), '--features-only', '--out', `${file}.out`];
    const { status, stderr } = spawnSync(process.execPath, [...bounds, 'src/main.ts', ...words], { encoding: 'utf8' });
    expect([status, stderr.match(/([\d,]+) authorizations/)?.[1]]).toEqual([0, isSorted ? '60,000' : '60,001']);
    const first = readFileSync(`${file}.out`, 'utf8').split('\n', 1)[0] ?? '';
    expect(JSON.parse(first).authorization).toBe('iauth_0');
  },
  180_000,
);
