import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPace } from '../../../src/simulator/test-mode/pace.ts';
import { createManualClock } from '../../support/clock.ts';

it('lets callers through in their order, and in no second more than so many', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 30, maxLength: 40 }), async (gapsMs) => {
      const clock = createManualClock();
      const pace = createPace(20, clock);
      const passed: { readonly caller: number; readonly atMs: number }[] = [];
      for (const [caller, gapMs] of gapsMs.entries()) {
        void pace().then(() => passed.push({ caller, atMs: clock.nowMs() }));
        await clock.advance(gapMs);
      }
      await clock.advance(10_000);
      expect(passed.map(({ caller }) => caller)).toEqual([...gapsMs.keys()]);
      for (const [index, { atMs }] of passed.entries()) {
        const sameSecond = passed.slice(index).filter((other) => other.atMs < atMs + 1_000);
        expect(sameSecond.length).toBeLessThanOrEqual(20);
      }
    }),
    { numRuns: 30 },
  );
});

it('holds nobody up who comes after a pause', async () => {
  const clock = createManualClock();
  const pace = createPace(20, clock);
  await pace();
  await clock.advance(50);
  let isThrough = false;
  void pace().then(() => {
    isThrough = true;
  });
  await clock.advance(0);
  expect(isThrough).toBe(true);
});
