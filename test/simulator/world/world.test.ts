import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/core/domain/random.ts';
import { PURCHASES_PER_CARDHOLDER_DAY, type World } from '../../../src/simulator/world/world.ts';
import { createFakeIssuer } from '../../support/issuer.ts';
import { DAY_MS, live, START_MS, worldOf } from './live.ts';

const HOUR_MS = 3_600_000;

/** Runs up to `atOnce` things at a time, which end in any order. */
async function runAtOnce(world: World, untilMs: number, atOnce: number): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for (;;) {
    const isOver = (world.peekMs() ?? untilMs) >= untilMs;
    if (isOver && underWay.size === 0) return;
    if (isOver || underWay.size >= atOnce) {
      await Promise.race(underWay);
      continue;
    }
    const running: Promise<void> | undefined = world
      .next()
      ?.run()
      .finally(() => running && underWay.delete(running));
    if (running) underWay.add(running);
  }
}

/** Lets a random number of other things go first. */
function shuffledPause(): () => Promise<void> {
  const random = createRandom(7);
  return async () => {
    for (let turns = Math.floor(random() * 6); turns > 0; turns -= 1) await Promise.resolve();
  };
}

describe('a world', () => {
  test('does the same again with the same options and the same answers', async () => {
    const options = { scenario: 'all', cardholders: 40, fraudShare: 0.05 } as const;
    const refuse = ({ signals }: { signals: { fraudScore: number | null } }) =>
      (signals.fraudScore ?? 0) > 50 ? 'webhook_declined' : null;
    const [first, again] = [
      await live(20, options, createFakeIssuer({ refuse })),
      await live(20, options, createFakeIssuer({ refuse })),
    ];
    expect(first.purchases.length).toBeGreaterThan(1_000);
    expect(again.purchases).toEqual(first.purchases);
    expect(again.disputes).toEqual(first.disputes);
    expect(again.logins).toEqual(first.logins);
    expect(again.issuer.calls).toEqual(first.issuer.calls);
  });

  test('is another with another seed', async () => {
    const [one, other] = [await live(1), await live(1, { seed: 'b' })];
    expect(other.purchases.map(({ atMs }) => atMs)).not.toEqual(one.purchases.map(({ atMs }) => atMs));
  });

  test('buys the same when answers come late and out of order, and adds everybody once', async () => {
    const options = { scenario: 'all', cardholders: 40, fraudShare: 0.05 } as const;
    const calm = await live(10, options);
    const { world, lived } = worldOf(options, createFakeIssuer({ pause: shuffledPause() }));
    await runAtOnce(world, START_MS + 10 * DAY_MS, 25);
    const inOrder = (purchases: typeof calm.purchases) =>
      purchases.map(({ atMs, purchase, scenario }) => JSON.stringify({ atMs, purchase, scenario })).sort();
    expect(inOrder(lived.purchases)).toEqual(inOrder(calm.purchases));
    expect(lived.issuer.calls.get('addCardholder')).toBe(lived.issuer.cardholders.size);
  });

  test('tells of what comes next before it is taken, and never goes back', async () => {
    const { world } = worldOf();
    let lastMs = START_MS;
    for (let i = 0; i < 500; i += 1) {
      const atMs = world.peekMs();
      const activity = world.next();
      expect(activity?.atMs).toBe(atMs);
      expect(atMs).toBeGreaterThanOrEqual(lastMs);
      lastMs = atMs ?? 0;
      await activity?.run();
    }
  });

  test.each(['Z', 'noon'])('is in the middle of a day when it begins (%s)', async (time) => {
    const startMs = time === 'Z' ? START_MS : START_MS + 5 * HOUR_MS + 123_456;
    const { purchases } = await live(3, { cardholders: 600, startMs });
    const inHours = (fromHour: number, toHour: number) =>
      purchases.filter(({ atMs }) => atMs >= startMs + fromHour * HOUR_MS && atMs < startMs + toHour * HOUR_MS).length;
    // The first hours are like the same hours of the next day, and the first day is a whole one.
    expect(inHours(0, 2) / inHours(24, 26)).toBeGreaterThan(0.7);
    expect(inHours(0, 2) / inHours(24, 26)).toBeLessThan(1.4);
    expect(inHours(0, 24) / (600 * PURCHASES_PER_CARDHOLDER_DAY)).toBeGreaterThan(0.85);
    expect(inHours(0, 24) / (600 * PURCHASES_PER_CARDHOLDER_DAY)).toBeLessThan(1.15);
  });

  test('has people buy as often as it says', async () => {
    const { purchases } = await live(30, { cardholders: 500, scenario: 'all' });
    const perDay = purchases.length / 500 / 30;
    expect(Math.abs(perDay / PURCHASES_PER_CARDHOLDER_DAY - 1)).toBeLessThan(0.1);
  });

  test('of 200,000 cardholders is open at once, and takes no more', () => {
    const before = performance.now();
    worldOf({ cardholders: 200_000 });
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(() => worldOf({ cardholders: 200_001 })).toThrow('a world has 1 to 200000 cardholders, not 200001');
    expect(() => worldOf({ cardholders: 0 })).toThrow(RangeError);
  });

  test('tries again to add a cardholder whom the issuer would not take', async () => {
    const issuer = createFakeIssuer();
    let refusals = 3;
    const moody = {
      ...issuer,
      async addCardholder(details: Parameters<typeof issuer.addCardholder>[0]) {
        refusals -= 1;
        if (refusals >= 0) throw new Error('not now');
        await issuer.addCardholder(details);
      },
    };
    const { world, lived } = worldOf({ cardholders: 1 }, moody);
    let failed = 0;
    while (lived.purchases.length < 3)
      await world
        .next()
        ?.run()
        .catch(() => (failed += 1));
    expect(failed).toBe(3);
    expect(issuer.cardholders.size).toBe(1);
  });
});
