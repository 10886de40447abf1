import { describe, expect, onTestFinished, test } from 'vitest';
import { connectRedis } from '../../../src/adapters/counters/redis-connection.ts';
import { createRedisReservations } from '../../../src/adapters/counters/redis-reservations.ts';
import { reservationsContract, spendingOf } from '../../contract/reservations.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import {
  openCorner,
  type RedisCorner,
  startCluster,
  startRedis,
  testHash,
  whyNoRedis,
  whyNoRedisServer,
} from '../../support/redis.ts';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Two gateways on one server or cluster. */
async function openGateways(url?: string, commandMs = 10_000) {
  const corner = await openCorner(url);
  const connections = [0, 1].map(() =>
    connectRedis(corner.url, { alarms: createTestAlarms(), clock: realClock, commandMs }),
  );
  await Promise.all(connections.map((connection) => connection.up()));
  const { prefix } = corner;
  const doors = connections.map((connection) =>
    createRedisReservations(connection, { hash: testHash, clock: realClock, prefix }),
  );
  const [first, second] = doors;
  if (!first || !second) throw new Error('there are two gateways');
  return {
    corner,
    doors: [first, second] as const,
    wait,
    async close() {
      await Promise.all(connections.map((connection) => connection.close()));
      await corner.clean();
    },
  };
}

/** Everything that stands there, names and values. */
async function contentsOf({ names, connection }: RedisCorner): Promise<string> {
  const texts: string[] = [];
  for (const name of await names()) {
    const isHash = (await connection.client.type(name)) === 'hash';
    const value = isHash ? await connection.client.hgetall(name) : await connection.client.get(name);
    texts.push(`${name} = ${JSON.stringify(value)}`);
  }
  return texts.join('\n');
}

const [noRedis, noServer] = await Promise.all([whyNoRedis(), whyNoRedisServer()]);

describe.skipIf(noRedis !== null)(`reservations in Redis ${noRedis ?? ''}`, () => {
  reservationsContract('Redis', () => openGateways());

  test('name neither phones nor authorizations nor allowances, and end by themselves', async () => {
    const { corner, doors, close } = await openGateways();
    onTestFinished(close);
    const known = [{ ask: 'iauth_known:0', amountMinor: 5, atMs: Date.now() }];
    await doors[0].hold('hmac_phone', 'chl_1', 60_000);
    await doors[0].spend(spendingOf('alw_secret', { ask: 'iauth_secret:0', known, untilMs: Date.now() + 60_000 }));
    const contents = await contentsOf(corner);
    expect(contents).toContain('chl_1');
    expect(contents).toContain('1000:');
    expect(contents).not.toMatch(/hmac_phone|alw_secret|iauth_/);
    const left = await Promise.all((await corner.names()).map((name) => corner.connection.client.pttl(name)));
    expect(left).toHaveLength(2);
    for (const ms of left) expect(ms).toBeGreaterThan(30_000);
  });
});

describe.skipIf(noServer !== null)(`reservations in a Redis of its own ${noServer ?? ''}`, () => {
  test('that is away or says nothing are not sure, and hold nothing', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.remove());
    const { doors, corner, close } = await openGateways(redis.url, 300);
    onTestFinished(close);
    expect(await doors[0].hold('phone_0', 'chl_0', 60_000)).toBe('held');
    redis.halt();
    const startMs = performance.now();
    expect(await doors[0].hold('phone_1', 'chl_1', 60_000)).toBe('unknown');
    expect(await doors[0].spend(spendingOf('alw_1'))).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(1_500);
    redis.goOn();
    // What it was told before it fell silent is taken back.
    await expect.poll(() => doors[1].hold('phone_1', 'chl_2', 60_000), { timeout: 10_000 }).toBe('held');
    await redis.kill();
    expect(await doors[0].hold('phone_3', 'chl_3', 60_000)).toBe('unknown');
    expect(await doors[0].spend(spendingOf('alw_1'))).toBe(false);
    expect(() => doors[0].release('phone_3', 'chl_3')).not.toThrow();
    await redis.start();
    await expect.poll(() => doors[0].hold('phone_4', 'chl_4', 60_000), { timeout: 10_000 }).toBe('held');
    await expect.poll(() => corner.connection.isUp(), { timeout: 10_000 }).toBe(true);
  }, 60_000);

  test('that lost everything do not reopen what is known to be used', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.remove());
    const { doors, corner, close } = await openGateways(redis.url);
    onTestFinished(close);
    const spending = spendingOf('alw_1', { amountMinor: 2_000 });
    expect(await doors[0].spend(spending)).toBe(true);
    await corner.connection.client.call('flushall');
    expect(await doors[1].spend(spendingOf('alw_1', { amountMinor: 1, known: [spending.use] }))).toBe(false);
    expect(await doors[1].spend({ ...spending, known: [spending.use] })).toBe(true);
  }, 60_000);

  describe('in a cluster', async () => {
    if (noServer !== null) return;
    reservationsContract('a Redis Cluster', async () => {
      const cluster = await startCluster();
      const opened = await openGateways(cluster.url);
      return {
        ...opened,
        async close() {
          await opened.close();
          await cluster.remove();
        },
      };
    });
  });
});
