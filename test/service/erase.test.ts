import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/adapters/store/database/open.ts';
import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import { createHasher } from '../../src/adapters/store/hasher.ts';
import { createClient } from '../../src/sdk/index.ts';
import { createTestAlarms } from '../support/alarms.ts';
import { realClock } from '../support/clock.ts';
import { collect } from '../support/collect.ts';
import { temporaryFolder } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { startRedis, whyNoRedisServer } from '../support/redis.ts';
import { type Serving, serve, until } from '../support/serve.ts';
import { askEvent, authorizationObject, merge } from '../support/stripe.ts';

type Json = Record<string, unknown>;

const HASH_KEY = 'a key for who is forgotten';
const hash = createHasher(HASH_KEY);
const PHONE = '+15555550987';
const seconds = () => Math.floor(Date.now() / 1000);

/** A person with a card, by a word that stands in every id of theirs. */
function personOf(word: string) {
  const email = `${word}@example.com`;
  const card = {
    id: `ic_${word}`,
    object: 'issuing.card',
    status: 'active',
    latest_fraud_warning: { type: 'third_party_reported', started_at: seconds() },
    cardholder: {
      id: `ich_${word}`,
      object: 'issuing.cardholder',
      email,
      name: `${word} Sample`,
      phone_number: PHONE,
      status: 'active',
      type: 'individual',
      billing: { address: { country: 'US' } },
      requirements: { disabled_reason: null, past_due: [] },
      metadata: { user_id: `user_${word}` },
    },
  };

  function authorization(number: number, changes: Json = {}): Json {
    const id = `iauth_${word}_${number}`;
    return merge(authorizationObject({ id, created: seconds(), card, cardholder: card.cardholder.id }), changes);
  }

  const event = (name: string, type: string, object: Json) => ({
    ...{ id: `evt_${word}_${name}`, object: 'event', api_version: '2026-10-28.endive', livemode: false },
    ...{ created: seconds(), pending_webhooks: 1, type, data: { object } },
  });

  return {
    word,
    email,
    ask: (number: number) => {
      return askEvent(authorization(number), { id: `evt_${word}_ask_${number}`, created: seconds() });
    },
    report: (number: number, decision: string) => {
      const history = [
        { amount: 1234, approved: true, created: seconds(), currency: 'usd', reason: 'webhook_approved' },
      ];
      const metadata = { countersign_decision: decision, countersign_outcome: 'approve' };
      const object = authorization(number, { approved: true, amount: 1234, request_history: history, metadata });
      return event(`report_${number}`, 'issuing_authorization.created', object);
    },
    transaction: event('transaction', 'issuing_transaction.created', {
      ...{ id: `ipi_${word}`, object: 'issuing.transaction', type: 'capture', amount: -1234, currency: 'usd' },
      ...{ authorization: `iauth_${word}_1`, card: `ic_${word}`, cardholder: `ich_${word}`, created: seconds() },
    }),
    dispute: event('dispute', 'issuing_dispute.submitted', {
      ...{ id: `idp_${word}`, object: 'issuing.dispute', status: 'submitted', evidence: { reason: 'fraudulent' } },
      ...{ transaction: `ipi_${word}`, amount: 1234, currency: 'usd', created: seconds() },
    }),
    card: event('card', 'issuing_card.updated', card),
    cardholder: event('cardholder', 'issuing_cardholder.updated', card.cardholder),
    token: event('token', 'issuing_token.created', {
      ...{ id: `intok_${word}`, object: 'issuing.token', status: 'active', card: `ic_${word}`, created: seconds() },
    }),
  };
}

type Person = ReturnType<typeof personOf>;

/** Lives a little, and gives the ids of the decisions. */
async function live(serving: Serving, api: ReturnType<typeof createClient>, person: Person): Promise<string[]> {
  const decisions: string[] = [];
  for (const number of [1, 2]) {
    const answer = await serving.ask(person.ask(number));
    const decision = JSON.parse(answer?.text ?? '{}').metadata.countersign_decision as string;
    decisions.push(decision);
    expect(await serving.send(person.report(number, decision))).toBe(200);
  }
  for (const event of [person.transaction, person.dispute, person.card, person.cardholder, person.token]) {
    expect(await serving.send(event)).toBe(200);
  }
  const data = { user_id: `user_${person.word}`, email: person.email, successful: true };
  await api.events.send('login', { id: `login_${person.word}`, time: new Date().toISOString(), data });
  await api.lists.addEntry('blocked_merchants', { value: `list_${person.word}` });
  // What people say of them, and what follows from that.
  const known_at = new Date().toISOString();
  const [authorization, other] = [1, 2].map((number) => `iauth_${person.word}_${number}`);
  await api.labels.add({
    labels: [{ authorization: authorization ?? '', verdict: 'fraud', ref: 'phone call', known_at }],
  });
  const review = await until(async () => api.reviews.open({ authorization: other ?? '', note: 'looks odd' }));
  await api.reviews.decide(review.id, {
    verdict: 'fraud',
    follow_ups: [{ kind: 'list_entry', list: 'trusted_merchants', value_of: 'merchant' }],
  });
  return decisions;
}

/** Every row of every table, as text. */
async function dump(pool: SqlPool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select to_jsonb(held)::text as text from ${name} as held`);
    parts.push(...rows.map(({ text }) => `${name} ${text}`));
  }
  return parts.join('\n');
}

/** Every file beside the embedded database, whose pages the dump shows. */
function filesIn(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('pglite'))
    .map((entry) => `${entry.name} ${readFileSync(join(entry.parentPath, entry.name)).toString('latin1')}`)
    .join('\n');
}

async function dumpRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  const parts: string[] = [];
  for (const key of await redis.keys('*')) {
    const kind = await redis.type(key);
    parts.push(key);
    if (kind === 'string') parts.push(`${await redis.get(key)}`);
    if (kind === 'hash') parts.push(JSON.stringify(await redis.hgetall(key)));
    if (kind === 'list') parts.push((await redis.lrange(key, 0, -1)).join(' '));
    if (kind === 'set') parts.push((await redis.smembers(key)).join(' '));
    if (kind === 'zset') parts.push((await redis.zrange(key, '0', '-1')).join(' '));
    if (kind === 'stream') parts.push(JSON.stringify(await redis.xrange(key, '-', '+')));
  }
  redis.disconnect();
  return parts.join('\n');
}

interface Place {
  readonly environment: Readonly<Record<string, string>>;
  dumpElsewhere(): Promise<string>;
}

async function erasing({ environment, dumpElsewhere }: Place): Promise<void> {
  const dataDir = temporaryFolder();
  const serving = await serve(dataDir, { ...environment, HASH_KEY });
  const apiKey = await until(async () => readFileSync(join(dataDir, 'admin.key'), 'utf8').trim(), 60_000);
  const api = createClient({ url: `http://127.0.0.1:${serving.port}`, apiKey });
  await until(async () => !(await api.counters.get()).cold);
  const [gone, stays] = [personOf('goneaway'), personOf('stayshere')];
  const decisions = await live(serving, api, gone);
  await live(serving, api, stays);
  const last = decisions.at(-1) ?? '';
  await until(async () => (await api.decisions.get(last)).id);

  const also = ['user_goneaway', gone.email, 'list_goneaway'];
  const held = await collect(api.cardholders.eachHeld('ich_goneaway', { also, limit: 3 }));
  const tables = new Set(held.map(({ table }) => table));
  expect([...tables]).toEqual(expect.arrayContaining(['decisions', 'events', 'tracked_events', 'list_entries']));
  expect(JSON.stringify(held)).not.toContain('stayshere');

  const erased = await api.cardholders.erase('ich_goneaway', { also });
  expect(erased.rows).toMatchObject({ decisions: 2, tracked_events: 1, list_entries: 1 });
  expect(await collect(api.cardholders.eachHeld('ich_goneaway', { also }))).toEqual([]);
  // Stripe tells once more of what was before.
  expect(await serving.send({ ...gone.report(1, last), id: 'evt_goneaway_late', created: seconds() - 60 })).toBe(200);
  expect(await serving.send({ ...gone.cardholder, id: 'evt_goneaway_state', created: seconds() - 60 })).toBe(200);
  // Another erasure takes the journal to the database, and so off the disk.
  await api.cardholders.erase('ich_nobody');

  const needles = ['goneaway', hash(gone.email), ...decisions];
  const all = async () => [await dumpElsewhere(), filesIn(dataDir)].join('\n');
  const before = await all();
  await serving.stop();
  const database = openDatabase({
    ...{ url: environment.DATABASE_URL ?? null, dataDir, alarms: createTestAlarms(), clock: realClock },
  });
  onTestFinished(() => database.close());
  await database.ready();
  const text = `${before}\n${await dump(database.pool)}\n${await all()}`;
  const found = text.split('\n').filter((line) => needles.some((needle) => line.includes(needle)));
  expect(found.map((line) => line.slice(0, 400))).toEqual([]);
  expect(text).toContain('iauth_stayshere_1');
  expect(text).not.toContain(PHONE);
}

describe('a person who is erased', async () => {
  test('leaves no byte where everything is embedded', async () => {
    await erasing({ environment: {}, dumpElsewhere: async () => '' });
  }, 120_000);

  const noPostgres = await whyNoPostgres();
  const noRedis = await whyNoRedisServer();
  test.skipIf(Boolean(noPostgres ?? noRedis))(
    `leaves no byte in Postgres, Redis and the journal${noPostgres ?? noRedis ?? ''}`,
    async () => {
      const postgres = await createPostgresDatabase();
      const redis = await startRedis();
      onTestFinished(async () => {
        await redis.remove();
        await postgres.drop();
      });
      const environment = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, RECORD: 'journal' };
      await erasing({ environment, dumpElsewhere: () => dumpRedis(redis.url) });
    },
    120_000,
  );
});
