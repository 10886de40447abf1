import type { Shop } from '../catalogue.ts';
import type { Holder } from '../holders.ts';
import type { CardDetails } from '../issuer.ts';
import type { Means } from '../means.ts';
import type { Random } from '../random.ts';
import { MINUTE_MS } from '../time.ts';
import type { Raid } from './attack.ts';
import { steal } from './theft.ts';

/** What thieves want to do with one card. */
export interface Spree {
  readonly victim: Holder;
  readonly card: CardDetails;
  /** So many purchases, if all goes well. */
  readonly stops: number;
  /** This many declines in a row and they give up. */
  readonly patience: number;
  shopAt(stop: number, random: Random): Shop;
  meansAt(shop: Shop, random: Random): Means;
  /** Dollars. */
  amountAt(shop: Shop, random: Random): number;
  /** When the card was used before, where that was by thieves already. */
  readonly usedAtMs?: number;
  /** From one purchase to the next. */
  pauseMs(random: Random): number;
}

const SHORTLY_MS = 15 * MINUTE_MS;

/**
 * Purchase after purchase with one card, from `fromMs`. After a decline the next try is for half as much and, since the
 * shop is drawn anew, mostly elsewhere.
 */
export function goShopping(raid: Raid, spree: Spree, fromMs: number): void {
  next(0, 0, 1, fromMs, spree.usedAtMs === undefined ? [] : [spree.usedAtMs]);

  function next(stop: number, declines: number, caution: number, atMs: number, uses: readonly number[]): void {
    if (stop >= spree.stops || declines >= spree.patience) return;
    raid.scene.at(atMs, async () => {
      const random = raid.chanceOf('spree', spree.card.id, fromMs, stop);
      const shop = spree.shopAt(stop, random);
      const means = spree.meansAt(shop, random);
      const amountUsd = spree.amountAt(shop, random) * caution;
      const { victim, card } = spree;
      const hurry = uses.filter((usedAtMs) => usedAtMs > atMs - SHORTLY_MS).length;
      const isApproved = await steal(raid, { random, atMs, victim, card, shop, means, amountUsd, hurry });
      const laterMs = atMs + spree.pauseMs(random);
      const soFar = [...uses, atMs];
      if (isApproved) next(stop + 1, 0, caution, laterMs, soFar);
      else next(stop + 1, declines + 1, caution / 2, laterMs, soFar);
    });
  }
}

/** What a thief spends at such a shop: a bit more than others, and never a fortune. */
export function thiefAmount({ kind }: Shop, random: Random): number {
  return Math.min(1_500, random.lognormal(kind.medianUsd * 1.5, kind.sigma));
}
