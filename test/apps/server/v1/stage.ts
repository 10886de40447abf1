import express from 'express';
import { pino } from 'pino';
import { expect } from 'vitest';
import { openTimelines } from '../../../../src/adapters/counters/memory-timelines.ts';
import { listen } from '../../../../src/adapters/http/listen.ts';
import { keyHash, newApiKeyText } from '../../../../src/adapters/store/api-key.ts';
import { createApiKey } from '../../../../src/adapters/store/database/api-keys.ts';
import { type Database, openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { createDatabaseSink } from '../../../../src/adapters/store/database/sink.ts';
import { contentHash, createHasher } from '../../../../src/adapters/store/hasher.ts';
import { startLivePolicy } from '../../../../src/adapters/store/policies/live.ts';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { createApi } from '../../../../src/apps/server/v1/create-api.ts';
import { ROUTES } from '../../../../src/apps/server/v1/routes.ts';
import type { Clock } from '../../../../src/core/decision/ports.ts';
import { runCases } from '../../../../src/core/decision/run-cases.ts';
import type { EventDoor } from '../../../../src/core/features/event-door.ts';
import { createClient } from '../../../../src/sdk/index.ts';
import { createPublishStore } from '../../../../src/workflows/publish/ports.ts';
import { createPublisher } from '../../../../src/workflows/publish/publisher.ts';
import { storedHistory } from '../../../../src/workflows/velocity/history.ts';
import { createMemoryCounters } from '../../../../src/workflows/velocity/memory-counters.ts';
import { createVelocity } from '../../../../src/workflows/velocity/velocity.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { createFakeDoor } from '../../../support/event-door.ts';
import { createTemporaryDir } from '../../../support/folder.ts';
import { policyOf } from '../../../support/policy.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../../support/postgres.ts';

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

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * The API over HTTP with everything under it real: the database (Postgres where one listens, else the embedded one),
 * the publisher, the policy in force. Open it once a file; `close` it after.
 */
export async function openStage({
  isFourEyes = false,
  clock = realClock as Clock,
  door = null as EventDoor | null,
} = {}) {
  const { dir, remove } = createTemporaryDir();
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  const alarms = createTestAlarms();
  const database = openDatabase({ url: postgres?.url ?? null, dataDir: dir, alarms, clock });
  await database.ready();
  const { pool } = database;
  const live = startLivePolicy({ loaded: loaded(), keptEntries: [], dataDir: dir, pool, alarms, clock });
  await live.refresh();
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const conceal = createHasher('a key for tests only');
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
  const publisher = createPublisher({
    store: createPublishStore(pool),
    clock,
    hash: contentHash,
    runCases: (policy) => runCases(policy, { readAuthorization, openTimelines }),
    prepare: (policy) => velocity.prepare(policy, 5_000),
    liveVersion: () => live.current().version,
    isFourEyes,
  });
  const events = door ?? createFakeDoor(createDatabaseSink(database), conceal);
  const app = express().use(createApi({ pool, publisher, live, velocity, events, clock, logger, conceal }));
  const listening = await listen(app, 0, '127.0.0.1');
  const url = `http://127.0.0.1:${listening.port}`;
  const admin = await makeKey(database, ['admin']);

  return {
    url,
    dir,
    database,
    live,
    log,
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
    async close() {
      await listening.close();
      velocity.close();
      live.close();
      await database.close();
      await postgres?.drop();
      remove();
    },
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
