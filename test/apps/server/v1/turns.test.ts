import { expect, test } from 'vitest';
import { createTurns, TurnsTaken } from '../../../../src/apps/server/v1/turns.ts';
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

test('of more than may wait the last are refused at once, until those before are done', async () => {
  const clock = createManualClock();
  const inTurn = createTurns(clock, 2);
  const brief = () => inTurn(() => new Promise<string>((resolve) => void clock.after(10, () => resolve('done'))));
  const taken = [brief(), brief(), brief()];
  await expect(brief()).rejects.toThrow(TurnsTaken);
  await clock.advance(1_000);
  expect(await Promise.all(taken)).toEqual(['done', 'done', 'done']);
  const after = brief();
  await clock.advance(10);
  expect(await after).toBe('done');
});
