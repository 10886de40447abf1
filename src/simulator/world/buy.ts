import type { Truth } from './books.ts';
import type { Shop } from './catalogue.ts';
import type { Weather } from './climate.ts';
import type { Holder } from './holders.ts';
import type { Answer, CardDetails, Purchase } from './issuer.ts';
import type { Means } from './means.ts';
import type { Random } from './random.ts';
import { convert } from './rates.ts';
import type { Scene } from './scene.ts';
import { drawSignals } from './signals.ts';
import { hourAt } from './time.ts';

/** What somebody means to buy. */
export interface Errand extends Truth {
  /** For this purchase alone, and for all that follows from it. */
  readonly random: Random;
  readonly atMs: number;
  readonly holder: Holder;
  readonly card: CardDetails;
  readonly shop: Shop;
  readonly means: Means;
  /** What the merchant asks for, in minor units of its currency; 0 verifies the card. */
  readonly askedMinor: number;
  /** What it will take in the end: more with a tip, or what came out of the fuel pump. */
  readonly owedMinor: number;
  /** In minor units of the card's currency. */
  readonly cashbackMinor: number;
  readonly isAmountControllable: boolean;
  /** How often the card was used in the quarter of an hour before, as whoever planned this knows; none where unsaid. */
  readonly hurry?: number;
}

/** A purchase and its answer. */
export interface Bought {
  readonly errand: Errand;
  readonly purchase: Purchase;
  readonly answer: Answer;
}

/** A card that is used again and again within minutes: more than thrice is as odd as thrice. */
const HURRY = 0.4;
const MOST_HURRY = 3;

/** Asks the issuer, which is told of the cardholder before if need be, and writes the truth into the books. */
export async function buy(scene: Scene, errand: Errand): Promise<Bought> {
  const { atMs, scenario, isFraud } = errand;
  const purchase = purchaseOf(scene, errand);
  await scene.enrol(errand.holder);
  const answer = await scene.issuer.authorize(purchase);
  const amountUsd = convert(purchase.amount, 'usd');
  scene.books.purchased({ atMs, scenario, isFraud, purchase, amountUsd, answer });
  return { errand, purchase, answer };
}

function purchaseOf(scene: Scene, errand: Errand): Purchase {
  const { atMs, card, shop, means, isFraud, random } = errand;
  const merchantAmount = { amountMinor: errand.askedMinor, currency: shop.merchant.currency };
  const amount = convert(merchantAmount, card.currency);
  const weather = scene.climate.at(shop, atMs);
  const oddness = oddnessOf(errand, convert(amount, 'usd').amountMinor / 100, weather);
  return {
    cardId: card.id,
    merchant: shop.merchant,
    amount,
    merchantAmount,
    cashbackMinor: errand.cashbackMinor,
    ...means,
    isAmountControllable: errand.isAmountControllable,
    signals: drawSignals(random, { isFraud, oddness, means, weather }),
  };
}

/** How a model is put off by what a good purchase may be too: far from home, at night, large, sold on, in a hurry. */
function oddnessOf({ atMs, holder, shop, means, hurry = 0 }: Errand, amountUsd: number, weather: Weather): number {
  const { home } = holder.habits;
  const hour = hourAt(atMs, home.utcOffsetHours);
  let oddness = 0;
  if (!shop.isOnline && shop.place.country !== home.country) oddness += 0.15;
  if (hour < 6) oddness += 0.2;
  if (amountUsd > 350) oddness += 0.2;
  if (amountUsd > 1_000) oddness += 0.2;
  if (shop.kind.isRisky) oddness += 0.25;
  if (means.cvcCheck === 'mismatch') oddness += 0.4;
  if (weather.invalidRatePercent > 20) oddness += 0.3;
  return oddness + HURRY * Math.min(hurry, MOST_HURRY);
}
