import { buy } from '../buy.ts';
import { drawErrand } from '../errands.ts';
import type { Holder } from '../holders.ts';
import { journeyAt } from '../journeys.ts';
import { SWIPED } from '../means.ts';
import type { KindName } from '../merchant-kinds.ts';
import { PLACES } from '../places.ts';
import type { Random } from '../random.ts';
import { settle } from '../settlement.ts';
import { MINUTE_MS } from '../time.ts';
import { announce, type Playbook, type Raid } from './attack.ts';
import { goShopping, thiefAmount } from './spree.ts';

const LOOT: readonly KindName[] = [
  'clothing',
  'department',
  'gifts',
  'electronics',
  'jewelry',
  'groceries',
  'restaurant',
];

/** A copy of the magnetic stripe is swiped abroad while the cardholder shops at home. */
export const COUNTERFEIT: Playbook = {
  purchases: 4.5,
  begin(raid) {
    const { scene, atMs } = raid;
    const random = raid.chanceOf('plan');
    const [victim] = scene.holders.pick(random, 1);
    if (!victim) return;
    const { home } = victim.habits;
    const place = random.pick(PLACES.filter(({ country }) => country !== home.country));
    const card = victim.cards.find(({ type }) => type === 'physical') ?? random.pick(victim.cards);
    announce(raid, `a cloned card is swiped in ${place.city} while its holder is at home in ${home.city}`);
    const spree = {
      victim,
      card,
      stops: random.integer(3, 6),
      patience: 2,
      shopAt: (_stop: number, chance: Random) => chance.pick(scene.catalogue.shops(chance.pick(LOOT), place)),
      meansAt: () => SWIPED,
      amountAt: thiefAmount,
      pauseMs: (chance: Random) => chance.integer(10, 70) * MINUTE_MS,
    };
    goShopping(raid, spree, atMs);
    shopAtHome(raid, victim, atMs + random.integer(15, 60) * MINUTE_MS);
  },
};

/** The cardholder, unless on a journey: the two places can't both be true. */
function shopAtHome(raid: Raid, victim: Holder, atMs: number): void {
  const { scene } = raid;
  if (journeyAt(scene.seed, victim.habits, atMs)) return;
  scene.at(atMs, async () => settle(scene, await buy(scene, drawErrand(scene, raid.chanceOf('home'), victim, atMs))));
}
