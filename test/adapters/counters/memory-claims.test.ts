import { describe, expect, test } from 'vitest';
import { createMemoryClaims } from '../../../src/adapters/counters/memory-claims.ts';
import type { Answer, AskIdentity, Claim } from '../../../src/core/decision/ports.ts';
import { limits } from '../../../src/core/domain/limits.ts';

const MARGIN = limits.claimsClockMarginMs;
const answer = (decisionId: string): Answer => ({ decisionId, reply: { approved: true } });

function ask(number: number, createdAtMs = 1e9): AskIdentity {
  const scope = { livemode: false, account: null };
  return { scope, eventId: `evt_${number}`, askKey: `iauth_${number}:0:1`, createdAtMs };
}

function first(claim: Claim) {
  if (claim.kind !== 'first') throw new Error('a duplicate');
  return claim;
}

describe('claims in memory', () => {
  test('make the second asker wait for the first one', async () => {
    const claims = createMemoryClaims(0);
    const claim = first(claims.claim(ask(1)));
    const second = claims.claim(ask(1));
    claim.settle(answer('dec_1'));
    expect(second.kind === 'duplicate' && (await second.answer)).toEqual(answer('dec_1'));
  });

  test('that are given back can be taken again, and whoever waited is told', async () => {
    const claims = createMemoryClaims(0);
    const claim = first(claims.claim(ask(1)));
    const waiting = claims.claim(ask(1));
    claim.settle(null);
    expect(waiting.kind === 'duplicate' && (await waiting.answer)).toBeNull();
    expect(claims.claim(ask(1)).kind).toBe('first');
  });

  test('are bounded, the oldest going first, and know what they no longer know', () => {
    const claims = createMemoryClaims(0, 3);
    for (const number of [1, 2, 3, 4]) first(claims.claim(ask(number, 1e9 + number))).settle(answer(`dec_${number}`));
    expect(claims.size).toBe(3);
    expect(first(claims.claim(ask(1, 1e9 + 1))).isNew).toBe(false);
    expect(first(claims.claim(ask(9, 1e9 + 1 + MARGIN + 5))).isNew).toBe(true);
  });

  test('know nothing of asks from before the process began, until they learn', () => {
    const claims = createMemoryClaims(1e9);
    expect(first(claims.claim(ask(1, 1e9 - 1))).isNew).toBe(false);
    expect(first(claims.claim(ask(2, 1e9 + MARGIN))).isNew).toBe(true);
    claims.reachBackTo(5e8);
    expect(first(claims.claim(ask(3, 5e8))).isNew).toBe(true);
    expect(first(claims.claim(ask(4, 5e8 - 1))).isNew).toBe(false);
  });

  test('give learned answers to duplicates', async () => {
    const claims = createMemoryClaims(0);
    claims.learn(ask(1), answer('dec_old'));
    const claim = claims.claim({ ...ask(1), eventId: 'evt_other' });
    expect(claim.kind === 'duplicate' && (await claim.answer)).toEqual(answer('dec_old'));
  });

  test('take asks without event id and key for new ones each time', () => {
    const claims = createMemoryClaims(0);
    const nameless = { ...ask(1), eventId: null, askKey: null };
    expect([claims.claim(nameless).kind, claims.claim(nameless).kind]).toEqual(['first', 'first']);
  });
});
