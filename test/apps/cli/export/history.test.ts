import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTimelines } from '../../../../src/adapters/counters/memory-timelines.ts';
import { addLabels } from '../../../../src/adapters/store/database/labels.ts';
import { storeVersion } from '../../../../src/adapters/store/database/policy-versions.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { contentHash, createHasher } from '../../../../src/adapters/store/hasher.ts';
import { openHistorySource } from '../../../../src/apps/cli/history/open.ts';
import type { Progress } from '../../../../src/apps/cli/replay/progress.ts';
import { temporaryFolder as disposableFolder } from '../../../../src/apps/cli/replay/temporary-folder.ts';
import type { HistoryRow } from '../../../../src/core/history/row.ts';
import { readBundle } from '../../../../src/core/policy/bundle.ts';
import { policyAttributes } from '../../../../src/core/policy/features.ts';
import { createGivenCatalogue } from '../../../../src/core/rules/attributes.ts';
import { decideRows } from '../../../../src/workflows/history/decide-rows.ts';
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
