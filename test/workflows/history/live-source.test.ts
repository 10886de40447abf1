import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { countRecorded, recordedAbout, recordedPages } from '../../../src/adapters/store/database/recorded-history.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { contentHash, createHasher } from '../../../src/adapters/store/hasher.ts';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import { readBundle } from '../../../src/core/policy/bundle.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { createGivenCatalogue } from '../../../src/core/rules/attributes.ts';
import { decideRows } from '../../../src/workflows/history/decide-rows.ts';
import { liveSource } from '../../../src/workflows/history/live-source.ts';
import { RECORDED_GIVEN } from '../../../src/workflows/history/recorded-row.ts';
import { openTestDatabase } from '../../support/database.ts';
import { takeToAsks } from '../../support/ingest.ts';
import { type LivedPast, livedPast } from '../../support/lived.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';

const SCOPE = { livemode: false, account: null };
const ALL = { fromMs: Date.UTC(2026, 5, 1), toMs: Date.UTC(2026, 5, 5) };
const MERCHANTS = 'rules:\n  - { id: abroad, rule: "Review if :merchant_country: != \'US\'" }\n';
const FILES = {
  ...shippedFiles(),
  'portfolios.yaml': `portfolios:
  - { name: virtual, when: ":card_type: = 'virtual'", profile: minimize-fraud }
  - { name: travel, when: "::card:program:: = 'travel'", profile: maximize-approval }
  - { name: rest, profile: balanced }
`,
  'rules/abroad.yaml': MERCHANTS,
};
const conceal = createHasher('a key for tests only');
const deciding = policyOf(FILES);

/** The same folder, with these files instead, for records to be decided again by. */
function again(changes: Readonly<Record<string, string>> = {}): Policy {
  const files = Object.entries({ ...FILES, ...changes }).map(([name, text]) => ({
    name,
    source: { path: name, text },
  }));
  const { policy } = readBundle(files, '', contentHash, { catalogueOf: createGivenCatalogue(RECORDED_GIVEN) });
  if (!policy) throw new Error('the policy has errors');
  return policy;
}

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let past: LivedPast;
beforeAll(async () => {
  database = await openTestDatabase();
  past = await livedPast(deciding, { seed: 'live', days: 3, cardholders: 40, fraudShare: 0.4 });
  for (let at = 0; at < past.texts.length; at += 100) await writeRecords(database.pool, past.texts.slice(at, at + 100));
  await takeToAsks(database.pool, { nowMs: Date.UTC(2026, 6, 1) });
}, 60_000);
afterAll(() => database.drop());

async function sourceOf(policy: Policy, pageRows = 200) {
  const { pool } = database;
  return liveSource({
    ...{ scope: SCOPE, policies: [policy] },
    about: await recordedAbout(pool, SCOPE),
    rows: await countRecorded(pool, SCOPE, ALL),
    // As another thread gets them.
    pages: (span) => recordedPages(pool, SCOPE, span, pageRows),
    policyOf: async (version) => (version === deciding.version ? deciding : null),
  });
}

async function decided(policy: Policy, { pageRows = 200, isRecounted = false } = {}) {
  const found = new Map<string, { row: HistoryRow; outcome: string; reasons: readonly string[]; portfolio: string }>();
  const options = { policy, window: ALL, velocity: 'replay', store: openTimelines(), conceal, isRecounted } as const;
  await decideRows(await sourceOf(policy, pageRows), options, (row, { outcome, reasons, portfolio }) => {
    found.set(row.eventId ?? '', { row, outcome, reasons, portfolio });
  });
  return found;
}

const byPolicy = () => past.decisions.filter(({ answered_by }) => answered_by === 'policy');

describe('a service of its own record', () => {
  test('is decided as it was, by the policy that decided', async () => {
    const found = await decided(again());
    expect(found.size).toBe(byPolicy().length);
    const outcomes = new Set<string>();
    for (const { event, outcome, reasons, portfolio } of byPolicy()) {
      outcomes.add(`${portfolio} ${outcome}`);
      expect(found.get(event ?? ''), event ?? '').toMatchObject({ outcome, reasons, portfolio });
    }
    expect(outcomes.size).toBeGreaterThan(3);
  });

  test('is decided the same with its features counted again', async () => {
    const found = await decided(again(), { isRecounted: true });
    const different = byPolicy().filter(({ event, outcome }) => found.get(event ?? '')?.outcome !== outcome);
    expect(different.map(({ id }) => id)).toEqual([]);
  });
});
