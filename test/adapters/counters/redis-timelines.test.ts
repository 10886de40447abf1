import { describe, expect, onTestFinished, test } from 'vitest';
import { createRedisTimelines } from '../../../src/adapters/counters/redis-timelines.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { createRandom } from '../../../src/core/domain/random.ts';
import type { TimelineDefinition } from '../../../src/core/features/timeline/definition.ts';
import type { Entry } from '../../../src/core/features/timeline/entry.ts';
import { layoutOf } from '../../../src/core/features/timeline/layout.ts';
import { rowsFrom } from '../../../src/core/features/timeline/rows.ts';
import type { TimelineState } from '../../../src/core/features/timeline/state.ts';
import { DAY, entryOf, HOUR, handOn, NOON, readOf, timelineOf } from '../../contract/timelines/stage.ts';
import { timelinesContract } from '../../contract/timelines.ts';
import { realClock } from '../../support/clock.ts';
import {
  openCorner,
  type RedisCorner,
  startCluster,
  testHash,
  whyNoRedis,
  whyNoRedisServer,
} from '../../support/redis.ts';
import { openProcess } from './redis-process.ts';

const noRedis = await whyNoRedis();
const noServer = await whyNoRedisServer();

async function openContract(url?: string) {
  const corner = await openCorner(url);
  const timelines = createRedisTimelines(corner.connection, {
    hash: testHash,
    clock: realClock,
    prefix: corner.prefix,
    onCoverageLost: () => {},
    onLost: () => {},
  });
  return {
    ...timelines,
    timelines,
    async close() {
      await timelines.close();
      await corner.clean();
    },
  };
}

/** Two gateways, one corner. */
async function openTwo() {
  const corner = await openCorner();
  const [one, other] = [await openProcess(corner.url, corner), await openProcess(corner.url, corner)];
  onTestFinished(async () => {
    await Promise.all([one.close(), other.close()]);
    await corner.clean();
  });
  return { corner, one, other };
}

/** The rows alone, without what may lie behind them. */
function contentOf(timeline: TimelineDefinition, { rows }: TimelineState): unknown {
  return rowsFrom(layoutOf(timeline), rows, 0);
}

async function textsIn({ connection, names }: RedisCorner): Promise<string[]> {
  const all = await names();
  const { client } = connection;
  const texts = all.map(async (name) => ((await client.type(name)) === 'string' ? await client.get(name) : ''));
  return [...all, ...(await Promise.all(texts)).map((text) => text ?? '')];
}

describe.skipIf(noRedis !== null)(`timelines in Redis ${noRedis ?? ''}`, () => {
  timelinesContract('Redis', () => openContract());

  test('are the same to all gateways: two swipes at once see each other, and a duplicate is one everywhere', async () => {
    const { one, other } = await openTwo();
    const timeline = timelineOf([]);
    await one.timelines.markFilled([timeline.id]);
    const hands = [handOn(one.timelines, timeline), handOn(other.timelines, timeline)] as const;
    const replies = await Promise.all([hands[0].apply(entryOf('e1', NOON)), hands[1].apply(entryOf('e2', NOON))]);
    const counts = replies.map(({ state }) => state?.rows.count).toSorted();
    expect(counts).toEqual([1, 2]);
    expect(await hands[1].apply(entryOf('e1', NOON))).toMatchObject({ isDuplicate: true, isCold: false });
    expect(await hands[0].values(NOON, readOf('Count'))).toEqual([2]);
  });

  test('that one gateway filled or dropped are known to the other with the next reply', async () => {
    const { one, other } = await openTwo();
    const timeline = timelineOf([]);
    const hand = handOn(other.timelines, timeline);
    expect((await hand.apply(entryOf('e1', NOON))).isCold).toBe(true);
    await one.timelines.markFilled([timeline.id]);
    expect((await hand.apply(entryOf('e2', NOON))).isCold).toBe(false);
    expect(other.timelines.isFilled(timeline.id)).toBe(true);
    await one.timelines.drop(timeline.id);
    expect((await hand.apply(null)).isCold).toBe(true);
  });

  test('name nobody: neither keys nor identities can be read in Redis', async () => {
    const { corner, one } = await openTwo();
    const timeline = timelineOf(['identity', 'number']);
    const hand = handOn(one.timelines, timeline, 'jane@example.com');
    await hand.write([entryOf('event-of-jane', NOON, ['4242 merchant', 1])]);
    const texts = (await textsIn(corner)).join('\n');
    expect(texts).toContain(':raw');
    expect(texts).not.toMatch(/jane|example|4242|merchant/);
  });

  test('end by themselves: every key of a timeline has a time to live that covers its longest window', async () => {
    const { corner, one } = await openTwo();
    const timeline = timelineOf([], [HOUR, DAY]);
    const hand = handOn(one.timelines, timeline);
    for (let index = 0; index < 500; index++) await hand.write([entryOf(`e${index}`, NOON + index)]);
    await one.timelines.close();
    const names = (await corner.names()).filter((name) => !/:(epoch|coverage)$/.test(name));
    expect(names.filter((name) => /:(raw|tiles)$|:ids:\d+:.$/.test(name)).length).toBeGreaterThan(10);
    for (const name of names) {
      const leftMs = await corner.connection.client.pttl(name);
      expect(leftMs, name).toBeGreaterThan(DAY - 60_000);
      expect(leftMs, name).toBeLessThanOrEqual(DAY + limits.lateEventMs + limits.countersTtlSlackMs);
    }
  });

  test('live on with each event, together with what was folded of them', async () => {
    const { corner, one } = await openTwo();
    const { client } = corner.connection;
    const hand = handOn(one.timelines, timelineOf([], [DAY]));
    for (let index = 0; index < 500; index++) await hand.write([entryOf(`e${index}`, NOON + index)]);
    await one.timelines.close();
    const names = (await corner.names()).filter((name) => /:(raw|tiles)$/.test(name));
    for (const name of names) await client.pexpire(name, 60_000);
    await hand.write([entryOf('last', NOON + 500)]);
    for (const name of names) expect(await client.pttl(name), name).toBeGreaterThan(DAY);
    expect(names).toHaveLength(2);
  });

  test('keep what no window reaches no longer than until the next event', async () => {
    const { corner, one } = await openTwo();
    const timeline = timelineOf([], [HOUR]);
    const hand = handOn(one.timelines, timeline);
    const reachMs = HOUR + limits.lateEventMs;
    for (const atMs of [NOON, NOON + 1, NOON + HOUR]) await hand.write([entryOf(`e${atMs}`, atMs)]);
    await hand.write([entryOf('last', NOON + 1 + reachMs)]);
    const [raw = ''] = (await textsIn(corner)).filter((text) => text.startsWith('["'));
    expect(raw.trim().split('\n')).toHaveLength(2);
  });

  test('are folded once when two gateways fold a key at the same time', async () => {
    const { one, other } = await openTwo();
    const timeline = timelineOf(['number'], [DAY]);
    await one.timelines.markFilled([timeline.id]);
    const hands = [handOn(one.timelines, timeline), handOn(other.timelines, timeline)] as const;
    for (let from = 0; from < 2_000; from += 20) {
      const writes = Array.from({ length: 20 }, (_, index) =>
        hands[index % 2 ? 1 : 0].apply(entryOf(`e${from + index}`, NOON + from + index, [1])),
      );
      await Promise.all(writes);
    }
    await Promise.all([one.timelines.close(), other.timelines.close()]);
    const reads = [readOf('Count', { windowMs: DAY }), readOf('Sum', { windowMs: DAY })];
    for (const hand of hands) {
      expect(await hand.values(NOON + 2_000, ...reads)).toEqual([2_000, 2_000]);
      expect((await hand.state()).rows.count).toBeLessThan(limits.exactEventsPerKey + 2 * limits.foldEntries);
    }
  });

  test('of a busy key are read on by whoever knows it, as whoever does not reads the whole', async () => {
    const { corner, one, other } = await openTwo();
    const random = createRandom(7);
    const pick = (count: number) => Math.floor(random() * count);
    const timeline = timelineOf(['number', 'identity', 'value'], [DAY]);
    await one.timelines.markFilled([timeline.id]);
    const hands = [handOn(one.timelines, timeline), handOn(other.timelines, timeline)] as const;
    const event = (index: number, more: Partial<Entry> = {}) =>
      entryOf(`e${index}`, NOON + index * 100 + pick(1_000), [index, `m${pick(50)}`, index % 3 ? 'é' : null], more);
    for (let index = 0; index < 400; index++)
      await hands[index % 2 ? 1 : 0].apply(event(index, { outcome: 'pending' }));
    for (let round = 0; round < 12; round++) {
      const acts = Array.from({ length: 40 }, (_, index) => {
        const hand = hands[pick(2) ? 1 : 0];
        const known = 200 + round * 20 + pick(200);
        if (index % 4 === 0) return hand.apply(event(known, { outcome: pick(2) ? 'approved' : 'declined' }));
        if (index % 20 === 1) return hand.write([event(known)], { isFilling: true });
        return hand.apply(event(400 + round * 40 + index, { outcome: 'pending' }));
      });
      await Promise.all(acts);
      // Where it is being folded meanwhile the states may be of before and after.
      await expect
        .poll(async () => {
          const fresh = await openProcess(corner.url, corner);
          const states = [
            await hands[0].state(),
            await hands[1].state(),
            await handOn(fresh.timelines, timeline).state(),
          ];
          await fresh.close();
          return new Set(states.map((state) => JSON.stringify([contentOf(timeline, state), state.tiles]))).size;
        })
        .toBe(1);
    }
  });

  test('that are only written are folded, too', async () => {
    const { one } = await openTwo();
    const timeline = timelineOf(['number'], [DAY]);
    await one.timelines.markFilled([timeline.id]);
    const hand = handOn(one.timelines, timeline);
    for (let index = 0; index < 1_000; index++) await hand.write([entryOf(`e${index}`, NOON + index, [1])]);
    await one.timelines.close();
    const { rows } = await hand.state();
    expect(rows.count).toBeLessThan((limits.exactEventsPerKey + limits.foldEntries) * 1.5);
    expect(await hand.values(NOON + 1_000, readOf('Count', { windowMs: DAY }))).toEqual([1_000]);
  });
});

describe.skipIf(noServer !== null)(`timelines in a Redis Cluster ${noServer ?? ''}`, () => {
  timelinesContract('a Redis Cluster', async () => {
    const cluster = await startCluster();
    const opened = await openContract(cluster.url);
    return {
      ...opened,
      async close() {
        await opened.close();
        await cluster.remove();
      },
    };
  });
});
