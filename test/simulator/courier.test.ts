import { expect, test } from 'vitest';
import { createCourier } from '../../src/simulator/courier.ts';
import { createManualClock, settle } from '../support/clock.ts';

test('errands run at their time, in its order', async () => {
  const clock = createManualClock();
  const courier = createCourier(clock, 2);
  const ran: string[] = [];
  courier.later(20, async () => void ran.push('late'));
  courier.later(10, async () => void ran.push('early'));
  await clock.advance(9);
  expect(ran).toEqual([]);
  await clock.advance(1);
  expect(ran).toEqual(['early']);
  await clock.advance(10);
  expect(ran).toEqual(['early', 'late']);
  expect(courier.pending()).toBe(0);
});

test('no more errands are under way than there are connections', async () => {
  const clock = createManualClock();
  const courier = createCourier(clock, 2);
  const ends: (() => void)[] = [];
  let most = 0;
  let now = 0;
  for (let i = 0; i < 5; i += 1) {
    courier.later(0, async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise<void>((resolve) => ends.push(resolve));
      now -= 1;
    });
  }
  await clock.advance(0);
  let isDrained = false;
  void courier.drained().then(() => {
    isDrained = true;
  });
  while (courier.pending() > 0) {
    expect(isDrained).toBe(false);
    ends.shift()?.();
    await settle();
  }
  expect(most).toBe(2);
  expect(isDrained).toBe(true);
});

test('what waits when the courier closes is dropped and counted; what is under way ends', async () => {
  const clock = createManualClock();
  const courier = createCourier(clock, 1);
  const ends: (() => void)[] = [];
  courier.later(0, () => new Promise<void>((resolve) => ends.push(resolve)));
  courier.later(0, async () => undefined);
  courier.later(50, async () => undefined);
  await clock.advance(0);
  expect(courier.close()).toBe(2);
  const drained = courier.drained();
  ends.shift()?.();
  await drained;
  courier.later(0, async () => {
    throw new Error('it took one more');
  });
  expect(courier.pending()).toBe(0);
});
