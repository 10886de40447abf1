import { expect, test } from 'vitest';
import { createMemoryReservations } from '../../../src/adapters/counters/memory-reservations.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { reservationsContract, spendingOf } from '../../contract/reservations.ts';
import { createManualClock } from '../../support/clock.ts';

reservationsContract('memory', async () => {
  const clock = createManualClock(Date.now());
  const reservations = createMemoryReservations(clock);
  return { doors: [reservations, reservations], wait: clock.advance, close: async () => {} };
});

test('what was taken from an allowance is known until nobody can ask for it any more', async () => {
  const clock = createManualClock();
  const { spend } = createMemoryReservations(clock);
  const untilMs = clock.nowMs() + 1_000;
  expect(await spend(spendingOf('alw_1', { amountMinor: 2_000, untilMs }))).toBe(true);
  await clock.advance(1_000 + limits.challengeSpentSlackMs - 1);
  expect(await spend(spendingOf('alw_1', { amountMinor: 1, untilMs }))).toBe(false);
  // Long after its end nothing of it stands in memory.
  await clock.advance(limits.challengeSpentSlackMs);
  expect(await spend(spendingOf('alw_1', { amountMinor: 1, untilMs }))).toBe(true);
});

test('a clock that is set back lets nobody have a phone that another question has', async () => {
  const clock = createManualClock();
  let shiftMs = 0;
  const { hold } = createMemoryReservations({ nowMs: () => clock.nowMs() + shiftMs });
  expect(await hold('phone', 'chl_1', 1_000)).toBe('held');
  shiftMs = -3_600_000;
  expect(await hold('phone', 'chl_2', 1_000)).toBe('taken');
});
