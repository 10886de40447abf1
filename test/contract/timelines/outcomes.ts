import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import type { EntryOutcome } from '../../../src/core/features/built-in-event.ts';
import { outcomeOf } from '../../../src/core/features/timeline/outcome.ts';
import { countOf, entryOf, handOn, NOON, type OpenedTimelines, readOf, timelineOf } from './stage.ts';

/** What became of an event is written after it, and some say it with more right than others. */
export function outcomesContract(opened: () => OpenedTimelines): void {
  async function hand() {
    const timeline = timelineOf(['money']);
    await opened().markFilled([timeline.id]);
    return handOn(opened().timelines, timeline);
  }
  const at = (outcome: EntryOutcome, minor = 1000) => entryOf('e1', NOON, [[minor, 'usd']], { outcome });

  describe('outcomes', () => {
    it('are counted apart, and take the place of pending', async () => {
      const card = await hand();
      await card.write([at('pending'), entryOf('e2', NOON, [[500, 'usd']], { outcome: 'declined' })]);
      const approved = { outcomes: ['approved', 'pending'] } as const;
      const reads = [countOf('approved', 'pending'), countOf('declined'), readOf('Count'), readOf('Sum', approved)];
      expect(await card.values(NOON, ...reads)).toEqual([1, 1, 2, 10]);
      await card.write([at('declined')]);
      expect(await card.values(NOON, ...reads)).toEqual([0, 2, 2, 0]);
    });

    it('are taken over from a duplicate, whose values are not', async () => {
      const card = await hand();
      await card.write([at('pending')]);
      const { isDuplicate } = await card.apply(at('approved', 9999));
      expect(isDuplicate).toBe(true);
      expect(await card.values(NOON, countOf('approved'), readOf('Sum'))).toEqual([1, 10]);
    });

    it('count a pending ask as approved until it has been silent for too long', async () => {
      const card = await hand();
      await card.write([at('pending')]);
      const approved = { outcomes: ['approved', 'pending'] } as const;
      const reads = [readOf('Count'), readOf('Count', approved), readOf('Sum', approved)];
      expect(await card.values(NOON + limits.pendingMs - 1, ...reads)).toEqual([1, 1, 10]);
      expect(await card.values(NOON + limits.pendingMs, ...reads)).toEqual([1, 0, 0]);
    });

    // What is said in this order, upper case as Stripe's report; and what stands in the end.
    const orders: readonly (readonly [string, EntryOutcome])[] = [
      ['pending approved pending', 'approved'],
      ['pending declined approved', 'approved'],
      ['approved declined challenged', 'challenged'],
      ['approved DECLINED_BY_STRIPE approved', 'declined_by_stripe'],
      ['DECLINED APPROVED pending', 'approved'],
      ['APPROVED declined challenged', 'approved'],
      ['none approved none', 'approved'],
    ];
    it.each(orders)('said as "%s" end as %s', async (said, standing) => {
      const card = await hand();
      for (const word of said.split(' ')) {
        const outcome = word.toLowerCase() as EntryOutcome;
        await card.write([at(outcome)], { isReported: word !== outcome });
      }
      const { rows } = await card.state();
      expect(rows.outcomes.slice(0, rows.count).map(outcomeOf)).toEqual([standing]);
      expect(await card.values(NOON, countOf(standing), readOf('Count'))).toEqual([1, 1]);
    });

    it('leave out what was declined in an outage, once that was reported, in whatever way one counts', async () => {
      const timeline = timelineOf(['money', 'identity', 'value', 'mark']);
      await opened().markFilled([timeline.id]);
      const card = handOn(opened().timelines, timeline);
      const lost = entryOf('lost', NOON, [[9000, 'usd'], 'm_lost', 'lost', 1], { outcome: 'declined' });
      const retry = entryOf('retry', NOON + 1, [[500, 'usd'], 'm_retry', 'retry', 1], { outcome: 'approved' });
      const reads = [
        ...[
          readOf('Count'),
          readOf('Count', { column: 3 }),
          readOf('Sum'),
          readOf('Max'),
          readOf('First', { column: 2 }),
        ],
        ...[readOf('CountUnique', { column: 1 }), countOf('declined'), countOf('declined_by_stripe')],
      ];
      await card.write([lost, retry]);
      expect(await card.values(NOON + 1, ...reads)).toEqual([2, 2, 95, 90, 'lost', 2, 1, 0]);
      await card.write([{ ...lost, outcome: 'unjudged' }], { isReported: true });
      expect(await card.values(NOON + 1, ...reads)).toEqual([1, 1, 5, 5, 'retry', 1, 0, 0]);
      // A late answer of ours, or filling it again, does not bring it back.
      await card.write([lost]);
      await card.write([lost], { isFilling: true });
      expect(await card.values(NOON + 1, ...reads)).toEqual([1, 1, 5, 5, 'retry', 1, 0, 0]);
    });

    it('leave out what was only ever reported, and declined in an outage', async () => {
      const card = await hand();
      await card.write([at('unjudged')], { isReported: true });
      await card.write([at('pending')]);
      expect(await card.values(NOON, readOf('Count'), readOf('Sum'))).toEqual([0, 0]);
    });

    it('keep their rank when a timeline is filled again', async () => {
      const card = await hand();
      await card.write([at('declined_by_stripe')], { isReported: true });
      await card.write([at('approved', 700)], { isFilling: true });
      expect(await card.values(NOON, countOf('declined_by_stripe'), readOf('Sum'))).toEqual([1, 7]);
    });
  });
}
