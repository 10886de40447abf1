import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { DAY, entryOf, handOn, LIVE, NOON, type OpenedTimelines, readOf, SECOND, timelineOf } from './stage.ts';

/** A timeline whose past is not there yet is written, but nobody takes it for the whole. */
export function coldContract(opened: () => OpenedTimelines): void {
  const count = readOf('Count');

  describe('cold timelines', () => {
    it('take what is written and give nothing back until they are filled', async () => {
      const timeline = timelineOf([]);
      const hand = handOn(opened().timelines, timeline);
      expect(await hand.apply(entryOf('e1', NOON))).toEqual({ isDuplicate: false, state: null, isCold: true });
      expect(opened().isFilled(timeline.id)).toBe(false);
      await opened().markFilled([timeline.id]);
      expect(opened().isFilled(timeline.id)).toBe(true);
      expect(await hand.values(NOON, count)).toEqual([1]);
    });

    it('are not cold to whoever fills them', async () => {
      const timeline = timelineOf(['number']);
      const live = handOn(opened().timelines, timeline);
      const filling = handOn(opened().filling(), timeline);
      await live.write([entryOf('e3', NOON + 3, [null])]);
      // History comes later than what is live meanwhile, which is in it, too.
      for (const id of [1, 2, 3]) await filling.write([entryOf(`e${id}`, NOON + id, [id])], { isFilling: true });
      expect(await filling.values(NOON + 4, count, readOf('Sum'))).toEqual([3, 6]);
      expect((await live.apply(null)).isCold).toBe(true);
      await opened().markFilled([timeline.id]);
      expect(await live.values(NOON + 4, count, readOf('Sum'))).toEqual([3, 6]);
    });

    it('forget a key with all that was folded of it, and nothing of its neighbours', async () => {
      const timeline = timelineOf([], [DAY]);
      await opened().markFilled([timeline.id]);
      const many = Array.from({ length: limits.exactEventsPerKey + 3 * limits.foldEntries }, (_, at) => {
        return entryOf(`e${at}`, NOON + at * SECOND);
      });
      const [one, other] = ['card_1', 'card_2'].map((key) => handOn(opened().timelines, timeline, key));
      await one?.write(many);
      await other?.write(many.slice(0, 5));
      await opened().forget([{ timeline, scope: LIVE, key: 'card_1' }]);
      const day = readOf('Count', { windowMs: DAY });
      const atMs = NOON + 1_000 * SECOND;
      expect([await one?.values(atMs, day), await other?.values(atMs, day)]).toEqual([[0], [5]]);
      expect(await one?.apply(many[0] ?? null)).toMatchObject({ isDuplicate: false });
      expect(await one?.values(atMs, day)).toEqual([1]);
    });

    it('are filled each by itself', async () => {
      const [filled, cold] = [timelineOf([]), timelineOf([])];
      await opened().markFilled([filled.id]);
      const replies = await opened().timelines.apply(
        [filled, cold].map((timeline) => handOn(opened().timelines, timeline).request(entryOf('e1', NOON))),
      );
      expect(replies.map(({ isCold }) => isCold)).toEqual([false, true]);
    });

    it('are what is left of one that was dropped', async () => {
      const timeline = timelineOf([]);
      await opened().markFilled([timeline.id]);
      const hands = ['card_1', 'card_2'].map((key) => handOn(opened().timelines, timeline, key));
      for (const hand of hands) await hand.write([entryOf('e1', NOON)]);
      await opened().drop(timeline.id);
      expect(opened().isFilled(timeline.id)).toBe(false);
      expect((await hands[0]?.apply(null))?.isCold).toBe(true);
      await opened().markFilled([timeline.id]);
      for (const hand of hands) expect(await hand.values(NOON, count)).toEqual([0]);
    });
  });
}
