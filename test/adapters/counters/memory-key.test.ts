import { expect, test } from 'vitest';
import { emptyKey, type KeyTimeline, stateOf, writeEntry } from '../../../src/adapters/counters/memory-key.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { Entry } from '../../../src/core/features/timeline/entry.ts';
import { layoutOf } from '../../../src/core/features/timeline/layout.ts';
import { entryOf, HOUR, handOn, MINUTE, NOON, timelineOf } from '../../contract/timelines/stage.ts';

const timeline = timelineOf(['number'], [HOUR]);
const layout = layoutOf(timeline);
const reachMs = HOUR + limits.lateEventMs;
const hand = handOn({ apply: async () => [] }, timeline);

function write(key: KeyTimeline, ...entries: readonly Entry[]): boolean[] {
  return entries.map((entry) => writeEntry(layout, key, hand.request(entry), entry));
}

const timesOf = (key: KeyTimeline) => {
  return Array.from({ length: key.count }, (_, row) => (key.numbers[row * layout.rowNumbers] ?? 0) - NOON);
};

test('a key takes nothing that is already too old, and says that it was not there', () => {
  const key = emptyKey('card');
  write(key, ...Array.from({ length: 10 }, (_, index) => entryOf(`e${index}`, NOON, [1])));
  const old = entryOf('old', NOON - reachMs - 1, [1]);
  expect(write(key, old, old, entryOf('late', NOON - reachMs, [1]))).toEqual([false, false, false]);
  expect(timesOf(key)).toEqual([-reachMs, ...Array(10).fill(0)]);
});

test('a key lets go of what is too old when it is a quarter of all', () => {
  const key = emptyKey('card');
  const minutes = Array.from({ length: 40 }, (_, index) => index);
  write(key, ...minutes.map((minute) => entryOf(`e${minute}`, NOON + minute * MINUTE, [minute])));
  write(key, entryOf('then', NOON + reachMs + 5 * MINUTE, [0]));
  expect(key.count).toBe(41);
  write(key, entryOf('later', NOON + reachMs + 11 * MINUTE, [0]));
  expect(timesOf(key)[0]).toBe(11 * MINUTE);
  expect(key.count).toBe(31);
});

test('a key holds between what is exact and a fold more, and remembers ids only as long as windows reach', () => {
  const key = emptyKey('card');
  let most = 0;
  let hours = 0;
  for (let index = 0; index < 3_000; index++) {
    write(key, entryOf(`e${index}`, NOON + index * 10_000, [index]));
    most = Math.max(most, key.count);
    hours = Math.max(hours, key.foldedIds?.size ?? 0);
    if (index >= limits.exactEventsPerKey) expect(key.count).toBeGreaterThanOrEqual(limits.exactEventsPerKey);
  }
  expect(most).toBe(limits.exactEventsPerKey + limits.foldEntries);
  expect(hours).toBeLessThanOrEqual(reachMs / HOUR + 2);
});

test('the arrays of a short key are no longer than they must be, and are not shared with who read them', () => {
  const key = emptyKey('card');
  write(key, entryOf('e1', NOON, [1]));
  const { rows } = stateOf(key);
  write(key, entryOf('e2', NOON + 1, [2]));
  expect(rows.numbers).toHaveLength(layout.rowNumbers);
  expect(key.numbers).toHaveLength(2 * layout.rowNumbers);
});
