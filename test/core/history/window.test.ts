import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin, matureWindow, partsOf } from '../../../src/core/history/window.ts';

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

describe('the parts of a window', () => {
  test('are all of it, each once, none longer than so much, and end where a unit begins', () => {
    const time = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(
        time,
        time,
        fc.integer({ min: 100, max: 900 }),
        fc.integer({ min: 1, max: 9 }),
        (one, other, unit, units) => {
          const window = { fromMs: Math.min(one, other), toMs: Math.max(one, other) };
          const parts = partsOf(window, unit, units);
          expect(parts.length === 0).toBe(one === other);
          expect([parts[0]?.fromMs ?? one, parts.at(-1)?.toMs ?? one]).toEqual([window.fromMs, window.toMs]);
          for (const [index, { fromMs, toMs }] of parts.entries()) {
            expect(toMs - fromMs).toBeLessThanOrEqual(unit * units);
            if (index > 0) expect([fromMs % unit, fromMs]).toEqual([0, parts[index - 1]?.toMs]);
          }
        },
      ),
    );
  });
});
