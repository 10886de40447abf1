import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import type { ColumnKind } from '../../../src/core/features/timeline/definition.ts';
import {
  aggregatesOf,
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

/** Writing and reading are one step, an entry counts once, and whose it is matters. */
export function writingContract(opened: () => OpenedTimelines): void {
  async function filledHand(columns: readonly ColumnKind[] = [], windowsMs?: readonly number[]): Promise<Hand> {
    const timeline = timelineOf(columns, windowsMs);
    await opened().markFilled([timeline.id]);
    return handOn(opened().timelines, timeline);
  }
  const count = readOf('Count');

  describe('writing and reading', () => {
    it('gives back in the same step what was written', async () => {
      const hand = await filledHand(['number']);
      const { state, isDuplicate, isCold } = await hand.apply(entryOf('e1', NOON, [7]));
      expect({ isDuplicate, isCold }).toEqual({ isDuplicate: false, isCold: false });
      expect(state?.rows).toMatchObject({ count: 1 });
      expect(await hand.values(NOON, count, readOf('Sum'))).toEqual([1, 7]);
    });

    it('knows nothing of a key that nothing was written to', async () => {
      const hand = await filledHand();
      expect(await hand.values(NOON, count)).toEqual([0]);
    });

    it('leaves a state that was read as it was', async () => {
      const hand = await filledHand(['number']);
      await hand.write([entryOf('e1', NOON, [1]), entryOf('e2', NOON + 2, [10])]);
      const { state } = await hand.apply(entryOf('e3', NOON + 3, [100]));
      // Behind it, between its entries, and in the place of one.
      await hand.write([entryOf('e4', NOON + 4, [1000]), entryOf('e5', NOON + 1, [10_000])]);
      await hand.write([entryOf('e2', NOON + 2, [5], { outcome: 'declined' })], { isFilling: true });
      const reads = [count, readOf('Sum'), readOf('Count', { outcomes: ['declined'] })];
      const then = state === null ? [] : aggregatesOf(hand.timeline, state, reads, null, NOON + 4);
      expect(then.map(({ value }) => value)).toEqual([3, 111, 0]);
      expect(await hand.values(NOON + 4, ...reads)).toEqual([5, 11_106, 1]);
    });

    it('leaves a long one as it was, too', async () => {
      const hand = await filledHand(['number']);
      const some = Array.from({ length: 40 }, (_, index) => entryOf(`e${index}`, NOON + index * 10, [1]));
      await hand.write(some);
      const reads = [count, readOf('Sum'), readOf('Count', { outcomes: ['declined'] })];
      const declined = [entryOf('e7', NOON + 70, [1], { outcome: 'declined' })];
      for (const [change, more] of [
        [declined, {}],
        [[entryOf('late', NOON + 5, [5])], {}],
        [[entryOf('e9', NOON + 90, [100])], { isFilling: true }],
      ] as const) {
        const { state } = await hand.apply(null);
        const then = () => state && aggregatesOf(hand.timeline, state, reads, null, NOON + 500);
        const before = then();
        await hand.write(change, more);
        expect(then()).toEqual(before);
      }
      expect(await hand.values(NOON + 500, ...reads)).toEqual([41, 144, 1]);
    });

    it('replies in the order of the requests, each of which sees those before it', async () => {
      const hand = await filledHand();
      const other = { key: 'card_2' };
      const replies = await opened().timelines.apply([
        hand.request(entryOf('e1', NOON)),
        hand.request(entryOf('e1', NOON), other),
        hand.request(entryOf('e2', NOON)),
        hand.request(entryOf('e1', NOON), { isRead: false }),
        hand.request(null, other),
      ]);
      expect(replies.map(({ isDuplicate }) => isDuplicate)).toEqual([false, false, false, true, false]);
      expect(replies.map(({ state }) => state?.rows.count)).toEqual([1, 1, 2, undefined, 1]);
    });

    it('lets two swipes in one millisecond see each other', async () => {
      const hand = await filledHand(['money']);
      const swipes = ['e1', 'e2'].map((id) => entryOf(id, NOON, [[1250, 'usd']], { outcome: 'pending' }));
      const replies = await Promise.all(swipes.map((swipe) => hand.apply(swipe)));
      const before = replies.map(({ state }, index) => {
        const reads = [readOf('Count', { isExclusive: true }), readOf('Sum', { outcomes: ['approved', 'pending'] })];
        const results = state && aggregatesOf(hand.timeline, state, reads, swipes[index] ?? null, NOON);
        return results?.map(({ value }) => value);
      });
      expect(before.toSorted()).toEqual([
        [0, 12.5],
        [1, 25],
      ]);
    });

    it('loses none of 32 events of one key that come at once', async () => {
      const hand = await filledHand(['number']);
      const events = Array.from({ length: 32 }, (_, index) => entryOf(`e${index}`, NOON + (index % 5), [2 ** index]));
      const replies = await Promise.all(events.map((event) => hand.apply(event)));
      const seen = replies.map(({ state }) => state?.rows.count ?? 0);
      expect(seen.toSorted((a, b) => a - b)).toEqual(events.map((_, index) => index + 1));
      expect(await hand.values(NOON + 9, count, readOf('Sum'))).toEqual([32, 2 ** 32 - 1]);
    });

    it('keeps what every kind of column holds', async () => {
      const hand = await filledHand(['mark', 'number', 'money', 'identity', 'value']);
      const value = { a: [1, null, 'ü 😀 "\\\n'], b: { c: true } };
      await hand.write([
        entryOf('e1', NOON, [1, -0.1, [-1250, 'kwd'], '["ü 😀"]', value]),
        entryOf('e2', NOON + 1, [null, null, null, null, null]),
      ]);
      const reads = (['Count', 'Sum', 'Min', 'CountUnique', 'Latest'] as const).map((name, column) => {
        return readOf(name, { column });
      });
      const map = new Map<string, unknown>([
        ['a', [1, { missing: 'no_value' }, 'ü 😀 "\\\n']],
        ['b', new Map([['c', true]])],
      ]);
      expect(await hand.values(NOON + 1, ...reads)).toEqual([1, -0.1, -1.25, 1, map]);
    });
  });

  describe('duplicates', () => {
    it('are told, and change nothing', async () => {
      const hand = await filledHand(['number']);
      await hand.apply(entryOf('e1', NOON, [7]));
      await hand.write([entryOf('e2', NOON + 1, [1])]);
      const { isDuplicate, state } = await hand.apply(entryOf('e1', NOON, [8], { arrival: NOON + 2 }));
      expect(isDuplicate).toBe(true);
      expect(state?.rows.count).toBe(2);
      expect(await hand.values(NOON + 1, readOf('Sum'), readOf('LatestTime'))).toEqual([8, NOON + 1]);
    });

    it('take the new values where a timeline is filled again', async () => {
      const hand = await filledHand(['number', 'value']);
      await hand.write([entryOf('e1', NOON, [7, 'a']), entryOf('e2', NOON + 1, [1, 'b'])]);
      const again = entryOf('e1', NOON, [null, 'c'], { arrival: NOON + 5 });
      const { isDuplicate } = await hand.apply(again, { isFilling: true });
      expect(isDuplicate).toBe(true);
      const reads = [count, readOf('Sum'), readOf('Latest', { column: 1 })];
      expect(await hand.values(NOON + 1, ...reads)).toEqual([2, 1, 'c']);
    });
  });

  describe('time', () => {
    it('puts a late event in its own time, and it counts for whoever comes after', async () => {
      const hand = await filledHand(['value']);
      const at = (minutes: number) => NOON + minutes * MINUTE;
      await hand.write([entryOf('e1', at(0), ['a']), entryOf('e3', at(50), ['c'])]);
      await hand.write([entryOf('e2', at(20), ['b'], { arrival: at(51) })]);
      expect(await hand.values(at(61), count, readOf('First'), readOf('Latest'))).toEqual([2, 'c', 'b']);
      // An event that is late itself sees what was counted with a later time.
      expect(await hand.values(at(30), count)).toEqual([3]);
      expect(await hand.values(at(80), count)).toEqual([1]);
    });

    it('keeps ties in the order in which they were written', async () => {
      const hand = await filledHand(['value']);
      for (const id of ['a', 'b', 'c']) await hand.write([entryOf(id, NOON, [id])]);
      expect(await hand.values(NOON, readOf('First'), readOf('Latest'))).toEqual(['a', 'c']);
    });

    it('lets go of what no window reaches any more, and takes nothing as old as that', async () => {
      const hand = await filledHand([], [HOUR, DAY]);
      const old = Array.from({ length: 20 }, (_, index) => entryOf(`old ${index}`, NOON + index));
      await hand.write(old);
      const nowMs = NOON + DAY + limits.lateEventMs + MINUTE;
      await hand.write([entryOf('new', nowMs)]);
      expect((await hand.state()).rows.count).toBe(1);
      await hand.write([entryOf('late', NOON)]);
      expect(await hand.values(nowMs, readOf('Count', { windowMs: DAY }))).toEqual([1]);
      // Just not too old: it is behind the window, but not behind that of an event that is late.
      await hand.write([entryOf('not so late', nowMs - DAY - limits.lateEventMs + 1)]);
      expect(await hand.values(nowMs - limits.lateEventMs, readOf('Count', { windowMs: DAY }))).toEqual([2]);
    });
  });

  it('keeps test and live, accounts, keys and timelines apart', async () => {
    const hand = await filledHand();
    const others = [
      handOn(opened().timelines, hand.timeline, 'card_1', { livemode: false, account: null }),
      handOn(opened().timelines, hand.timeline, 'card_1', { livemode: true, account: 'acct_1' }),
      handOn(opened().timelines, hand.timeline, 'card_2'),
      await filledHand(),
    ];
    await hand.write([entryOf('e1', NOON), entryOf('e2', NOON)]);
    for (const other of others) expect((await other.apply(entryOf('e1', NOON))).isDuplicate).toBe(false);
    for (const other of others) expect(await other.values(NOON, count)).toEqual([1]);
    expect(await hand.values(NOON, count)).toEqual([2]);
  });
}
