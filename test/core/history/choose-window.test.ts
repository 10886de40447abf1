import { describe, expect, test } from 'vitest';
import { chooseWindow } from '../../../src/core/history/choose-window.ts';
import { DAY, MONDAY } from '../../support/past-rows.ts';

const covers = (days: number) => ({ firstMs: MONDAY, newestMs: MONDAY + days * DAY });

describe('the window that is judged', () => {
  test('is, where nobody says otherwise, the 90 days that end 60 days before the newest row', () => {
    const chosen = chooseWindow(covers(365));
    expect(chosen).toMatchObject({ kind: 'chosen', days: 90 });
    expect(chosen.kind === 'chosen' && chosen.window).toEqual({
      ...{ fromMs: MONDAY + 215 * DAY, toMs: MONDAY + 305 * DAY },
    });
  });

  test('keeps its length where only its end is chosen, and its end where only its beginning is', () => {
    const end = chooseWindow(covers(365), { toMs: MONDAY + 200 * DAY });
    expect(end.kind === 'chosen' && end.window.fromMs).toBe(MONDAY + 110 * DAY);
    const beginning = chooseWindow(covers(365), { fromMs: MONDAY + 300 * DAY });
    expect(beginning).toMatchObject({ days: 5, window: { toMs: MONDAY + 305 * DAY } });
  });

  test('ends when rows are mature, as old as that is', () => {
    expect(chooseWindow(covers(365), {}, 30 * DAY)).toMatchObject({ window: { toMs: MONDAY + 335 * DAY } });
  });

  test('is as many days as the history covers of it', () => {
    expect(chooseWindow(covers(100))).toMatchObject({ days: 40 });
    const whole = chooseWindow(covers(10), { fromMs: 0, toMs: MONDAY + 99 * DAY });
    expect(whole.kind === 'chosen' && Math.round(whole.days)).toBe(10);
  });

  test('is a day at least: two reviews in an hour are not 48 a day', () => {
    const newestMs = MONDAY + DAY / 24;
    expect(chooseWindow({ firstMs: MONDAY, newestMs }, { toMs: newestMs + 1 })).toMatchObject({ days: 1 });
  });

  test('must hold time, and some of the history: else it is said what that covers', () => {
    const { kind, ...rest } = chooseWindow(covers(10), { fromMs: MONDAY + DAY, toMs: MONDAY + DAY });
    expect([kind, rest]).toEqual([
      'bad_window',
      {
        window: { fromMs: MONDAY + DAY, toMs: MONDAY + DAY },
        problem:
          'The window, from 2026-01-06T00:00:00.000Z to 2026-01-06T00:00:00.000Z, holds no time. Choose an end after ' +
          'its beginning. The history runs from 2026-01-05T00:00:00.000Z to 2026-01-15T00:00:00.000Z.',
      },
    ]);
    const problem = (fromDay: number, toDay: number) => {
      const found = chooseWindow(covers(10), { fromMs: MONDAY + fromDay * DAY, toMs: MONDAY + toDay * DAY });
      return found.kind === 'chosen' ? null : found.problem;
    };
    expect(problem(-2, 0)).toContain('ends before the history begins');
    expect(problem(-2, 0.01)).toBeNull();
    expect(problem(11, 12)).toContain('begins after the history ends');
    expect(problem(10, 12)).toBeNull();
  });

  test('of a history without rows is none', () => {
    expect(chooseWindow({ firstMs: null, newestMs: null }).kind).toBe('no_rows');
  });
});
