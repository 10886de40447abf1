import { describe, expect, it } from 'vitest';
import {
  type FeedRows,
  feedRows,
  MOST_KEPT,
  NO_ROWS,
  skippedCount,
  type Told,
} from '../../src/apps/console/now/feed-rows.ts';
import { readNowSearch, windowStart } from '../../src/apps/console/now/now-search.ts';

const decision = (id: string) => ({ type: 'decision', id }) as Told;
const skipped = (approve: number) => ({ type: 'skipped', approve, decline: 1, challenge: 0 }) as const;

function told(rows: FeedRows, events: readonly Told[], { isHeld = false, atMs = 0 } = {}): FeedRows {
  return feedRows(rows, { kind: 'told', events, atMs, isHeld });
}

const ids = (rows: FeedRows) => rows.shown.map((row) => (row.type === 'decision' ? row.id : row.type));

describe('the list of decisions as they fall', () => {
  it('has the newest first, with news between decisions', () => {
    const alarm = { type: 'alarm', alarm: 'jobs_dead', change: 'raised' } as Told;
    const rows = told(told(NO_ROWS, [decision('a'), decision('b')]), [alarm, decision('c')]);
    expect(ids(rows)).toEqual(['c', 'alarm', 'b', 'a']);
  });

  it('stands still while it is held, and has all of it when it is let go', () => {
    const before = told(NO_ROWS, [decision('a')]);
    const held = told(told(before, [decision('b')], { isHeld: true }), [decision('c')], { isHeld: true });
    expect(held.shown).toBe(before.shown);
    expect(held.heldCount).toBe(2);
    const after = feedRows(held, { kind: 'let-go' });
    expect([ids(after), after.heldCount]).toEqual([['c', 'b', 'a'], 0]);
    expect(feedRows(after, { kind: 'let-go' })).toBe(after);
  });

  it('is never held empty: nothing could move', () => {
    expect(ids(told(NO_ROWS, [decision('a')], { isHeld: true }))).toEqual(['a']);
  });

  it('keeps so many, however long it is held, and counts the rest', () => {
    const many = Array.from({ length: MOST_KEPT + 50 }, (_, number) => decision(`d${number}`));
    const held = told(told(NO_ROWS, [decision('a')]), many, { isHeld: true });
    expect([held.held.length, held.heldCount]).toEqual([MOST_KEPT, MOST_KEPT + 50]);
    expect(feedRows(held, { kind: 'let-go' }).shown).toHaveLength(MOST_KEPT);
  });

  it('counts what was not told for a minute', () => {
    const rows = told(told(NO_ROWS, [skipped(10)]), [skipped(5)], { atMs: 30_000 });
    expect(skippedCount(rows)).toBe(17);
    expect(skippedCount(told(rows, [decision('a')], { atMs: 60_000 }))).toBe(6);
  });

  it('knows whether the database is away, and forgets all in another world', () => {
    const database = (state: 'away' | 'back') => ({ type: 'database', state, at: '' }) as const;
    const away = told(NO_ROWS, [database('back'), database('away')]);
    expect(away.isDatabaseAway).toBe(true);
    expect(told(away, [decision('a')]).isDatabaseAway).toBe(true);
    expect(told(away, [database('back')]).isDatabaseAway).toBe(false);
    expect(feedRows(away, { kind: 'forget' })).toEqual(NO_ROWS);
  });
});

describe('the address of Now', () => {
  it('holds what means something and nothing else', () => {
    const search = { outcome: 'decline', window: '7d', table: true } as const;
    expect(readNowSearch(search)).toEqual(search);
    expect(readNowSearch({ outcome: 'all', window: 'toString', table: 'true', x: 1 })).toEqual({});
  });

  it('asks the same of the funnel within a minute', () => {
    const noon = Date.UTC(2026, 5, 1, 12);
    expect(windowStart('1h', noon + 59_999)).toBe('2026-06-01T11:00:00.000Z');
    expect(windowStart('7d', noon)).toBe('2026-05-25T12:00:00.000Z');
  });
});
