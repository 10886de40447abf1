import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { addLabels } from '../../../src/adapters/store/database/labels.ts';
import {
  countRecorded,
  recordedAbout,
  recordedPages,
  trackedPages,
} from '../../../src/adapters/store/database/recorded-history.ts';
import { putTransactions } from '../../../src/adapters/store/database/transactions.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { contentHash, createHasher } from '../../../src/adapters/store/hasher.ts';
import type { Label } from '../../../src/core/domain/label.ts';
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
const MORE = `event authorization
asks_here := Count(by card last 2 days exclusive)
logins := Count<login>(by cardholder as user_id last 1 day)
`;
const FILES = {
  ...shippedFiles(),
  'portfolios.yaml': `portfolios:
  - { name: virtual, when: ":card_type: = 'virtual'", profile: minimize-fraud }
  - { name: travel, when: "::card:program:: = 'travel'", profile: maximize-approval }
  - { name: rest, profile: balanced }
`,
  'features/more.scowl': MORE,
  'rules/more.yaml': `rules:
  - { id: online, rule: "Review if :logins: > 0 and :merchant_country: = 'US'" }
  - { id: busy, rule: "Block if :asks_here: > 6 and :logins: = 0" }
`,
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
    tracked: (sinceMs) => trackedPages(pool, SCOPE, sinceMs, pageRows),
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
    const reasons = new Set(byPolicy().flatMap((record) => record.reasons));
    expect([...reasons]).toEqual(expect.arrayContaining(['online', 'busy']));
    const different = byPolicy().filter(({ event, outcome }) => found.get(event ?? '')?.outcome !== outcome);
    expect(different.map(({ id }) => id)).toEqual([]);
  });

  test('is the same whatever a page holds', async () => {
    const [few, many] = [await decided(again(), { pageRows: 7 }), await decided(again(), { pageRows: 1_000 })];
    expect([...few].map(([event, { outcome }]) => [event, outcome])).toEqual(
      [...many].map(([event, { outcome }]) => [event, outcome]),
    );
  });

  test('tells what there is of it before it is read', async () => {
    const source = await sourceOf(again());
    expect(source.about.rows).toBe(past.decisions.length);
    expect(source.about.newestMs).toBe(Math.max(...past.decisions.map(({ asked_at: atMs }) => atMs)));
    expect(source.about.given.has('asks_here')).toBe(true);
    const changed = await sourceOf(again({ 'features/more.scowl': MORE.replace('2 days', '3 days') }));
    expect(changed.about.given.has('asks_here')).toBe(false);
    expect(changed.about.given.has('logins')).toBe(true);
  });
});

describe('a recorded ask', () => {
  const anyOf = (portfolio: string) => byPolicy().filter((record) => record.portfolio === portfolio);

  test('belongs to the portfolio of its record, where cards are divided as they were', async () => {
    // What the condition reads is not recorded with a decision unless a rule reads it, too.
    expect(anyOf('virtual').length).toBeGreaterThan(0);
    const found = await decided(again({ 'rules/more.yaml': 'rules: []\n' }));
    expect(anyOf('virtual').every(({ event }) => found.get(event ?? '')?.portfolio === 'virtual')).toBe(true);
  });

  test('belongs to another one where its conditions are known to say so', async () => {
    const found = await decided(
      again({
        'portfolios.yaml': `portfolios:
  - { name: mine, when: ":card: = '${byPolicy()[0]?.card}'", profile: balanced }
  - { name: rest, profile: balanced }
`,
      }),
    );
    for (const { event, card } of byPolicy()) {
      expect(found.get(event ?? '')?.portfolio).toBe(card === byPolicy()[0]?.card ? 'mine' : 'rest');
    }
  });

  test('says what turned out to be true of it, since when, and who approved it', async () => {
    const [approved, other] = byPolicy().filter(({ outcome }) => outcome === 'approve');
    const said = (record: typeof approved, source: Label['source'], verdict: Label['verdict'], day: number): Label => ({
      ...{ scope: SCOPE, authorizationId: record?.authorization ?? '', transactionId: null, card: null, author: null },
      ...{ verdict, source, ref: `${source} ${day}`, knownAtMs: Date.UTC(2026, 5, day), detail: {} },
    });
    const labels = [said(approved, 'dispute', 'fraud', 3), said(other, 'review', 'legitimate', 4)];
    await addLabels(database.pool, labels, Date.UTC(2026, 6, 1));
    const refund = { id: 'itr_1', authorization: other?.authorization ?? '', type: 'refund', kind: 'refund' } as const;
    const money = { card: null, cardholder: null, amountMinor: 100, currency: 'usd', dispute: null };
    const times = { createdMs: Date.UTC(2026, 5, 4), knownMs: Date.UTC(2026, 5, 4) };
    await putTransactions(database.pool, [{ scope: SCOPE, ...refund, ...money, ...times }]);
    const found = await decided(again());
    expect(found.get(approved?.event ?? '')?.row).toMatchObject({
      ...{ isFraud: true, disputedAtMs: Date.UTC(2026, 5, 3), labelledAtMs: Date.UTC(2026, 5, 3) },
      ...{ wasApproved: true, isRefunded: false },
    });
    expect(found.get(other?.event ?? '')?.row).toMatchObject({
      ...{ isFraud: false, disputedAtMs: null, labelledAtMs: Date.UTC(2026, 5, 4), isRefunded: true },
    });
    const declined = byPolicy().find(({ outcome }) => outcome === 'decline');
    expect(found.get(declined?.event ?? '')?.row).toMatchObject({ isFraud: null, wasApproved: false });
  });
});

describe('asks that no policy decided', () => {
  test('are counted and not judged', async () => {
    const { pool } = database;
    const [first] = byPolicy();
    const standIn = { ...first, id: 'dec_stand_in', event: 'evt_stand_in', authorization: 'iauth_stand_in' };
    const record = { ...standIn, ask: 'iauth_stand_in:0:100', answered_by: 'stand_in', attributes: {}, counted: null };
    await writeRecords(pool, [JSON.stringify(record)]);
    await takeToAsks(pool, { nowMs: Date.UTC(2026, 6, 1) });
    const source = await sourceOf(again());
    const kinds = new Map<string, number>();
    for await (const batch of source.read(ALL)) {
      for (const { kind } of batch) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect(kinds.get('row')).toBe(byPolicy().length);
    expect(kinds.get('ask')).toBe(1);
    // Stripe declined some by itself, and there were logins.
    expect(kinds.get('report')).toBeGreaterThan(0);
    expect(kinds.get('tracked')).toBeGreaterThan(0);
    expect(source.unreadable()).toBe(0);
  });
});
