import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openHistorySource } from '../../../../src/apps/cli/history/open.ts';
import type { Progress } from '../../../../src/apps/cli/replay/progress.ts';
import { temporaryFolder as disposableFolder } from '../../../../src/apps/cli/replay/temporary-folder.ts';
import type { HistoryRow } from '../../../../src/core/history/row.ts';
import { temporaryFolder } from '../../../support/folder.ts';

const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** A history of a file, read whole, with what was said of it. */
async function opened(name: string, text: string, window = ALWAYS) {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, text);
  const said: string[] = [];
  const progress: Progress = {
    begin() {},
    reach() {},
    end() {},
    say: (line) => void said.push(line.replace(folder, '')),
  };
  await using spill = disposableFolder(folder);
  const ports = { stdin: Readable.from([]), folder: spill, progress, signal: new AbortController().signal };
  const source = await openHistorySource(file, [], ports);
  const rows: HistoryRow[] = [];
  for await (const batch of source.read(window)) for (const item of batch) if (item.kind === 'row') rows.push(item.row);
  await source.close();
  return { source, rows, said };
}

describe('a CSV file', () => {
  test('is a row an authorization, in the order of time', async () => {
    const text =
      'authorization,created,card,amount,fraud_risk_score\nb,1700000060,ic_1,250,80.5\na,1700000000,ic_1,100,\n';
    const { rows, source } = await opened('history.csv', text);
    expect(
      rows.map(({ authorization: { id, askedAtMs, amountMinor, currency } }) => [id, askedAtMs, amountMinor, currency]),
    ).toEqual([
      ['a', 1_700_000_000_000, 100, 'usd'],
      ['b', 1_700_000_060_000, 250, 'usd'],
    ]);
    expect(rows.map(({ authorization }) => authorization.signals.fraudRiskScore)).toEqual([
      { missing: 'not_sent' },
      80.5,
    ]);
    expect(source.about).toMatchObject({ rows: 2, firstMs: 1_700_000_000_000, newestMs: 1_700_000_060_000 });
  });

  test('is told where a row can not be read, and read all the same', async () => {
    const text = 'authorization,created,card,amount\na,yesterday,ic_1,100\nb,2023-01-01,ic_1\nc,1700000000,ic_1,3\n';
    const { rows, said, source } = await opened('history.csv', text);
    expect(rows.map(({ authorization }) => authorization.id)).toEqual(['c']);
    expect(source.unreadable()).toBe(2);
    expect(said.filter((line) => line.includes('row'))).toEqual([
      expect.stringMatching(/history\.csv: row 1, created: "yesterday" is no time; write Unix seconds/),
      expect.stringMatching(/history\.csv: row 2: .*Expected Number of Columns: 4 Found: 3/),
    ]);
  });

  test('without a column that must be there is refused, with what there is', async () => {
    await expect(opened('history.csv', 'authorisation,created,card,amount\n')).rejects.toThrow(
      /the column authorization is missing; there are authorisation, created, card, amount; is authorisation meant/,
    );
  });
});
