import { describe, expect, test } from 'vitest';
import { createMemoryClaims } from '../../../src/adapters/counters/memory-claims.ts';
import type { AskIdentity } from '../../../src/core/decision/ports.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { answerOf, answerTo, claimsContract, firstOf } from '../../contract/claims.ts';

const MARGIN = limits.claimsClockMarginMs;

function ask(number: number, createdAtMs = 1e9): AskIdentity {
  const scope = { livemode: false, account: null };
  return { scope, eventId: `evt_${number}`, askKey: `iauth_${number}:0:1`, createdAtMs };
}

claimsContract('memory', async () => {
  const claims = createMemoryClaims(0);
  return { doors: [claims, claims], close: async () => {} };
});

describe('claims in memory', () => {
  test('are bounded, the oldest going first, and know what they no longer know', () => {
    const claims = createMemoryClaims(0, 3);
    for (const number of [1, 2, 3, 4])
      firstOf(claims.claim(ask(number, 1e9 + number))).settle(answerOf(`dec_${number}`));
    expect(claims.size).toBe(3);
    expect(firstOf(claims.claim(ask(1, 1e9 + 1))).isNew).toBe(false);
    expect(firstOf(claims.claim(ask(9, 1e9 + 1 + MARGIN + 5))).isNew).toBe(true);
  });

  test('know nothing of asks from before the process began, until they learn', () => {
    const claims = createMemoryClaims(1e9);
    expect(firstOf(claims.claim(ask(1, 1e9 - 1))).isNew).toBe(false);
    expect(firstOf(claims.claim(ask(2, 1e9 + MARGIN))).isNew).toBe(true);
    claims.reachBackTo(5e8);
    expect(firstOf(claims.claim(ask(3, 5e8))).isNew).toBe(true);
    expect(firstOf(claims.claim(ask(4, 5e8 - 1))).isNew).toBe(false);
  });

  test('give learned answers to duplicates', async () => {
    const claims = createMemoryClaims(0);
    claims.learn(ask(1), answerOf('dec_old'));
    const claim = claims.claim({ ...ask(1), eventId: 'evt_other' });
    expect(await answerTo(claim)).toEqual(answerOf('dec_old'));
  });
});
