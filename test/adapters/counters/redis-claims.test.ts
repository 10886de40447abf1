import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryClaims } from '../../../src/adapters/counters/memory-claims.ts';
import { createRedisClaims } from '../../../src/adapters/counters/redis-claims.ts';
import { connectRedis } from '../../../src/adapters/counters/redis-connection.ts';
import type { Clock } from '../../../src/core/decision/ports.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { answerOf, answerTo, claimsContract, firstOf, newAsk } from '../../contract/claims.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { openCorner, startCluster, startRedis, testHash, whyNoRedis, whyNoRedisServer } from '../../support/redis.ts';

const noRedis = await whyNoRedis();
const noServer = await whyNoRedisServer();

interface GatewayOptions {
  readonly clock?: Clock;
  readonly waitMs?: number;
}

/** A gateway: claims of a process of its own. */
function openGateway(url: string, prefix: string, { clock = realClock, waitMs = 10_000 }: GatewayOptions = {}) {
  const alarms = createTestAlarms();
  const connection = connectRedis(url, { alarms, clock, commandMs: Math.max(waitMs, limits.countersCommandMs) });
  const memory = createMemoryClaims(0);
  const claims = createRedisClaims(connection, { memory, hash: testHash, clock, alarms, prefix, waitMs });
  return { claims, connection, alarms };
}

async function openGateways(url?: string) {
  const corner = await openCorner(url);
  const gateways = [openGateway(corner.url, corner.prefix), openGateway(corner.url, corner.prefix)] as const;
  await Promise.all(gateways.map(({ connection }) => connection.up()));
  return {
    corner,
    gateways,
    async close() {
      await Promise.all(gateways.map(({ connection }) => connection.close()));
      await corner.clean();
    },
  };
}

async function openDoors(url?: string) {
  const { gateways, close } = await openGateways(url);
  return { doors: [gateways[0].claims, gateways[1].claims] as const, close };
}

describe.skipIf(noRedis !== null)(`claims in Redis ${noRedis ?? ''}`, () => {
  claimsContract('Redis', () => openDoors());

  test('are taken over from a gateway that died', async () => {
    const { corner, gateways, close } = await openGateways();
    onTestFinished(close);
    const ask = newAsk();
    const slow = firstOf(await gateways[0].claims.claim(ask));
    // As if it had been silent for as long as a claim holds.
    const names = (await corner.names()).filter((name) => name.includes(':claim:'));
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(await corner.connection.client.pttl(name)).toBeGreaterThan(limits.claimHoldMs - 1_000);
      await corner.connection.client.pexpire(name, 1);
    }
    await expect.poll(async () => (await corner.names()).some((name) => name.includes(':claim:'))).toBe(false);
    const taken = firstOf(await gateways[1].claims.claim(ask));
    taken.settle(answerOf('dec_taken'));
    // It was not dead, but slow: what was said first stands.
    slow.settle(answerOf('dec_slow'));
    const third = openGatewayOn(corner);
    await third.connection.up();
    expect(await answerTo(await third.claims.claim(ask))).toEqual(answerOf('dec_taken'));
  });

  test('tell whether an answer may be stored elsewhere', async () => {
    const { corner, gateways, close } = await openGateways();
    onTestFinished(close);
    const { claims } = gateways[0];
    const isNew = async (createdAtMs: number) => firstOf(await claims.claim(newAsk({ createdAtMs }))).isNew;
    const nowMs = Date.now();
    expect(await isNew(nowMs - 1_000)).toBe(false);
    expect(await isNew(nowMs + limits.claimsClockMarginMs + 30_000)).toBe(true);
    // What one gateway doubts, all do: here one whose clock is a minute ahead.
    const ahead = openGatewayOn(corner, { clock: { ...realClock, nowMs: () => Date.now() + 60_000 } });
    await ahead.connection.up();
    ahead.claims.doubt();
    await expect.poll(() => isNew(nowMs + limits.claimsClockMarginMs + 30_000)).toBe(false);
  });

  test('name nobody in Redis, and keep nothing for ever', async () => {
    const { corner, gateways, close } = await openGateways();
    onTestFinished(close);
    const ask = newAsk({ eventId: 'evt_secret', askKey: 'iauth_secret:0:1' });
    firstOf(await gateways[0].claims.claim(ask)).settle(answerOf('dec_6'));
    const { client } = corner.connection;
    await expect
      .poll(async () => (await client.mget(await corner.names())).filter((text) => text?.[0] === 'a'))
      .toHaveLength(2);
    for (const name of await corner.names()) {
      expect(`${name} ${await client.get(name)}`).not.toContain('secret');
      if (name.includes(':claim:')) expect(await client.pttl(name)).toBeGreaterThan(limits.claimKeepMs - 10_000);
    }
  });

  function openGatewayOn(corner: { url: string; prefix: string }, options?: GatewayOptions) {
    const gateway = openGateway(corner.url, corner.prefix, options);
    onTestFinished(() => gateway.connection.close());
    return gateway;
  }
});

describe.skipIf(noServer !== null)(`claims in a Redis of their own ${noServer ?? ''}`, () => {
  claimsContract('a Redis Cluster', async () => {
    const cluster = await startCluster();
    const { doors, close } = await openDoors(cluster.url);
    return {
      doors,
      async close() {
        await close();
        await cluster.remove();
      },
    };
  });

  test('are made by the process alone while Redis is gone, with an alarm, and shared again when it is back', async () => {
    const server = await startRedis();
    onTestFinished(() => server.remove());
    const { claims, connection, alarms } = openGateway(server.url, 'cs');
    onTestFinished(() => connection.close());
    await connection.up();
    firstOf(await claims.claim(newAsk())).settle(answerOf('dec_7'));
    expect(alarms.standing.has('claims_not_shared')).toBe(false);

    await server.kill();
    const ask = newAsk({ createdAtMs: Date.now() + 600_000 });
    const claim = firstOf(await claims.claim(ask));
    expect(claim.isNew).toBe(false);
    expect(alarms.standing.has('claims_not_shared')).toBe(true);
    const again = claims.claim(ask);
    claim.settle(answerOf('dec_8'));
    expect(await answerTo(await again)).toEqual(answerOf('dec_8'));

    await server.start();
    await connection.up();
    await expect.poll(() => connection.isUp(), { timeout: 10_000 }).toBe(true);
    firstOf(await claims.claim(newAsk()));
    expect(alarms.standing.has('claims_not_shared')).toBe(false);
  });

  test('make nobody wait for a Redis that hangs, and then know what they missed', async () => {
    const server = await startRedis();
    onTestFinished(() => server.remove());
    const early = openGateway(server.url, 'cs');
    onTestFinished(() => early.connection.close());
    await early.connection.up();
    firstOf(await early.claims.claim(newAsk()));
    const tenMinutes = 600_000;
    const clock = { ...realClock, nowMs: () => Date.now() + tenMinutes };
    const { claims, connection, alarms } = openGateway(server.url, 'cs', { waitMs: limits.claimMs, clock });
    onTestFinished(() => connection.close());
    await connection.up();
    const isNew = async () => firstOf(await claims.claim(newAsk({ createdAtMs: clock.nowMs() }))).isNew;
    expect(await isNew()).toBe(true);

    server.halt();
    const began = performance.now();
    firstOf(await claims.claim(newAsk()));
    expect(performance.now() - began).toBeLessThan(limits.claimMs + 300);
    expect(alarms.standing.has('claims_not_shared')).toBe(true);
    server.goOn();
    await expect.poll(() => connection.isUp(), { timeout: 10_000 }).toBe(true);
    // Already the first claim that is shared again.
    let wasNew = await isNew();
    while (alarms.standing.has('claims_not_shared')) wasNew = await isNew();
    expect(wasNew).toBe(false);
  });
});
