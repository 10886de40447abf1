import { describe, expect, test } from 'vitest';
import { type Means, SWIPED } from '../../../src/simulator/world/means.ts';
import { createRandom } from '../../../src/simulator/world/random.ts';
import { drawSignals, type Look } from '../../../src/simulator/world/signals.ts';

const QUIET = { invalidRatePercent: 1, disputeRatePercent: 0.2 };

function drawMany(look: Partial<Look>) {
  return Array.from({ length: 2_000 }, (_, index) =>
    drawSignals(createRandom('signals', index), {
      isFraud: false,
      oddness: 0,
      means: SWIPED,
      weather: QUIET,
      ...look,
    }),
  );
}

function shareOf<T>(list: readonly T[], isMeant: (item: T) => boolean): number {
  return list.filter(isMeant).length / list.length;
}

describe('signals', () => {
  test('are scores from 0 to 100 with two decimals, and none for one purchase in a hundred', () => {
    const scores = drawMany({ isFraud: true, oddness: 3 }).map(({ fraudScore }) => fraudScore);
    expect(shareOf(scores, (score) => score === null)).toBeCloseTo(0.01, 2);
    for (const score of scores.filter((score) => score !== null)) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      expect(Math.round(score * 100) / 100).toBe(score);
    }
  });

  test('score higher what is fraud and what looks odd', () => {
    const isHigh = ({ fraudScore }: { fraudScore: number | null }) => (fraudScore ?? 0) > 25;
    const good = shareOf(drawMany({}), isHigh);
    expect(shareOf(drawMany({ oddness: 0.5 }), isHigh)).toBeGreaterThan(good);
    expect(shareOf(drawMany({ isFraud: true }), isHigh)).toBeGreaterThan(4 * good);
  });

  test('call card testing elevated where many numbers are wrong', () => {
    const isElevated = ({ cardTestingLevel }: { cardTestingLevel: string }) =>
      cardTestingLevel === 'elevated' || cardTestingLevel === 'highest';
    expect(shareOf(drawMany({}), isElevated)).toBeLessThan(0.01);
    expect(shareOf(drawMany({ weather: { ...QUIET, invalidRatePercent: 50 } }), isElevated)).toBeGreaterThan(0.98);
  });

  test.each<[string, Partial<Means>, string]>([
    ['the chip was read', { method: 'chip' }, 'very_unlikely'],
    ['the cardholder was authenticated', { method: 'online', threeDSecure: 'authenticated' }, 'very_unlikely'],
    ['a number was typed in', { method: 'online' }, 'very_likely'],
    ['the stripe was swiped', {}, 'very_likely'],
  ])('say how likely a dispute is won where %s', (_case, means, disputability) => {
    const drawn = drawMany({ means: { ...SWIPED, ...means } });
    expect(shareOf(drawn, (signals) => signals.disputability === disputability)).toBeGreaterThan(0.8);
  });

  test('bring a score of the network now and then, from 1 to 99', () => {
    const scores = drawMany({}).flatMap(({ networkScore }) => networkScore ?? []);
    expect(scores.length / 2_000).toBeCloseTo(0.08, 1);
    expect(scores.filter((score) => score < 1 || score > 99 || !Number.isInteger(score))).toEqual([]);
  });
});
