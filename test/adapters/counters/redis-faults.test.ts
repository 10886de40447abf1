import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { entryOf, type Hand, handOn, NOON, readOf, timelineOf } from '../../contract/timelines/stage.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { hurriedClock } from '../../support/clock.ts';
import { type OwnRedis, startCluster, startRedis, whyNoRedisServer } from '../../support/redis.ts';
import { openProcess, type ProcessOptions } from './redis-process.ts';

const noServer = await whyNoRedisServer();
const COUNT = readOf('Count');
const SLACK_MS = 400;

async function ownServer(): Promise<OwnRedis> {
  const server = await startRedis();
  onTestFinished(() => server.remove());
  return server;
}

async function ownProcess(url: string, options?: ProcessOptions) {
  const opened = await openProcess(url, options);
  onTestFinished(() => opened.close());
  return opened;
}

type Process = Awaited<ReturnType<typeof ownProcess>>;

/** A timeline that is filled. */
async function filledHand({ timelines }: Process): Promise<Hand> {
  const timeline = timelineOf([]);
  await timelines.markFilled([timeline.id]);
  return handOn(timelines, timeline);
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run().catch(() => {});
  return performance.now() - began;
}

/** All that stands there, to be put back: what a replica has that got no more. */
async function copyOf(url: string): Promise<{ putBack(): Promise<void> }> {
  const redis = new Redis(url);
  const names = await redis.keys('*');
  const dumps = await Promise.all(names.map(async (name) => [name, await redis.dumpBuffer(name)] as const));
  return {
    async putBack() {
      await redis.flushall();
      for (const [name, dump] of dumps) await redis.restore(name, 0, dump as Buffer);
      redis.disconnect();
    },
  };
}

describe.skipIf(noServer !== null)(`when Redis fails ${noServer ?? ''}`, () => {
  test('and comes back empty, everything is cold until it is filled again, and whoever fills is told once', async () => {
    const server = await ownServer();
    const one = await ownProcess(server.url);
    const hand = await filledHand(one);
    await hand.write([entryOf('e1', NOON)]);
    let isOver = false;
    const seen: unknown[] = [];
    const traffic = (async () => {
      for (let index = 0; !isOver; index++) {
        const reply = await hand.apply(entryOf(`t${index}`, NOON)).catch(() => null);
        if (reply !== null) seen.push(reply.isCold || (reply.state?.rows.count ?? 0) > index);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    await server.kill();
    await server.start();
    await expect.poll(() => one.told.coverageLost, { timeout: 10_000 }).toBe(1);
    isOver = true;
    await traffic;
    // Never was an answer short of what had been counted.
    expect(seen.every((isRight) => isRight)).toBe(true);
    expect(one.timelines.isFilled(hand.timeline.id)).toBe(false);
    expect((await hand.apply(null)).isCold).toBe(true);
    await handOn(one.timelines.filling(), hand.timeline).write([entryOf('e1', NOON)], { isFilling: true });
    await one.timelines.markFilled([hand.timeline.id]);
    expect((await hand.apply(null)).isCold).toBe(false);
    expect(one.told.coverageLost).toBe(1);
  });

  test('and all is thrown away, the very next reply is cold', async () => {
    const server = await ownServer();
    const one = await ownProcess(server.url);
    const hand = await filledHand(one);
    const admin = new Redis(server.url);
    onTestFinished(() => admin.disconnect());
    await admin.flushall();
    expect(await hand.apply(entryOf('e1', NOON))).toEqual({ isDuplicate: false, state: null, isCold: true });
    expect(one.told).toEqual({ coverageLost: 1, lostSince: [] });
  });

  test('and loses what was written while it was filled, it is not taken for filled', async () => {
    const server = await ownServer();
    const one = await ownProcess(server.url);
    const timeline = timelineOf([]);
    const filling = handOn(one.timelines.filling(), timeline);
    await filling.write([entryOf('e1', NOON)], { isFilling: true });
    const admin = new Redis(server.url);
    onTestFinished(() => admin.disconnect());
    await admin.flushall();
    await expect(one.timelines.markFilled([timeline.id])).rejects.toThrow();
    await filling.write([entryOf('e1', NOON)], { isFilling: true });
    await one.timelines.markFilled([timeline.id]);
    expect(await handOn(one.timelines, timeline).values(NOON, COUNT)).toEqual([1]);
  });

  test('a write of those that fill, the timeline is not taken for filled, though all the rest is there', async () => {
    const server = await ownServer();
    // Seconds of trying again pass quickly here.
    const one = await ownProcess(server.url, { clock: hurriedClock(1_000) });
    const hand = await filledHand(one);
    const filling = handOn(one.timelines.filling(), hand.timeline);
    await filling.write([entryOf('e1', NOON)], { isFilling: true });
    const admin = new Redis(server.url);
    onTestFinished(() => admin.disconnect());
    const [name = ''] = await admin.keys('*:raw');
    await admin.del(name);
    await admin.lpush(name, 'no text');
    await expect(filling.write([entryOf('e2', NOON)], { isFilling: true })).rejects.toThrow('WRONGTYPE');
    await admin.del(name);
    await filling.write([entryOf('e3', NOON)], { isFilling: true });
    await expect(one.timelines.markFilled([hand.timeline.id])).rejects.toThrow('not all of the past');
    await one.timelines.markFilled([hand.timeline.id]);
  });

  test('to take a write, this gateway is cold until it took it', async () => {
    const server = await ownServer();
    const one = await ownProcess(server.url);
    const hand = await filledHand(one);
    const other = handOn(one.timelines, hand.timeline, 'another key');
    await other.write([entryOf('e1', NOON)]);
    const admin = new Redis(server.url);
    onTestFinished(() => admin.disconnect());
    const [name = ''] = await admin.keys('*:raw');
    await admin.del(name);
    await admin.lpush(name, 'no text');
    await expect(other.apply(entryOf('e2', NOON))).rejects.toThrow();
    expect((await hand.apply(null)).isCold).toBe(true);
    await admin.del(name);
    await expect.poll(async () => (await hand.apply(null)).isCold).toBe(false);
    expect(await other.values(NOON, COUNT)).toEqual([1]);
  });

  test('and hangs, nobody waits longer than a command may take, and later ones not at all', async () => {
    const server = await ownServer();
    const one = await ownProcess(server.url, { commandMs: limits.countersCommandMs });
    const hand = await filledHand(one);
    expect(one.alarms.standing.has('counters_unreachable')).toBe(false);
    server.halt();
    const waits = Array.from({ length: 20 }, (_, index) => milliseconds(() => hand.apply(entryOf(`e${index}`, NOON))));
    expect(Math.max(...(await Promise.all(waits)))).toBeLessThan(limits.countersCommandMs + SLACK_MS);
    await expect.poll(() => one.alarms.standing.has('counters_unreachable')).toBe(true);
    expect(await milliseconds(() => hand.apply(entryOf('e20', NOON)))).toBeLessThan(SLACK_MS);
    await expect(hand.apply(entryOf('e21', NOON))).rejects.toThrow('Redis does not answer');

    server.goOn();
    await expect.poll(() => one.connection.isUp(), { timeout: 10_000 }).toBe(true);
    expect(one.alarms.standing.has('counters_unreachable')).toBe(false);
    // What it did not take then was written again.
    await expect.poll(() => one.timelines.status().unwritten, { timeout: 10_000 }).toBe(0);
    await expect.poll(async () => (await hand.apply(null)).state?.rows.count).toBe(22);
    expect(one.told).toEqual({ coverageLost: 0, lostSince: [] });
  });

  test('and a replica takes over that lacks the last writes, all gateways are cold until these are found', async () => {
    const server = await ownServer();
    const [one, other] = [await ownProcess(server.url), await ownProcess(server.url)];
    const hand = await filledHand(one);
    const otherHand = handOn(other.timelines, hand.timeline);
    const beforeMs = Date.now();
    await hand.write([entryOf('e1', NOON)]);
    const afterMs = Date.now();
    const replica = await copyOf(server.url);
    await hand.write([entryOf('e2', NOON)]);
    await replica.putBack();

    expect((await hand.apply(entryOf('e3', NOON))).isCold).toBe(true);
    await expect.poll(() => one.told.lostSince).toHaveLength(1);
    const [sinceMs = 0] = one.told.lostSince;
    expect(sinceMs).toBeGreaterThanOrEqual(beforeMs);
    expect(sinceMs).toBeLessThanOrEqual(afterMs);
    expect((await otherHand.apply(null)).isCold).toBe(true);
    expect(other.told).toEqual({ coverageLost: 0, lostSince: [sinceMs] });

    await handOn(one.timelines.filling(), hand.timeline).write([entryOf('e2', NOON)], { isFilling: true });
    // Another loss, of longer ago, that this gateway knows nothing of is not over with it.
    await one.timelines.resume(sinceMs + 1);
    expect((await hand.apply(null)).isCold).toBe(true);
    await one.timelines.resume(sinceMs);
    for (const each of [hand, otherHand]) expect(await each.values(NOON, COUNT)).toEqual([3]);
    expect(one.timelines.lostSinceMs()).toBeNull();
  });

  test('and a replica takes over while nobody asks, that is found out all the same', async () => {
    const server = await ownServer();
    const one = await ownProcess(server.url);
    const hand = await filledHand(one);
    await hand.write([entryOf('e1', NOON)]);
    const replica = await copyOf(server.url);
    await hand.write([entryOf('e2', NOON)]);
    await replica.putBack();
    await expect.poll(() => one.told.lostSince.length, { timeout: 10_000 }).toBe(1);
  });

  test('and forgets its scripts, they are sent again', async () => {
    const server = await ownServer();
    const one = await ownProcess(server.url);
    const hand = await filledHand(one);
    const admin = new Redis(server.url);
    onTestFinished(() => admin.disconnect());
    await admin.script('FLUSH');
    const writes = Array.from({ length: 10 }, (_, index) => hand.apply(entryOf(`e${index}`, NOON)));
    expect((await Promise.all(writes)).every(({ isCold }) => !isCold)).toBe(true);
    expect(await hand.values(NOON, COUNT)).toEqual([10]);
  });

  test('from the start, a gateway starts all the same and counts once it is there', async () => {
    const server = await ownServer();
    await server.kill();
    const alarms = createTestAlarms();
    const opening = ownProcess(server.url, { alarms });
    await expect.poll(() => alarms.standing.has('counters_unreachable')).toBe(true);
    await server.start();
    const one = await opening;
    const hand = await filledHand(one);
    expect(await hand.values(NOON, COUNT)).toEqual([0]);
    expect(alarms.standing.size).toBe(0);
  });
});

describe.skipIf(noServer !== null)(`when a part of a cluster fails ${noServer ?? ''}`, () => {
  async function ownCluster() {
    const cluster = await startCluster();
    onTestFinished(() => cluster.remove());
    return cluster;
  }

  /** Keys enough to lie on every node. */
  async function filledHands({ timelines }: Process): Promise<Hand[]> {
    const timeline = timelineOf([]);
    await timelines.markFilled([timeline.id]);
    return Array.from({ length: 30 }, (_, index) => handOn(timelines, timeline, `card_${index}`));
  }

  // The third node has the shard that says what is filled.
  test.each([0, 2])('node %i that lost all it had makes everything cold', async (node) => {
    const cluster = await ownCluster();
    const [one, other] = [await ownProcess(cluster.url), await ownProcess(cluster.url)];
    const hands = await filledHands(one);
    await Promise.all(hands.map((hand) => hand.write([entryOf('e1', NOON)])));
    const admin = new Redis(cluster.nodes[node]?.url ?? '');
    onTestFinished(() => admin.disconnect());
    await admin.flushall();
    for (const hand of hands) await hand.apply(null);
    for (const hand of hands) expect((await hand.apply(null)).isCold).toBe(true);
    expect(one.told.coverageLost).toBe(1);
    expect(one.timelines.isFilled(hands[0]?.timeline.id ?? '')).toBe(false);

    const filling = one.timelines.filling();
    await Promise.all(
      hands.map(({ request }) => filling.apply([request(entryOf('e1', NOON), { isFilling: true, isRead: false })])),
    );
    await one.timelines.markFilled(hands.map(({ timeline }) => timeline.id));
    for (const hand of hands) expect(await hand.values(NOON, COUNT)).toEqual([1]);
    for (const hand of hands) {
      const elsewhere = handOn(other.timelines, hand.timeline, hand.request(null).key);
      expect(await elsewhere.values(NOON, COUNT)).toEqual([1]);
    }
  });

  test('one that is gone keeps nobody waiting longer than a command may take, and raises the alarm', async () => {
    const cluster = await ownCluster();
    const one = await ownProcess(cluster.url, { commandMs: limits.countersCommandMs });
    const hands = await filledHands(one);
    await cluster.nodes[1]?.kill();
    const waits = hands.map((hand) => milliseconds(() => hand.apply(entryOf('e1', NOON))));
    expect(Math.max(...(await Promise.all(waits)))).toBeLessThan(limits.countersCommandMs + SLACK_MS);
    await expect.poll(() => one.alarms.standing.has('counters_unreachable'), { timeout: 10_000 }).toBe(true);
  });
});
