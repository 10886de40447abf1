import { spawnSync } from 'node:child_process';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { startRedis, whyNoRedisServer } from '../support/redis.ts';
import { type Readyz, type Serving, serve, until, work } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const SLOW_MS = 120_000;
const [noPostgres, noRedis] = await Promise.all([whyNoPostgres(), whyNoRedisServer()]);

interface Jobs {
  readonly done_by: string;
  readonly outbox: number | null;
  readonly queues: readonly { readonly queue: string; readonly waiting: number; readonly waits_for: string | null }[];
}

const stateText = (row: unknown) => {
  const { role, is_there: isThere, policy_version: policy } = row as Record<string, unknown>;
  return `${role}${policy === null ? '' : ' with a policy'}${isThere ? '' : ', stopped'}`;
};
const jobsOf = (ready: Readyz) => ready.jobs as Jobs;
const inboxOf = (ready: Readyz) => (ready.inbox as { waiting: number | null }).waiting;

describe('countersign worker', () => {
  test('says in a sentence that it needs a database of its own to come to', () => {
    const env = { PATH: process.env.PATH ?? '', DATA_DIR: temporaryFolder() };
    const ended = spawnSync(process.execPath, ['src/main.ts', 'worker'], { env, encoding: 'utf8' });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^DATABASE_URL is not set: the embedded database belongs to the one process .*\n$/);
    const served = { ...env, STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: 'whsec_1', JOBS: 'worker' };
    const refused = spawnSync(process.execPath, ['src/main.ts', 'serve'], { env: served, encoding: 'utf8' });
    expect([refused.status, refused.stderr]).toEqual([1, ended.stderr]);
  });

  describe.skipIf(noPostgres)('beside a gateway on Postgres', () => {
    let database: Awaited<ReturnType<typeof createPostgresDatabase>>;
    beforeAll(async () => {
      database = await createPostgresDatabase();
    });
    afterAll(() => database?.drop());

    const settings = () => ({ DATABASE_URL: database.url, HASH_KEY: 'a key for tests only' });
    const gateway = (more: Record<string, string> = {}) =>
      serve(temporaryFolder(), { ...settings(), JOBS: 'worker', ...more });
    async function sql(text: string): Promise<unknown[]> {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      try {
        return (await client.query(text)).rows;
      } finally {
        await client.end();
      }
    }
    const enqueue = (key: string) =>
      sql(`insert into outbox (name, key, data) values ('retrieve_authorization', '${key}', '{"id": "iauth_1"}')`);
    const asks = async (serving: Serving, first: number, count: number) => {
      for (let index = 0; index < count; index += 1) await serving.ask(freshAsk(first + index, 1, Date.now()));
    };
    const queued = async ({ ready }: Serving, waiting: number) =>
      until(async () => jobsOf(await ready()).queues?.find(({ queue }) => queue === 'stripe')?.waiting === waiting);

    test(
      'does what the gateway leaves to it: records are looked at, jobs handed over, and without a key they wait',
      async () => {
        const serving = await gateway();
        await asks(serving, 100, 3);
        await until(async () => inboxOf(await serving.ready()) === 3);
        expect(jobsOf(await serving.ready()).done_by).toBe('worker');
        await enqueue('left');

        const worker = await work(settings());
        await until(async () => inboxOf(await serving.ready()) === 0);
        await queued(worker, 1);
        // The gateway sees the same queues, though it does nothing to them.
        await queued(serving, 1);
        const stripe = jobsOf(await worker.ready()).queues.find(({ queue }) => queue === 'stripe');
        expect(stripe?.waits_for).toBe('STRIPE_SECRET_KEY');
        expect((await worker.ready()).alarms).toEqual([]);
        expect(await worker.stop()).toBe(0);
        expect(await serving.stop()).toBe(0);
      },
      SLOW_MS,
    );

    test(
      'is known beside the gateways, until it ends',
      async () => {
        const serving = await gateway();
        const worker = await work(settings());
        const known = (state: string) =>
          until(async () => {
            const rows = await sql(`select role, stopped_at is null as is_there, policy_version from processes`);
            return JSON.stringify(rows.map(stateText).sort()).includes(state) ? rows : null;
            // It is said every ten seconds, and not while the database is being opened.
          }, SLOW_MS / 2);
        // Those of other tests of this file ended, and would stand between.
        await until(async () => (await sql('delete from processes where stopped_at is not null returning id')) && true);
        await known('"gateway with a policy","worker"');
        expect(await worker.stop()).toBe(0);
        await known('worker, stopped');
        expect(await serving.stop()).toBe(0);
        await known('gateway with a policy, stopped');
      },
      SLOW_MS,
    );

    test(
      'may run several times, and what a killed one left is taken up by another',
      async () => {
        const serving = await gateway();
        const [first, second] = await Promise.all([work(settings()), work(settings())]);
        await asks(serving, 200, 5);
        await first.kill();
        await asks(serving, 300, 5);
        await enqueue('again');
        await until(async () => inboxOf(await second.ready()) === 0);
        await until(async () => (await sql('select 1 from inbox union all select 1 from outbox')).length === 0);
        expect(await second.stop()).toBe(0);
      },
      SLOW_MS,
    );

    test.skipIf(noRedis)(
      'keeps jobs in Redis where one is named',
      async () => {
        const redis = await startRedis();
        try {
          const worker = await work({ ...settings(), REDIS_URL: redis.url });
          await enqueue('in redis');
          await queued(worker, 1);
          expect(await sql('select 1 from outbox')).toEqual([]);
          expect(await worker.stop()).toBe(0);
        } finally {
          await redis.remove();
        }
      },
      SLOW_MS,
    );

    test(
      'does not start where it would conceal people otherwise than the gateways do',
      () => {
        const env = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url, DATA_DIR: temporaryFolder() };
        const ended = spawnSync(process.execPath, ['src/main.ts', 'worker'], { env, encoding: 'utf8' });
        expect([ended.status, ended.stderr]).toEqual([1, expect.stringMatching(/^HASH_KEY is not set, and .*\n$/)]);
      },
      SLOW_MS,
    );
  });
});
