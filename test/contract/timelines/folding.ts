import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import type { JsonValue } from '../../../src/core/features/scowl-value.ts';
import type { AggregateRead, ColumnKind } from '../../../src/core/features/timeline/definition.ts';
import type { Entry } from '../../../src/core/features/timeline/entry.ts';
import { tileWidthMs } from '../../../src/core/features/timeline/tile-width.ts';
import { createNaiveTimeline } from './naive.ts';
import {
  DAY,
  entryOf,
  type Hand,
  HOUR,
  handOn,
  MINUTE,
  NOON,
  type OpenedTimelines,
  readOf,
  timelineOf,
} from './stage.ts';

const KINDS: readonly ColumnKind[] = ['mark', 'number', 'money', 'identity', 'value'];
const WINDOWS_MS = [HOUR, DAY];
const EXACT = limits.exactEventsPerKey;
const MOST = limits.exactEventsPerKey + limits.foldEntries;

/** A key that is busier than is kept one by one: what is read may be a little too much, never too little. */
export function foldingContract(opened: () => OpenedTimelines): void {
  async function filledHand(windowsMs = WINDOWS_MS): Promise<Hand> {
    const timeline = timelineOf(KINDS, windowsMs);
    await opened().markFilled([timeline.id]);
    return handOn(opened().timelines, timeline);
  }

  /** One event a minute: the number grows, and every third one is marked. */
  const event = (index: number, more: Partial<Entry> = {}) => {
    const values: JsonValue[] = [index % 3 ? null : 1, index, [index, 'usd'], `merchant ${index % 40}`, `${index}`];
    return entryOf(`e${index}`, NOON + index * MINUTE, values, more);
  };
  const events = (from: number, to: number, more: Partial<Entry> = {}) =>
    Array.from({ length: to - from }, (_, index) => event(from + index, more));

  /** Writes them so that whatever folds behind the answers has its turn. */
  async function writeAll(hand: Hand, all: readonly Entry[]): Promise<void> {
    for (let from = 0; from < all.length; from += 32) {
      await hand.write(all.slice(from, from + 32));
      await hand.state();
    }
    for (let turn = 0; turn < 100 && (await hand.state()).rows.count > MOST; turn++);
  }

  const atMs = (index: number) => NOON + index * MINUTE;
  const day = (name: AggregateRead['function'], column: number | null = null, more: Partial<AggregateRead> = {}) =>
    readOf(name, { column, windowMs: DAY, ...more });

  describe('a busy key', () => {
    it(`is exact while it has no more than ${EXACT} events`, async () => {
      const hand = await filledHand();
      await hand.write(events(0, EXACT));
      const results = await hand.read(atMs(EXACT), day('Count'), day('Sum', 1), day('CountUnique', 3), day('First', 4));
      const sum = (EXACT * (EXACT - 1)) / 2;
      expect(results.map(({ value }) => value)).toEqual([EXACT, sum, 40, '0']);
      expect(results.every(({ isApproximate }) => !isApproximate)).toBe(true);
    });

    it('tells the whole of what lies in the window, however much of it was folded', async () => {
      const hand = await filledHand();
      await writeAll(hand, events(0, 1000));
      const { rows, tiles } = await hand.state();
      expect(rows.count).toBeLessThanOrEqual(MOST);
      expect(rows.count).toBeGreaterThanOrEqual(EXACT);
      expect(tiles).not.toBeNull();
      const reads = [
        ...[day('Count'), day('Count', 0), day('LatestTime'), day('LatestTime', 0), day('First', 4), day('Latest', 4)],
        ...[1, 2].flatMap((column) => [
          day('Sum', column),
          day('Average', column),
          day('Min', column),
          day('Max', column),
        ]),
        day('CountUnique', 3),
      ];
      const results = await hand.read(atMs(999), ...reads);
      const [sum, cents] = [499_500, 4995];
      expect(results.map(({ value }) => value)).toEqual([
        ...[1000, 334, atMs(999), atMs(999), '0', '999'],
        ...[sum, sum / 1000, 0, 999, cents, cents / 1000, 0, 9.99],
        40,
      ]);
      expect(results.every(({ isApproximate }) => isApproximate)).toBe(true);
    });

    it('is exact in a window that is kept one by one', async () => {
      const hand = await filledHand();
      await writeAll(hand, events(0, 1000));
      const reads = [readOf('Count'), readOf('Min', { column: 1 }), readOf('CountUnique', { column: 3 })];
      const results = await hand.read(atMs(999), ...reads);
      expect(results).toEqual([60, 940, 40].map((value) => ({ value, isApproximate: false })));
    });

    it('counts at most one tile too much, and nothing too little', async () => {
      const windowsMs = [HOUR, 6 * HOUR, DAY];
      const hand = await filledHand(windowsMs);
      const naive = createNaiveTimeline(KINDS);
      const all = Array.from({ length: 2000 }, (_, index) => ({ ...event(index), atMs: NOON + index * 20_000 }));
      await writeAll(hand, all);
      for (const entry of all) naive.write(entry, {});
      const nowMs = NOON + 2000 * 20_000;
      for (const windowMs of windowsMs) {
        const read = { ...readOf('Count', { windowMs }), afterMs: null };
        const [result] = await hand.read(nowMs, read);
        const longer = { ...read, windowMs: windowMs + tileWidthMs(windowMs) };
        expect(result?.value).toBeGreaterThanOrEqual(naive.read(read, null, nowMs) as number);
        expect(result?.value).toBeLessThanOrEqual(naive.read(longer, null, nowMs) as number);
      }
    });

    it('estimates how many different ones there were, when they were many', async () => {
      const hand = await filledHand();
      const busy = (count: number) =>
        Array.from({ length: count }, (_, index) =>
          entryOf(`e${index}`, NOON + index * 10_000, [null, null, null, `merchant ${index}`, null]),
        );
      await writeAll(hand, busy(3000));
      const nowMs = NOON + 3000 * 10_000;
      const [long, short] = await hand.read(nowMs, day('CountUnique', 3), readOf('CountUnique', { column: 3 }));
      // Three standard errors of 6.5 %, and a tile.
      expect(Math.abs((long?.value as number) / 3000 - 1)).toBeLessThan(0.2);
      expect(long?.isApproximate).toBe(true);
      expect((short?.value as number) / 360).toBeGreaterThan(0.8);
      expect((short?.value as number) / 390).toBeLessThan(1.2);
    });

    it('still knows the duplicates of what was folded', async () => {
      const hand = await filledHand();
      await writeAll(hand, events(0, 600));
      for (const index of [0, 100, 250]) expect((await hand.apply(event(index))).isDuplicate).toBe(true);
      expect((await hand.apply({ ...event(100), id: 'another' })).isDuplicate).toBe(false);
      expect(await hand.values(atMs(599), day('Count'), day('Sum', 1))).toEqual([601, 179_700 + 100]);
    });

    it('moves a folded event to its other outcome', async () => {
      const hand = await filledHand();
      await writeAll(hand, events(0, 600, { outcome: 'approved' }));
      await hand.write([event(10, { outcome: 'declined_by_stripe' })], { isReported: true });
      // Ours says nothing against a report.
      await hand.write([event(10, { outcome: 'approved' }), event(11, { outcome: 'pending' })]);
      const read = (name: 'Count' | 'Sum', outcome: 'approved' | 'declined_by_stripe') =>
        day(name, name === 'Count' ? null : 1, { outcomes: [outcome] });
      const reads = [read('Count', 'approved'), read('Sum', 'approved'), read('Count', 'declined_by_stripe')];
      const all = [...reads, read('Sum', 'declined_by_stripe'), day('Count')];
      const expected = [599, 179_690, 1, 10, 600];
      let values = await hand.values(atMs(599), ...all);
      for (let turn = 0; turn < 100 && values[2] !== 1; turn++) values = await hand.values(atMs(599), ...all);
      expect(values).toEqual(expected);
    });

    it('takes a folded event from counts and sums when it turns out that nobody judged it', async () => {
      const hand = await filledHand();
      await writeAll(hand, events(0, 600, { outcome: 'declined' }));
      await hand.write([event(10, { outcome: 'unjudged' })], { isReported: true });
      const reads = [day('Count'), day('Sum', 1), day('Count', null, { outcomes: ['declined'] })];
      let values = await hand.values(atMs(599), ...reads);
      for (let turn = 0; turn < 100 && values[0] !== 599; turn++) values = await hand.values(atMs(599), ...reads);
      expect(values).toEqual([599, 179_700 - 10, 599]);
      // Of a tile nobody can tell who was in it, nor what was least and greatest: those stay as they were.
      expect(await hand.values(atMs(599), day('CountUnique', 3), day('Max', 1))).toEqual([40, 599]);
    });

    it('does not count pending events as approved for ever when they were folded', async () => {
      const hand = await filledHand();
      await writeAll(hand, events(0, 600, { outcome: 'pending' }));
      const approved = { outcomes: ['approved', 'pending'] } as const;
      const reads = [
        day('Count'),
        day('Count', null, approved),
        day('CountUnique', 3, approved),
        day('Sum', 1, approved),
      ];
      const young = limits.pendingMs / MINUTE;
      const sum = young * 599 - (young * (young - 1)) / 2;
      expect(await hand.values(atMs(599), ...reads)).toEqual([600, young, young, sum]);
    });

    it('puts a late event where it belongs, behind what was folded', async () => {
      const hand = await filledHand();
      await writeAll(hand, events(0, 600));
      await hand.write([entryOf('late', atMs(5) + 1, [1, 5000, [1, 'usd'], 'merchant late', 'late'])]);
      expect(await hand.values(atMs(599), day('Count'), day('Max', 1), day('CountUnique', 3))).toEqual([601, 5000, 41]);
      expect(await hand.values(atMs(599), readOf('Max', { column: 1 }))).toEqual([599]);
      await writeAll(hand, events(600, 900));
      expect(await hand.values(atMs(899), day('Count'), day('Max', 1))).toEqual([901, 5000]);
    });

    it('forgets tiles that no window reaches any more', async () => {
      const hand = await filledHand([HOUR]);
      await writeAll(hand, events(0, 600));
      await writeAll(hand, events(5000, 5600));
      expect(await hand.values(atMs(5599), readOf('Count'))).toEqual([60]);
      const { tiles } = await hand.state();
      const oldest = Math.min(...(tiles?.tiers.map(({ numbers, widthMs }) => (numbers[0] ?? 0) * widthMs) ?? []));
      expect(oldest).toBeGreaterThan(atMs(5000) - HOUR);
    });
  });
}
