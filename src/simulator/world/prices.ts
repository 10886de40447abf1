import type { Shop } from './catalogue.ts';
import type { Errand } from './errand.ts';
import type { Habits } from './habits.ts';
import type { CardDetails } from './issuer.ts';
import type { Random } from './random.ts';
import { fromUsd } from './rates.ts';

/** What a purchase costs, as an errand says it. */
type Price = Pick<Errand, 'askedMinor' | 'owedMinor' | 'cashbackMinor' | 'isAmountControllable'>;

/**
 * Draws a price by the kind of shop, the place and how the cardholder lives. In the United States tips come on top;
 * some have cash handed out with their groceries; and pumps ask before anybody knows.
 */
export function drawPrice(random: Random, habits: Habits, shop: Shop, card: CardDetails): Price {
  const { kind, place, merchant } = shop;
  // Now and then something large, e.g. a sofa.
  const size = random.chance(0.005) ? 4 + 10 * random.next() : 1;
  const wealth = habits.spending * (habits.program === 'business' ? 1.5 : 1);
  const usd = Math.min(4_000, random.lognormal(kind.medianUsd, kind.sigma) * place.priceLevel * wealth * size);
  const owedMinor = fromUsd(usd, merchant.currency).amountMinor;
  const plain = { askedMinor: owedMinor, owedMinor, cashbackMinor: 0, isAmountControllable: false };
  if (shop.name === 'fuel') return drawFuel(random, shop, owedMinor);
  if (shop.name === 'restaurant' && place.country === 'US' && random.chance(0.75)) {
    return { ...plain, owedMinor: Math.round(owedMinor * (1.15 + 0.1 * random.next())) };
  }
  if (shop.name === 'groceries' && merchant.currency === card.currency && random.chance(0.03)) {
    const cashbackMinor = random.pick([1_000, 2_000, 2_000, 4_000]);
    return { ...plain, askedMinor: owedMinor + cashbackMinor, owedMinor: owedMinor + cashbackMinor, cashbackMinor };
  }
  return plain;
}

/** For 1.00, or for a lot that may be cut down. */
function drawFuel(random: Random, { merchant, place }: Shop, owedMinor: number): Price {
  const isAmountControllable = !(place.country === 'US' && random.chance(0.4));
  const askedMinor = fromUsd(isAmountControllable ? 125 : 1, merchant.currency).amountMinor;
  return { askedMinor, owedMinor, cashbackMinor: 0, isAmountControllable };
}
