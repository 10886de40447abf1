import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import { runTune } from '../../src/workflows/history/run-tune.ts';
import type { HistoryItem, HistorySource } from '../../src/workflows/history/source.ts';
import { temporaryFolder } from '../support/folder.ts';
import { profilePolicy } from '../support/policy.ts';
import { whyNoYear } from './labelled-year.ts';

// The last purchase of the year, and the default window of it.
const NEWEST_MS = Date.parse('2023-12-31T23:59:50Z');
const DAY_MS = 86_400_000;
const WINDOW = { fromMs: NEWEST_MS - 150 * DAY_MS, toMs: NEWEST_MS - 60 * DAY_MS };
const data = join(process.env.COUNTERSIGN_SHARED ?? '', 'data');

/** The purchases of the window, as they are made: they pass through a pipe, since as a file they would be large. */
function windowOfYear(): HistorySource {
  const folder = temporaryFolder();
  const table = join(folder, 'rows.csv');
  execFileSync('bash', ['-c', 'xz -dkc "$1" > "$2"', 'bash', join(data, 'transactions.csv.xz'), table]);
  const iso = (atMs: number) => new Date(atMs).toISOString();
  const span = ['--in', table, '--seed', '1', '--from', iso(WINDOW.fromMs), '--to', iso(WINDOW.toMs)];
  const maker = join(data, 'make-events.mjs');
  const labels = join(folder, 'labels.csv');
  execFileSync(process.execPath, [maker, ...span, '--labels', labels, '--no-events']);
  const frauds = new Map<string, boolean>();
  for (const line of readFileSync(labels, 'utf8').trimEnd().split('\n').slice(1)) {
    const [id = '', , , fraud] = line.split(',');
    frauds.set(id, fraud === '1');
  }
  return {
    about: {
      rows: frauds.size,
      firstMs: WINDOW.fromMs,
      newestMs: NEWEST_MS,
      given: new Set(),
      labels: { hasDisputes: false, hasFinal: true },
    },
    async *read() {
      // Through a pipe of the shell's: it waits for its reader.
      const words = [process.execPath, maker, ...span, '--labels', join(folder, 'again.csv'), '--out', '/dev/stdout'];
      const made = spawn('bash', ['-c', '"$0" "$@" | cat', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
      for await (const line of createInterface({ input: made.stdout })) {
        // The last line says how many there were.
        if (line.includes('"issuing_authorization.request"')) yield [itemOf(JSON.parse(line), frauds)];
      }
    },
    unreadable: () => 0,
    close: async () => {},
  };
}

function itemOf(
  event: { id: string; created: number; data: { object: { id: string } } },
  frauds: Map<string, boolean>,
) {
  const reading = readAuthorization(event.data.object, { livemode: false, account: null }, event.created * 1000);
  if (!reading.isReadable) throw new Error(reading.problem);
  const isFraud = frauds.get(event.data.object.id) ?? null;
  const unknown = { given: null, facts: null, wasApproved: null, disputedAtMs: null, isRefunded: false };
  const row = { authorization: reading.authorization, eventId: event.id, isFraud, ...unknown };
  return { kind: 'row', row } satisfies HistoryItem;
}

describe.skipIf(whyNoYear !== null)(
  whyNoYear ? `tuning on the labelled year: skipped, ${whyNoYear}` : 'tuning on the labelled year',
  () => {
    test('ranks the signals, and has the reference confusion matrices in its curve', async () => {
      const policy = profilePolicy('thresholds: { fraud_risk_score: { decline: 50 } }');
      const done = await runTune(windowOfYear(), {
        ...{ policy, portfolio: null, window: WINDOW },
        ...{ createStore: openTimelines, conceal: (text: string) => text },
      });
      if (done.kind !== 'done') throw new Error(done.problem);
      const { signals, current, window } = done.result;
      const auc = (name: string) => signals.find(({ signal }) => signal === name)?.auc?.toFixed(3);
      expect(auc('fraud_risk_score')).toBe('0.898');
      expect(auc('amount')).toBe('0.835');
      expect(auc('invalid_account_number_decline_rate_hourly')).toBe('0.622');
      expect(auc('merchant_dispute_rate')).toBe('0.523');
      expect(window.rows).toBe(208_686);
      const curve = signals.find(({ signal }) => signal === 'fraud_risk_score')?.curve ?? [];
      const at = (threshold: number) => curve.find((point) => point.threshold === threshold)?.confusion;
      expect(at(25)).toEqual({ tp: 1388, fp: 12_414, fn: 937, tn: 193_947 });
      expect(at(50)).toEqual({ tp: 899, fp: 3662, fn: 1426, tn: 202_699 });
      expect(at(75)).toEqual({ tp: 461, fp: 806, fn: 1864, tn: 205_555 });
      expect(current?.confusion).toEqual(at(50));
    }, 900_000);
  },
);
