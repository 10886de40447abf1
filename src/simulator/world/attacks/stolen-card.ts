import { payWithFoundCard } from '../means.ts';
import type { KindName } from '../merchant-kinds.ts';
import { MINUTE_MS } from '../time.ts';
import { announce, type Playbook } from './attack.ts';
import { goShopping, thiefAmount } from './spree.ts';

const LOOT: readonly KindName[] = ['electronics', 'gifts', 'department', 'jewelry', 'clothing', 'groceries', 'gifts'];

/** A lost or stolen card: fuel to see whether it works, then what can be sold on, all nearby and within two hours. */
export const STOLEN_CARD: Playbook = {
  purchases: 5.5,
  begin(raid) {
    const { scene, atMs } = raid;
    const random = raid.chanceOf('plan');
    const [victim] = scene.holders.pick(random, 1);
    if (!victim) return;
    const { home } = victim.habits;
    const card = victim.cards.find(({ type }) => type === 'physical') ?? random.pick(victim.cards);
    announce(raid, `a stolen card goes on a spree through the shops of ${home.city}`);
    const spree = {
      victim,
      card,
      stops: random.integer(3, 8),
      patience: 2,
      shopAt: (stop: number, chance: typeof random) =>
        chance.pick(scene.catalogue.shops(stop === 0 ? 'fuel' : chance.pick(LOOT), home)),
      meansAt: (_shop: unknown, chance: typeof random) => payWithFoundCard(chance, card.type === 'virtual'),
      amountAt: thiefAmount,
      pauseMs: (chance: typeof random) => chance.integer(4, 22) * MINUTE_MS,
    };
    goShopping(raid, spree, atMs);
  },
};
