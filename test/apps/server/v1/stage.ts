import express from 'express';
import { pino } from 'pino';
import type Stripe from 'stripe';
import { expect } from 'vitest';
import { listen } from '../../../../src/adapters/http/listen.ts';
import { openEmbeddedBackend, openPostgresBackend } from '../../../../src/adapters/queue/postgres.ts';
import { createJobQueue } from '../../../../src/adapters/queue/queue.ts';
import { keyHash, newApiKeyText } from '../../../../src/adapters/store/api-key.ts';
import { createApiKey } from '../../../../src/adapters/store/database/api-keys.ts';
import { type Database, openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { createDatabaseSink } from '../../../../src/adapters/store/database/sink.ts';
import { contentHash, createHasher } from '../../../../src/adapters/store/hasher.ts';
import type { PglitePool } from '../../../../src/adapters/store/pglite/pool.ts';
import { startLivePolicy } from '../../../../src/adapters/store/policies/live.ts';
import { createApi } from '../../../../src/apps/server/v1/create-api.ts';
import type { ApiPorts } from '../../../../src/apps/server/v1/ports.ts';
import { ROUTES } from '../../../../src/apps/server/v1/routes.ts';
import type { Health } from '../../../../src/core/decision/health.ts';
import type { Clock } from '../../../../src/core/decision/ports.ts';
import type { EventDoor } from '../../../../src/core/features/event-door.ts';
import { createClient } from '../../../../src/sdk/index.ts';
import { createEraser } from '../../../../src/workflows/forget/eraser.ts';
import { createPublishStore } from '../../../../src/workflows/publish/ports.ts';
import { createPublisher } from '../../../../src/workflows/publish/publisher.ts';
import { createRehearser } from '../../../../src/workflows/publish/rehearser.ts';
import { storedHistory } from '../../../../src/workflows/velocity/history.ts';
import { createMemoryCounters } from '../../../../src/workflows/velocity/memory-counters.ts';
import { createVelocity } from '../../../../src/workflows/velocity/velocity.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { createFakeDoor } from '../../../support/event-door.ts';
import { createTemporaryDir } from '../../../support/folder.ts';
import { policyOf } from '../../../support/policy.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../../support/postgres.ts';

const HASH_KEY = 'a key for tests only';
const PROFILE = 'thresholds: { fraud_risk_score: { decline: 75 } }\nstand_in: { otherwise: decline }\n';

/** A small policy that is sound: one profile, a list, a rule that reads it, and what the test adds. */
export function files(more: Readonly<Record<string, string>> = {}): { name: string; text: string }[] {
  const all = {
    'portfolios.yaml': 'portfolios: [{ name: everyone, profile: only }]\n',
    'profiles/only.yaml': PROFILE,
    'lists/blocked.yaml': 'type: merchant\n',
    'rules/lists.yaml': "rules:\n  - { id: listed, rule: 'Block if :merchant: in @blocked' }\n",
    ...more,
  };
  return Object.entries(all).map(([name, text]) => ({ name, text }));
}

/** Another sound policy, with another threshold. */
export function stricter(limit: number) {
  return files({ 'profiles/only.yaml': PROFILE.replace('75', String(limit)) });
}

const HEALTHY: Health = {
  areClaimsCold: false,
  areCountersCold: false,
  recordedLateWaiting: 0,
  isDatabaseOpen: true,
  databaseReason: null,
  isJournalWritable: true,
  isPolicyKept: false,
  brokenRules: 0,
  hasStripeKey: false,
  takesEvents: true,
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * The API over HTTP with everything under it real: the database (Postgres where one listens, else the embedded one),
 * the publisher, the policy in force. Open it once a file; `close` it after.
 */
export async function openStage({
  isFourEyes = false,
  clock = realClock as Clock,
  door = null as EventDoor | null,
  stripeMode = 'test' as 'live' | 'test' | null,
  isEmbedded = false,
  publicUrl = null as string | null,
  stripe = null as Stripe | null,
} = {}) {
  const { dir, remove } = createTemporaryDir();
  const postgres = !isEmbedded && (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  const alarms = createTestAlarms();
  const database = openDatabase({ url: postgres?.url ?? null, dataDir: dir, alarms, clock });
  await database.ready();
  const { pool } = database;
  const live = startLivePolicy({ loaded: loaded(), keptEntries: [], dataDir: dir, pool, alarms, clock });
  await live.refresh();
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const conceal = createHasher(HASH_KEY);
  const velocity = createVelocity({
    counters: createMemoryCounters(),
    history: (rates) => (sinceMs) => storedHistory(pool, sinceMs, rates),
    recorded: async () => {},
    inForce: () => [],
    conceal,
    clock,
    alarms,
    logger,
  });
  const rehearser = createRehearser(realClock);
  const publisher = createPublisher({
    store: createPublishStore(pool),
    clock,
    hash: contentHash,
    rehearse: rehearser.rehearse,
    prepare: (policy) => velocity.prepare(policy, 5_000),
    liveVersion: () => live.current().version,
    isFourEyes,
  });
  const events = door ?? createFakeDoor(createDatabaseSink(database), conceal);
  const queue = createJobQueue({
    open: async () =>
      postgres ? openPostgresBackend(postgres.url) : openEmbeddedBackend(database.embedded as PglitePool),
    clock: realClock,
    onError: () => {},
    timing: { commandMs: 20_000 },
  });
  const jobs = { queue, doneBy: 'here' as const, unworked: ['stripe' as const], seen: () => null };
  const stopping = new AbortController();
  const eraser = createEraser({
    ...{ pool, clock, conceal },
    rates: () => live.current().rates,
    followed: async () => {},
    sweepJournal: async () => [],
    forgetCounts: velocity.forget,
    forgetClaims: async () => {},
    forgetJobs: async () => 0,
    refreshLists: live.refresh,
  });
  const ports = {
    eraser,
    jobs,
    pool,
    publisher,
    live,
    velocity,
    events,
    clock,
    logger,
    conceal,
    stripeMode,
    areAlarmsTold: true,
    system: () => systemOf(dir, live.current().version),
    publicUrl,
    stripe,
    stopping: stopping.signal,
    self: { name: 'host/1', startedMs: clock.nowMs(), health: () => HEALTHY },
  };
  const app = express().use(createApi(ports));
  const listening = await listen(app, 0, '127.0.0.1');
  const url = `http://127.0.0.1:${listening.port}`;
  const admin = await makeKey(database, ['admin']);

  return {
    url,
    dir,
    database,
    /** Null: the embedded database. */
    databaseUrl: postgres?.url ?? null,
    hashKey: HASH_KEY,
    live,
    log,
    queue,
    admin,
    client: createClient({ url, apiKey: admin.key, fetch: promised }),
    /** A key with these scopes, bound as said, and a client that uses it. */
    async keyed(scopes: readonly string[], bound: { livemode?: boolean; account?: string } = {}) {
      const made = await makeKey(database, scopes, bound);
      return { ...made, client: createClient({ url, apiKey: made.key, fetch: promised }) };
    },
    /** A request as anybody could send it; `body` is sent as JSON unless it is text. */
    async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${admin.key}`,
          ...(text !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(text !== undefined && { body: text }),
      });
      const said = await response.text();
      const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(said) : null;
      return { status: response.status, headers: response.headers, text: said, json };
    },
    /** As a process that begins to stop. */
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      await listening.close();
      await rehearser.close();
      await queue.close();
      velocity.close();
      live.close();
      await database.close();
      await postgres?.drop();
      remove();
    },
  };
}

/** What a gateway would know of itself. */
function systemOf(dataDir: string, version: string): ReturnType<ApiPorts['system']> {
  return {
    process: { id: 'prc_1', name: 'host/1', started_at: '2026-06-01T12:00:00.000Z' },
    ...{ program: '0.1.0', node: '24.21.0', console: null },
    policy: {
      ...{ live: version, from: 'folder', activated_at: null, shadow: null, differing_folder: null },
      ...{ broken_rules: 0, list_entries: 0, profiles: [{ name: 'only', deadline_ms: 1_200 }] },
    },
    database: { kind: 'postgres', state: 'open', schema: '0018-processes', synced: true },
    counters: { kind: 'memory', server: null, cold: false, filling: [], keys: 0, bytes: 0 },
    queue: { kind: 'postgres', done_by: 'here' },
    stripe: { mode: 'test', pinned: '2026-10-28.test' },
    journal: {
      ...{ record: 'database', writable: true, unshipped_bytes: 0, oldest_unshipped_ms: 0 },
      ...{ unwritten_records: 0, last_sync_ms: 1.5 },
    },
    claims: { asks: 0, known_since: '2026-06-01T12:00:00.000Z' },
    settings: [{ name: 'STRIPE_SECRET_KEY', set: true }],
    dataDir,
  };
}

function loaded() {
  const plain = files();
  const policy = policyOf(Object.fromEntries(plain.map(({ name, text }) => [name, text])));
  const read = plain.map(({ name, text }) => ({ name, source: { path: name, text } }));
  return { policy, from: 'folder', folderVersion: policy.version, isKept: true, files: read, warnings: [] } as const;
}

/** `fetch` for the API, that also holds every good answer against what its route promises, to the last field. */
const promised: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const { pathname } = new URL(String(input));
  const route = ROUTES.find(
    ({ method, path }) => method === init?.method?.toLowerCase() && matchesPath(`/v1${path}`, pathname),
  );
  if (!route) throw new Error(`no route is ${init?.method} ${pathname}`);
  if (response.ok) {
    const json = await response.clone().json();
    expect(response.status, route.id).toBe(route.status);
    expect(route.answer.parse(json), route.id).toEqual(json);
  }
  return response;
};

function matchesPath(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path);
}

async function makeKey(
  database: Database,
  scopes: readonly string[],
  { livemode = null, account = null }: { livemode?: boolean | null; account?: string | null } = {},
) {
  const key = newApiKeyText();
  const name = `someone with ${scopes.join(', ')}`;
  const made = { name, scopes, livemode, account, hash: keyHash(key), createdBy: 'system' };
  const { id } = await createApiKey(database.pool, made);
  return { id, key };
}
