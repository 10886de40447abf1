import { describe, expect, test } from 'vitest';
import { createMemoryTimelines, openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { DAY, entryOf, HOUR, handOn, LIVE, MINUTE, NOON, readOf, timelineOf } from '../../contract/timelines/stage.ts';
import { timelinesContract } from '../../contract/timelines.ts';

timelinesContract('memory', async () => {
  const memory = createMemoryTimelines();
  return {
    timelines: memory,
    filling: memory.filling,
    isFilled: memory.isFilled,
    async markFilled(ids) {
      for (const id of ids) memory.markFilled(id);
    },
    async drop(id) {
      memory.drop(id);
    },
    async forget(keys) {
      memory.forget(keys);
    },
    close: async () => {},
  };
});

describe('timelines in memory', () => {
  test('do all of their work before they return', async () => {
    const memory = createMemoryTimelines();
    const timeline = timelineOf([]);
    memory.markFilled(timeline.id);
    const replies = ['e1', 'e2', 'e1'].map((id) => handOn(memory, timeline).apply(entryOf(id, NOON)));
    expect(memory.size()).toMatchObject({ keys: 1, entries: 2, tiles: 0 });
    expect((await Promise.all(replies)).map(({ state }) => state?.rows.count)).toEqual([1, 2, 2]);
  });

  test('are warm where they have no past', async () => {
    const hand = handOn(openTimelines(), timelineOf([]));
    expect(await hand.apply(entryOf('e1', NOON))).toMatchObject({ isDuplicate: false, isCold: false });
    expect(await hand.values(NOON, readOf('Count'))).toEqual([1]);
  });

  test('do not grow by keys that are not seen any more', async () => {
    const store = openTimelines();
    const memory = createMemoryTimelines();
    const timeline = timelineOf(['identity'], [HOUR]);
    const reachMs = HOUR + limits.lateEventMs;
    // One key a minute, each for ever the only one of its kind.
    let most = 0;
    for (let index = 0; index < 5_000; index++) {
      const entry = entryOf('e', NOON + index * MINUTE, ['a']);
      await memory.apply([{ timeline, scope: LIVE, key: `card ${index}`, entry, isRead: false }]);
      most = Math.max(most, memory.size().keys);
    }
    // What no window reaches, and what the sweep did not come to yet.
    expect(most).toBeLessThan((4 * reachMs) / MINUTE);
    expect(memory.size().entries).toBe(memory.size().keys);
    expect(await handOn(store, timeline, 'card 4999').values(NOON, readOf('Count'))).toEqual([0]);
  });

  test('keep a key as long as a window reaches it, however many others come and go', async () => {
    const memory = createMemoryTimelines();
    const timeline = timelineOf([], [DAY]);
    memory.markFilled(timeline.id);
    await handOn(memory, timeline, 'kept').write([entryOf('e', NOON)]);
    for (let index = 0; index < 3_000; index++) {
      const at = NOON + (index / 3_000) * (DAY - 1);
      await handOn(memory, timeline, `card ${index}`).write([entryOf('e', at)]);
    }
    const day = readOf('Count', { windowMs: DAY });
    expect(await handOn(memory, timeline, 'kept').values(NOON + DAY - 1, day)).toEqual([1]);
  });

  test('say how much they are, and are nothing when they are dropped', async () => {
    const memory = createMemoryTimelines();
    const [first, second] = [timelineOf(['number']), timelineOf([])];
    const many = Array.from({ length: 1_000 }, (_, index) => entryOf(`e${index}`, NOON + index, [index]));
    await handOn(memory, first).write(many);
    await handOn(memory, second).write(many.slice(0, 10));
    const { keys, entries, tiles, bytes } = memory.size();
    expect(keys).toBe(2);
    expect(entries).toBeLessThanOrEqual(limits.exactEventsPerKey + limits.foldEntries + 10);
    // A second of events lies in one tile of each width.
    expect(tiles).toBe(2);
    expect(bytes).toBeGreaterThan(entries * 8);
    memory.drop(first.id);
    expect(memory.size()).toMatchObject({ keys: 1, entries: 10, tiles: 0 });
    memory.drop(second.id);
    expect(memory.size()).toEqual({ keys: 0, entries: 0, tiles: 0, bytes: 0 });
  });

  test('take no more for a key, however busy it is', async () => {
    const memory = createMemoryTimelines();
    const timeline = timelineOf(['identity', 'number'], [HOUR]);
    const hand = handOn(memory, timeline);
    let most = 0;
    for (let from = 0; from < 20_000; from += 100) {
      const some = Array.from({ length: 100 }, (_, index) => {
        return entryOf(`e${from + index}`, NOON + (from + index) * 1_000, [`merchant ${from + index}`, 1]);
      });
      await hand.write(some);
      most = Math.max(most, memory.size().entries + memory.size().tiles);
    }
    // Windows of an hour reach back thirteen tiles, and what comes late as much again.
    expect(most).toBeLessThan(limits.exactEventsPerKey + limits.foldEntries + 30);
  });
});
