import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventText } from '../adapters/store/database/fixtures.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { type OwnRedis, startRedis, whyNoRedisServer } from '../support/redis.ts';
import { alarm, noAlarm, type Serving, serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

/** Starts of the embedded database, on a machine that does other things as well. */
const PATIENCE_MS = 240_000;

const FILES = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': '{}\n',
  'features/a.scowl': 'event authorization\nasks := Count(by card last 1 day)\nto_stripe := {asks}\n',
};

let asks = 0;
/** How many asks of this card there were with this one, as our reply tells Stripe; null where it does not know. */
async function count(serving: Serving, card: string, id: string | null = null): Promise<string | null> {
  asks += 1;
  const name = id ?? `counters_${process.pid}_${asks}`;
  const answer = await serving.ask(freshAsk(name, 5, Date.now(), { card: { id: card } }));
  expect(answer?.status).toBe(200);
  const { metadata } = JSON.parse(answer?.text ?? '{}') as { metadata: Record<string, string> };
  return metadata.asks ?? null;
}

interface Counters {
  readonly kind: string;
  readonly cold: boolean;
}
const countersOf = async (serving: Serving) => (await serving.ready()).counters as Counters;
const warm = (serving: Serving) => until(async () => !(await countersOf(serving)).cold, 120_000);

async function ownRedis(): Promise<OwnRedis> {
  const redis = await startRedis();
  onTestFinished(() => redis.remove());
  return redis;
}

describe('a gateway that counts by itself', () => {
  test(
    'knows after a kill what it counted before, also what only the journal has',
    async () => {
      const [dataDir, policies] = [temporaryFolder(), writeFiles(temporaryFolder(), FILES)];
      const first = await serve(dataDir, { POLICIES: policies });
      await warm(first);
      expect([await count(first, 'ic_a'), await count(first, 'ic_a'), await count(first, 'ic_b')]).toEqual([
        '1',
        '2',
        '1',
      ]);
      await first.kill();
      const second = await serve(dataDir, { POLICIES: policies });
      await warm(second);
      expect(await count(second, 'ic_a')).toBe('3');
      expect(await second.stop()).toBe(0);
    },
    PATIENCE_MS,
  );
});

const [noRedis, noPostgres] = await Promise.all([whyNoRedisServer(), whyNoPostgres()]);
describe.skipIf(noRedis !== null)(`gateways that count in Redis${noRedis ? `: ${noRedis}` : ''}`, () => {
  test(
    'answer in time while it is gone, and count the past again when it comes back empty',
    async () => {
      const redis = await ownRedis();
      const policies = writeFiles(temporaryFolder(), FILES);
      const serving = await serve(temporaryFolder(), { POLICIES: policies, REDIS_URL: redis.url });
      await warm(serving);
      expect([await count(serving, 'ic_a'), await count(serving, 'ic_a')]).toEqual(['1', '2']);

      await redis.kill();
      const gone = await serving.ask(freshAsk(`counters_${process.pid}_gone`, 5, Date.now(), { card: { id: 'ic_a' } }));
      expect(gone?.status).toBe(200);
      expect(gone?.ms).toBeLessThan(2_000);
      expect(gone?.text).not.toContain('"asks"');
      await alarm(serving, 'counters_unreachable');

      await redis.start();
      await noAlarm(serving, 'counters_unreachable');
      await warm(serving);
      // The one that nobody could count stands in the record.
      expect(await until(() => count(serving, 'ic_a'))).toBe('4');
      expect(await serving.stop()).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    'answer in time while it hangs',
    async () => {
      const redis = await ownRedis();
      const policies = writeFiles(temporaryFolder(), FILES);
      const serving = await serve(temporaryFolder(), { POLICIES: policies, REDIS_URL: redis.url });
      await warm(serving);
      redis.halt();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          serving.ask(freshAsk(`counters_${process.pid}_hung_${index}`, 5, Date.now(), { card: { id: 'ic_h' } })),
        ),
      );
      redis.goOn();
      expect(answers.every((answer) => answer?.status === 200 && answer.ms < 2_000)).toBe(true);
      expect(await serving.stop()).toBe(0);
    },
    PATIENCE_MS,
  );

  test.skipIf(noPostgres !== null)(
    `see each other's asks, and give one ask one answer${noPostgres ? `: ${noPostgres}` : ''}`,
    async () => {
      const redis = await ownRedis();
      const postgres = await createPostgresDatabase();
      onTestFinished(() => postgres.drop());
      const environment = {
        POLICIES: writeFiles(temporaryFolder(), FILES),
        REDIS_URL: redis.url,
        DATABASE_URL: postgres.url,
        HASH_KEY: 'a key that all gateways have',
      };
      const [left, right] = [await serve(temporaryFolder(), environment), await serve(temporaryFolder(), environment)];
      await Promise.all([warm(left), warm(right)]);
      expect([await count(left, 'ic_a'), await count(right, 'ic_a'), await count(left, 'ic_a')]).toEqual([
        '1',
        '2',
        '3',
      ]);

      const event = freshAsk(`counters_${process.pid}_twice`, 5, Date.now(), { card: { id: 'ic_a' } });
      const [here, there] = await Promise.all([left.ask(event), right.ask(event)]);
      expect(here?.text).toBe(there?.text);
      expect(await count(right, 'ic_a')).toBe('5');
      expect([await left.stop(), await right.stop()]).toEqual([0, 0]);
    },
  );
});

describe.skipIf(noPostgres !== null)(`what somebody else retrieved${noPostgres ? `: ${noPostgres}` : ''}`, () => {
  const APPROVED =
    'event authorization\nasks := Count(by card where is_approved last 1 day exclusive)\nto_stripe := {asks}\n';

  test.each([
    ['by itself', () => null],
    ['in Redis', () => (noRedis === null ? ownRedis() : null)],
  ])(
    'corrects the counts of a gateway that counts %s and does no jobs',
    async (where, openRedis) => {
      const redis = await openRedis();
      if (where === 'in Redis' && redis === null) return;
      const postgres = await createPostgresDatabase();
      onTestFinished(() => postgres.drop());
      const serving = await serve(temporaryFolder(), {
        POLICIES: writeFiles(temporaryFolder(), { ...FILES, 'features/a.scowl': APPROVED }),
        HASH_KEY: 'a key that all have',
        DATABASE_URL: postgres.url,
        JOBS: 'worker',
        ...(redis && { REDIS_URL: redis.url }),
      });
      await warm(serving);
      const id = `counters_${process.pid}_retrieved_${redis ? 'redis' : 'memory'}`;
      const event = freshAsk(id, 5, Date.now(), { card: { id: 'ic_r' } });
      expect((await serving.ask(event))?.status).toBe(200);
      expect(await count(serving, 'ic_r')).toBe('1');

      // We approved it, and our answer came too late: Stripe declined.
      const client = new Client({ connectionString: postgres.url });
      await client.connect();
      onTestFinished(() => client.end());
      const { object } = event.data as { object: { id: string } };
      const history = [{ approved: false, reason: 'webhook_timeout', created: event.created, amount: 500 }];
      const record = JSON.parse(
        eventText(`retrieved_${object.id}_1`, {
          ...{ livemode: event.livemode, object_id: object.id, created: event.created, received_at: Date.now() },
          fields: { card: 'ic_r', request_history: history },
        }),
      );
      await until(async () => {
        const { rows } = await client.query("select 1 from decisions where record->>'card' = 'ic_r'");
        return rows.length === 2;
      });
      await client.query(
        `insert into events (livemode, account, id, type, object_id, content, created_at, received_at, record)
        values ($1, '', $2, $3, $4, '', now(), now(), $5)`,
        [record.livemode, record.id, record.type, record.object_id, record],
      );
      let more = 1;
      await until(async () => {
        more += 1;
        return Number(await count(serving, 'ic_r')) === more - 1;
      });
      expect(await serving.stop()).toBe(0);
    },
    PATIENCE_MS,
  );
});
