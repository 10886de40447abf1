import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTimelines } from '../../../../src/adapters/counters/memory-timelines.ts';
import { addLabels } from '../../../../src/adapters/store/database/labels.ts';
import { storeVersion } from '../../../../src/adapters/store/database/policy-versions.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { contentHash, createHasher } from '../../../../src/adapters/store/hasher.ts';
import { recordedRows } from '../../../../src/apps/cli/export/recorded-rows.ts';
import { openHistorySource } from '../../../../src/apps/cli/history/open.ts';
import type { Service } from '../../../../src/apps/cli/remote/connect.ts';
import type { Progress } from '../../../../src/apps/cli/replay/progress.ts';
import { temporaryFolder as disposableFolder } from '../../../../src/apps/cli/replay/temporary-folder.ts';
import type { HistoryRow } from '../../../../src/core/history/row.ts';
import { readBundle } from '../../../../src/core/policy/bundle.ts';
import { policyAttributes } from '../../../../src/core/policy/features.ts';
import { createGivenCatalogue } from '../../../../src/core/rules/attributes.ts';
import { CountersignError } from '../../../../src/sdk/index.ts';
import { decideRows } from '../../../../src/workflows/history/decide-rows.ts';
import { realClock } from '../../../support/clock.ts';
import { collect } from '../../../support/collect.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { takeToAsks } from '../../../support/ingest.ts';
import { type LivedPast, livedPast } from '../../../support/lived.ts';
import { policyOf, shippedFiles } from '../../../support/policy.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from '../remote/terminal.ts';

const SCOPE = { livemode: false, account: null };
const ALL = { fromMs: Date.UTC(2026, 4, 1), toMs: Date.UTC(2026, 7, 1) };
const FILES = {
  ...shippedFiles(),
  'portfolios.yaml': `portfolios:
  - { name: virtual, when: ":card_type: = 'virtual'", profile: minimize-fraud }
  - { name: rest, profile: balanced }
`,
};
const sources = Object.entries(FILES).map(([name, text]) => ({ name, source: { path: name, text } }));
const deciding = policyOf(FILES);
const conceal = createHasher('a key for tests only');

let stage: Stage;
let past: LivedPast;
beforeAll(async () => {
  stage = await openStage();
  const { pool } = stage.database;
  past = await livedPast(deciding, { seed: 'export', days: 3, cardholders: 40, fraudShare: 0.4 });
  for (let at = 0; at < past.texts.length; at += 100) await writeRecords(pool, past.texts.slice(at, at + 100));
  await takeToAsks(pool, { nowMs: Date.UTC(2026, 6, 1) });
  const files = Object.entries(FILES).map(([name, text]) => ({ name, text }));
  await storeVersion(pool, { version: deciding.version, files, author: 'test', note: null });
  await addLabels(pool, [label(0, 'fraud', 2), label(1, 'legitimate', 3)], Date.UTC(2026, 6, 1));
}, 60_000);
afterAll(() => stage.close());

function label(index: number, verdict: 'fraud' | 'legitimate', day: number) {
  const authorizationId = past.decisions[index]?.authorization ?? '';
  const about = { scope: SCOPE, authorizationId, transactionId: null, card: null, author: null, detail: {} };
  return { ...about, verdict, source: 'dispute', ref: `dp_${index}`, knownAtMs: Date.UTC(2026, 5, day) } as const;
}

const countersign = (...words: string[]) =>
  countersignAt({ url: stage.url, apiKey: stage.admin.key }, ['export', 'history', ...words]);

/** A file as a backtest reads it, decided by the policy that decided then. */
async function decided(file: string) {
  const progress: Progress = { begin() {}, reach() {}, end() {}, say() {} };
  await using spill = disposableFolder(temporaryFolder());
  const ports = { stdin: Readable.from([]), folder: spill, progress, signal: new AbortController().signal };
  const source = await openHistorySource(file, policyAttributes(deciding.features), ports);
  const { policy } = readBundle(sources, '', contentHash, { catalogueOf: createGivenCatalogue(source.about.given) });
  if (!policy) throw new Error('the policy has errors');
  const found = new Map<string, { row: HistoryRow; outcome: string; portfolio: string; reasons: readonly string[] }>();
  const options = { policy, window: ALL, velocity: 'replay', store: openTimelines(), conceal } as const;
  await decideRows(source, options, (row, { outcome, reasons, portfolio }) => {
    found.set(row.eventId ?? '', { row, outcome, reasons, portfolio });
  });
  await source.close();
  return { found, source };
}

describe('what a service recorded', () => {
  test.each(['parquet', 'csv'])('is decided as it was when it comes back from a file: %s', async (format) => {
    const folder = temporaryFolder();
    const target = format === 'parquet' ? folder : join(folder, `history.${format}`);
    const { code, out, err } = await countersign(`--${format}`, target, '--features');
    expect([code, err.replaceAll(/exporting: .*\n/g, '')]).toEqual([0, '']);
    const file = format === 'parquet' ? join(folder, 'history-2026-06.parquet') : target;
    expect(out).toBe(`${file}: ${past.decisions.length} rows\n`);
    const { found, source } = await decided(file);
    expect(source.unreadable()).toBe(0);
    expect(found.size).toBe(past.decisions.length);
    for (const { event, outcome, reasons, portfolio } of past.decisions) {
      expect(found.get(event ?? ''), event ?? '').toMatchObject({ outcome, reasons, portfolio });
    }
  });
});

describe('an export', () => {
  test('tells what it wrote, leaves nothing half done, and writes all anew when it is run again', async () => {
    const folder = temporaryFolder();
    const first = await countersign('--parquet', folder, '--json');
    expect(first.json).toEqual({
      rows: past.decisions.length,
      files: [
        {
          ...{ path: join(folder, 'history-2026-06.parquet'), rows: past.decisions.length },
          ...{ from: expect.stringMatching(/^2026-06-01T/), to: expect.stringMatching(/^2026-06-0/) },
        },
      ],
    });
    expect((await countersign('--parquet', folder)).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['history-2026-06.parquet']);
    const { found, source } = await decided(join(folder, 'history-2026-06.parquet'));
    const [fraud, legitimate] = past.decisions;
    expect(found.get(fraud?.event ?? '')?.row).toMatchObject({ isFraud: true, disputedAtMs: Date.UTC(2026, 5, 2) });
    expect(found.get(legitimate?.event ?? '')?.row).toMatchObject({
      ...{ isFraud: false, disputedAtMs: null, labelledAtMs: Date.UTC(2026, 5, 3) },
    });
    expect(source.about.labels).toEqual({ hasDisputes: true, hasFinal: true });
    // Without features in it they are counted.
    expect([...source.about.given].filter((name) => name.includes('_per_card_'))).toEqual([]);
  });

  test('never puts a part of a month in the place of a month', async () => {
    const folder = temporaryFolder();
    await countersign('--parquet', folder);
    const { code, err } = await countersign('--parquet', folder, '--from', '2026-06-02');
    expect(code).toBe(2);
    expect(err).toContain('history-2026-06.parquet is there, and --from is within its month');
    expect(err).toContain('Say --from 2026-06-01, or another folder');
    const part = join(folder, 'part');
    expect((await countersign('--parquet', part, '--from', '2026-06-02')).code).toBe(0);
    expect((await countersign('--parquet', folder, '--from', '2026-06-01')).code).toBe(0);
  });

  test('of nothing writes no file', async () => {
    const folder = temporaryFolder();
    const { code, out, err } = await countersign('--parquet', folder, '--from', '2030-01-01');
    expect([code, out, err]).toEqual([0, '', 'nothing was recorded in that time\n']);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('writes JSON lines, too', async () => {
    const file = join(temporaryFolder(), 'history.ndjson');
    expect((await countersign('--ndjson', file, '--all')).code).toBe(0);
    const rows = readFileSync(file, 'utf8').trim().split('\n');
    expect(rows.length).toBeGreaterThan(past.decisions.length);
    expect(JSON.parse(rows[0] ?? '')).toMatchObject({
      created: expect.stringMatching(/^2026-06-01 /),
      currency: 'usd',
    });
  });

  test.each([[[]], [['--csv', 'a.csv', '--ndjson', 'b.ndjson']], [['--csv', 'a.csv', '--from', '2026-02', '--json']]])(
    'wants to know where to, and from when: %s',
    async (words: string[]) => {
      expect((await countersign(...words)).code).toBe(2);
    },
  );
});

describe('a service that has others to answer', () => {
  test('is asked again when it says so', async () => {
    const waits: number[] = [];
    const clock = {
      ...realClock,
      after(ms: number, run: () => void) {
        waits.push(ms);
        run();
        return () => {};
      },
    };
    let calls = 0;
    const list = async () => {
      calls += 1;
      if (calls === 2) {
        const problem = { code: 'rate_limited', detail: 'come again' } as const;
        throw new CountersignError('come again', { problem: problem as never, status: 429, retryAfterSeconds: 7 });
      }
      return { data: [{ authorization: `iauth_${calls}` }], next: calls < 3 ? 'more' : null };
    };
    const client = { history: { list } } as unknown as Service['client'];
    const pages = await collect(recordedRows({ client, clock }, {}));
    expect(pages).toEqual([[{ authorization: 'iauth_1' }], [{ authorization: 'iauth_3' }]]);
    expect(waits).toEqual([7_000]);
  });
});
