import { expect, test } from 'vitest';
import { createLeapingClock, createPacedClock } from '../../src/simulator/clock.ts';
import { createManualClock } from '../support/clock.ts';

test('paced time passes so many times as fast as the machine’s', async () => {
  const machine = createManualClock(1_000);
  const clock = createPacedClock(5_000_000, 60, machine);
  expect(clock.nowMs()).toBe(5_000_000);
  await machine.advance(1_000);
  expect(clock.nowMs()).toBe(5_060_000);
});

test('a paced clock waits for a moment, but never so long that something brought forward would be late', async () => {
  const machine = createManualClock(0);
  const clock = createPacedClock(0, 10, machine);
  let isThere = false;
  const near = clock.towards(100).then(() => {
    isThere = true;
  });
  await machine.advance(9);
  expect(isThere).toBe(false);
  await machine.advance(1);
  await near;
  expect(clock.nowMs()).toBe(100);

  const far = clock.towards(1_000_000);
  await machine.advance(60);
  await far;
  expect(clock.nowMs()).toBe(700);
  await clock.towards(5);
});

test('a leaping clock is at once where it is wanted, and never goes back', async () => {
  const clock = createLeapingClock(100);
  await clock.towards(5_000);
  await clock.towards(200);
  expect(clock.nowMs()).toBe(5_000);
});
