import { describe, expect, test } from 'vitest';
import { isWithin, matureWindow } from '../../../src/core/history/window.ts';

const NEWEST_MS = Date.parse('2026-06-30T00:00Z');

describe('the mature window', () => {
  test("is Stripe's: 90 days that end 60 days before the newest row", () => {
    const { fromMs, toMs } = matureWindow(NEWEST_MS);
    expect([fromMs, toMs]).toEqual([Date.parse('2026-01-31T00:00Z'), Date.parse('2026-05-01T00:00Z')]);
  });

  test('ends as long before it as rows need', () => {
    expect(matureWindow(NEWEST_MS, 0).toMs).toBe(NEWEST_MS);
  });

  test('holds its first moment and not its last', () => {
    const window = matureWindow(NEWEST_MS);
    expect([window.fromMs - 1, window.fromMs, window.toMs - 1, window.toMs].map((ms) => isWithin(window, ms))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
