import { describe, expect, test } from 'vitest';
import { watchLag } from '../../../../src/adapters/store/journal/lag.ts';
import { createManualClock } from '../../../support/clock.ts';

function setUp(unshippedBytes = 0) {
  const clock = createManualClock();
  const journal = { writtenBytes: 0, unshippedBytes };
  return { clock, journal, lag: watchLag(() => journal, clock) };
}

describe('how far the database is behind', () => {
  test('is nothing while it has everything', async () => {
    const { clock, journal, lag } = setUp();
    journal.writtenBytes = 100;
    await clock.advance(60_000);
    expect(lag.oldestMs()).toBe(0);
  });

  test('is the age of the oldest that it does not have, to a second, however steadily it ships', async () => {
    const { clock, journal, lag } = setUp();
    for (let second = 0; second < 300; second += 1) {
      journal.writtenBytes += 100;
      // Always ten seconds behind.
      journal.unshippedBytes = Math.min(journal.writtenBytes, 1_000);
      await clock.advance(1_000);
      if (second < 20) continue;
      expect(lag.oldestMs()).toBeGreaterThanOrEqual(9_000);
      expect(lag.oldestMs()).toBeLessThanOrEqual(11_000);
    }
  });

  test('counts what was found at the start from the start', async () => {
    const { clock, journal, lag } = setUp(5_000);
    journal.writtenBytes = 100;
    journal.unshippedBytes = 5_100;
    await clock.advance(30_000);
    expect(lag.oldestMs()).toBe(30_000);
    journal.unshippedBytes = 100;
    await clock.advance(1_000);
    // These were noticed a second after the start.
    expect(lag.oldestMs()).toBe(30_000);
    journal.unshippedBytes = 0;
    expect(lag.oldestMs()).toBe(0);
  });

  test('keeps few marks of an hour without a database, and the first of them', async () => {
    const { clock, journal, lag } = setUp();
    await clock.advance(500);
    for (let second = 0; second < 4_000; second += 1) {
      journal.writtenBytes += 1;
      journal.unshippedBytes += 1;
      await clock.advance(1_000);
    }
    expect(lag.oldestMs()).toBeGreaterThanOrEqual(3_999_000);
    lag.close();
  });
});
