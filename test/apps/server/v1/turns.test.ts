import { expect, test } from 'vitest';
import { createTurns } from '../../../../src/apps/server/v1/turns.ts';
import { createManualClock, settle } from '../../../support/clock.ts';

test('what is heavy runs one after the other, with a rest as long as it took, and a failure holds nobody up', async () => {
  const clock = createManualClock();
  const inTurn = createTurns(clock);
  const began: string[] = [];
  const heavy = (name: string, isFailing = false) =>
    inTurn(async () => {
      began.push(name);
      await new Promise<void>((resolve) => void clock.after(100, resolve));
      if (isFailing) throw new Error(name);
      return name;
    });
  const failing = expect(heavy('a', true)).rejects.toThrow('a');
  const second = heavy('b');
  await clock.advance(100);
  await failing;
  expect(began).toEqual(['a']);
  await clock.advance(99);
  expect(began).toEqual(['a']);
  await clock.advance(1);
  await settle();
  expect(began).toEqual(['a', 'b']);
  await clock.advance(100);
  expect(await second).toBe('b');
});
