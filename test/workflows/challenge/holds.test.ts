import { expect, test } from 'vitest';
import { createMemoryReservations } from '../../../src/adapters/counters/memory-reservations.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { createHolds } from '../../../src/workflows/challenge/holds.ts';
import { createManualClock } from '../../support/clock.ts';
import { challengeOf, TEST_SCOPE } from '../../support/stored-challenges.ts';

const HOUR = 3_600_000;

function openHolds() {
  const clock = createManualClock();
  const holds = createHolds(createMemoryReservations(clock), clock);
  const take = (id: string, { phone = 'hmac_p', cardholder = 'ich_1', askedAtMs = clock.nowMs() } = {}) =>
    holds.take({ id, scope: TEST_SCOPE, cardholder, phone, askedAtMs, replyMs: HOUR });
  const seen = (id: string, changes: Parameters<typeof challengeOf>[2] = {}) =>
    challengeOf(id, clock.nowMs(), { phone: 'hmac_p', ...changes });
  return { clock, holds, take, seen, unseen: () => holds.unseen(TEST_SCOPE, 'ich_1') };
}

test('a phone is held until its question is settled', async () => {
  const { holds, take, seen } = openHolds();
  expect(await take('chl_1')).toBe('held');
  expect(await take('chl_2')).toBe('taken');
  for (const state of ['pending', 'sent', 'delivered'] as const) holds.saw([seen('chl_1', { state })]);
  expect(await take('chl_2')).toBe('taken');
  holds.saw([seen('chl_other', { state: 'expired' })]);
  expect(await take('chl_2')).toBe('taken');
  holds.saw([seen('chl_1', { state: 'rejected' })]);
  expect(await take('chl_2')).toBe('held');
});

test('one whose question never comes into being is held as long as it could have been open, and no longer', async () => {
  const { clock, take, unseen } = openHolds();
  await take('chl_1');
  await clock.advance(limits.challengeSendByMs + HOUR - 1);
  expect(await take('chl_2')).toBe('taken');
  await clock.advance(1);
  expect(await take('chl_2')).toBe('held');
  expect(unseen()).toEqual(['chl_2']);
});

test('a question that was decided long ago holds nothing for longer than it may be open', async () => {
  const { clock, take } = openHolds();
  expect(await take('chl_1', { askedAtMs: clock.nowMs() - HOUR })).toBe('held');
  await clock.advance(limits.challengeSendByMs);
  expect(await take('chl_2')).toBe('held');
  expect(await take('chl_3', { phone: 'hmac_q', askedAtMs: clock.nowMs() - 2 * HOUR })).toBe('unknown');
});

test('questions count from when they are decided until the database has them, once each', async () => {
  const { holds, take, seen, unseen } = openHolds();
  await take('chl_1');
  await take('chl_1');
  await take('chl_2', { phone: 'hmac_q' });
  await take('chl_3', { phone: 'hmac_p' });
  await take('chl_4', { phone: 'hmac_r', cardholder: 'ich_2' });
  expect(unseen()).toEqual(['chl_1', 'chl_2']);
  expect(holds.unseen({ livemode: true, account: null }, 'ich_1')).toEqual([]);
  holds.saw([seen('chl_1', { state: 'pending' })]);
  holds.release('chl_2', 'hmac_q');
  expect(unseen()).toEqual([]);
  expect(await take('chl_5', { phone: 'hmac_q' })).toBe('held');
});
