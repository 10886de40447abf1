import type { Shop } from './catalogue.ts';

/** What Stripe sees of a merchant at a time, in percent. */
export interface Weather {
  readonly invalidRatePercent: number;
  readonly disputeRatePercent: number;
}

/** How the merchants' rates rise and fall when they are misused. */
export interface Climate {
  at(shop: Shop, atMs: number): Weather;
  /** From `fromMs` to `untilMs` the rate climbs by so much and stays up; afterwards it is as it was. */
  raise(shop: Shop, rate: keyof Weather, fromMs: number, untilMs: number, byPercent: number): void;
}

interface Spell {
  readonly rate: keyof Weather;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly byPercent: number;
}

/** A quiet climate. INVARIANT: what raises it knows all of its times beforehand, so that no answer shifts a rate. */
export function createClimate(): Climate {
  const spells = new Map<string, Spell[]>();
  return {
    at(shop, atMs) {
      const weather = { invalidRatePercent: shop.invalidRatePercent, disputeRatePercent: shop.disputeRatePercent };
      for (const { rate, fromMs, untilMs, byPercent } of spells.get(shop.merchant.networkId) ?? []) {
        if (atMs < fromMs || atMs > untilMs) continue;
        // Up within the first third.
        weather[rate] += byPercent * Math.min(1, (3 * (atMs - fromMs)) / (untilMs - fromMs));
      }
      return weather;
    },
    raise(shop, rate, fromMs, untilMs, byPercent) {
      const { networkId } = shop.merchant;
      const current = (spells.get(networkId) ?? []).filter((spell) => spell.untilMs >= fromMs);
      spells.set(networkId, [...current, { rate, fromMs, untilMs, byPercent }]);
    },
  };
}
