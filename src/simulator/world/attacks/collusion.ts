import type { Shop } from '../catalogue.ts';
import { STORED } from '../means.ts';
import type { Random } from '../random.ts';
import { DAY_MS, HOUR_MS } from '../time.ts';
import { announce, type Playbook, type Raid, victimsOf } from './attack.ts';
import { steal } from './theft.ts';

const PATIENCE = 8;

/**
 * A merchant charges cards that it knows for what was never bought, a few a day, until most are declined. Its dispute
 * rate climbs when the first victims notice.
 */
export const COLLUSION: Playbook = {
  purchases: 24,
  begin(raid) {
    const { scene, atMs } = raid;
    const random = raid.chanceOf('plan');
    const shop = random.pick(scene.catalogue.shops(random.pick(['shop', 'hobby', 'games', 'agency'] as const), null));
    const victims = victimsOf(raid, random, random.integer(14, 34));
    announce(raid, `${shop.merchant.name} charges the cards of ${new Set(victims).size} people for what nobody bought`);
    scene.climate.raise(shop, 'disputeRatePercent', atMs + 4 * DAY_MS, atMs + 70 * DAY_MS, 3 + 6 * random.next());
    charge(
      raid,
      shop,
      victims.map(({ habits }) => habits.number),
      atMs,
    );
  },
};

function charge(raid: Raid, shop: Shop, victims: readonly number[], fromMs: number): void {
  next(0, 0, 1, fromMs);

  function next(turn: number, declines: number, greed: number, atMs: number): void {
    const number = victims[turn];
    if (number === undefined || declines >= PATIENCE) return;
    raid.scene.at(atMs, async () => {
      const random = raid.chanceOf('charge', turn);
      const victim = raid.scene.holders.get(number);
      const card = random.pick(victim.cards);
      const means = { ...STORED, method: random.chance(0.2) ? ('keyed_in' as const) : ('online' as const) };
      const amountUsd = amountOf(random) * greed;
      const isApproved = await steal(raid, { random, atMs, victim, card, shop, means, amountUsd });
      const laterMs = atMs + random.exponential(7) * HOUR_MS;
      // What was declined may have been too much.
      next(turn + 1, declines + (isApproved ? 0 : 1), isApproved ? greed : greed * 0.8, laterMs);
    });
  }
}

function amountOf(random: Random): number {
  return Math.min(180, random.lognormal(38, 0.5));
}
