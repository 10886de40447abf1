import type { Shop } from '../catalogue.ts';
import type { Holder } from '../holders.ts';
import type { CardDetails } from '../issuer.ts';
import { payWithStolenNumber } from '../means.ts';
import type { KindName } from '../merchant-kinds.ts';
import type { Random } from '../random.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import { announce, type Playbook, type Raid, victimsOf } from './attack.ts';
import { goShopping, thiefAmount } from './spree.ts';
import { steal } from './theft.ts';

const SMALL_SHOPS: readonly KindName[] = ['books', 'hobby', 'charity'];
const LOOT: readonly KindName[] = ['gadgets', 'shop', 'prepaid', 'gifts', 'wardrobe', 'games'];

/** So many declines in a row and the testers go to another shop; the third shop is the last. */
const PATIENCE = 8;
const SHOPS = 3;

/** Declines for wrong numbers climb to this share while the shop is used. */
const PEAK_PERCENT = 55;

interface StolenNumber {
  readonly victim: Holder;
  readonly card: CardDetails;
}

/**
 * Stolen numbers are tried at a small shop, a few a minute, for nothing or next to nothing, and most checks fail. Some
 * that work are spent on larger things, within minutes or in the next two days.
 */
export const CARD_TESTING: Playbook = {
  purchases: 76,
  begin(raid) {
    const { scene, atMs } = raid;
    const random = raid.chanceOf('plan');
    const shops = Array.from({ length: SHOPS }, () =>
      random.pick(scene.catalogue.shops(random.pick(SMALL_SHOPS), null)),
    );
    const numbers = victimsOf(raid, random, random.integer(20, 60)).map((victim) => {
      return { victim, card: random.pick(victim.cards) };
    });
    const [first] = shops;
    if (!first) return;
    announce(
      raid,
      `${new Set(numbers.map(({ card }) => card.id)).size} stolen card numbers are tried at ${first.merchant.name}`,
    );
    for (const shop of shops) {
      const untilMs = atMs + (shop === first ? 40 : 60) * MINUTE_MS;
      scene.climate.raise(shop, 'invalidRatePercent', atMs - 3 * MINUTE_MS, untilMs, PEAK_PERCENT);
    }
    tryNumbers(raid, shops, numbers);
  },
};

function tryNumbers(raid: Raid, shops: readonly Shop[], numbers: readonly StolenNumber[]): void {
  next(0, 0, 0, raid.atMs);

  function next(turn: number, place: number, declines: number, atMs: number): void {
    const number = numbers[turn];
    const shop = shops[place];
    if (!number || !shop) return;
    raid.scene.at(atMs, async () => {
      const random = raid.chanceOf('number', turn);
      const means = payWithStolenNumber(random, 0.4);
      // Who has met declines asks for nothing more often.
      const amountUsd = random.chance(0.4 + 0.05 * declines) ? 0 : 0.5 + 1.5 * random.next();
      const isApproved = await steal(raid, { random, atMs, ...number, shop, means, amountUsd });
      if (isApproved) spendPerhaps(raid, turn, number, atMs);
      const pauseMs = random.integer(4, 35) * 1_000;
      if (isApproved) next(turn + 1, place, 0, atMs + pauseMs);
      else if (declines + 1 < PATIENCE) next(turn + 1, place, declines + 1, atMs + pauseMs);
      else next(turn + 1, place + 1, 0, atMs + 2 * MINUTE_MS);
    });
  }
}

/** Some testers spend what works themselves, at once, before anybody notices; others sell it. */
interface Trade {
  /** Share of the working numbers that somebody spends. */
  readonly spentShare: number;
  readonly stops: readonly [least: number, most: number];
  /** Declines in a row that they take. */
  readonly patience: number;
  firstMs(random: Random): number;
  pauseMs(random: Random): number;
}

const SPENDERS_SHARE = 0.4;
const SPENDERS: Trade = {
  spentShare: 0.6,
  stops: [2, 4],
  patience: 2,
  firstMs: (random) => random.integer(1, 8) * MINUTE_MS,
  pauseMs: (random) => random.integer(1, 6) * MINUTE_MS,
};
const SELLERS: Trade = {
  spentShare: 0.12,
  stops: [1, 3],
  patience: 1,
  firstMs: (random) => random.integer(1, 36) * HOUR_MS,
  pauseMs: (random) => random.integer(2, 90) * MINUTE_MS,
};

/** Perhaps the number is spent on larger things, by those who tried it or by those who bought it. */
function spendPerhaps(raid: Raid, turn: number, { victim, card }: StolenNumber, triedAtMs: number): void {
  const trade = raid.chanceOf('trade').chance(SPENDERS_SHARE) ? SPENDERS : SELLERS;
  const random = raid.chanceOf('spend', turn);
  if (!random.chance(trade.spentShare)) return;
  const spree = {
    victim,
    card,
    stops: random.integer(...trade.stops),
    patience: trade.patience,
    usedAtMs: triedAtMs,
    shopAt: (_stop: number, chance: Random) => chance.pick(raid.scene.catalogue.shops(chance.pick(LOOT), null)),
    meansAt: (_shop: unknown, chance: Random) => payWithStolenNumber(chance, 0.9),
    amountAt: thiefAmount,
    pauseMs: trade.pauseMs,
  };
  goShopping(raid, spree, triedAtMs + trade.firstMs(random));
}
