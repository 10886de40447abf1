import { expect, test } from 'vitest';
import { createSeenAsks } from '../../../src/workflows/history/seen-asks.ts';
import { asked } from './past.ts';

function seenOver(least: number) {
  const seen = createSeenAsks(least);
  return (id: string, changes = {}, eventId: string | null = `evt_${id}`) => {
    const event = asked(id, 0, changes, { eventId });
    return event.kind === 'ask' && seen.isRepeated(event.authorization, event.eventId);
  };
}

test('an ask is known again by its event, or by authorization, history length and amount', () => {
  const isRepeated = seenOver(10);
  expect(isRepeated('a')).toBe(false);
  expect(isRepeated('a')).toBe(true);
  expect(isRepeated('b', {}, 'evt_a')).toBe(true);
  expect(isRepeated('a', {}, null)).toBe(true);
  expect(isRepeated('a', { pending_request: { amount: 99, currency: 'usd' } }, 'evt_c')).toBe(false);
});

test('a duplicate is not remembered for what it says besides', () => {
  const isRepeated = seenOver(10);
  isRepeated('a');
  isRepeated('b', {}, 'evt_a');
  expect(isRepeated('b', {}, 'evt_b')).toBe(false);
});

test('as many as promised are remembered, and not more than twice as many', () => {
  const isRepeated = seenOver(10);
  for (let index = 0; index < 11; index += 1) isRepeated(`a${index}`);
  // One more than ten: the first ten are the earlier ones now.
  expect(isRepeated('a0')).toBe(true);
  for (let index = 11; index < 21; index += 1) isRepeated(`a${index}`);
  expect(isRepeated('a11')).toBe(true);
  expect(isRepeated('a0')).toBe(false);
});
