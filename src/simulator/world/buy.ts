import type { Weather } from './climate.ts';
import type { Bought, Errand } from './errand.ts';
import type { Purchase } from './issuer.ts';
import { convert } from './rates.ts';
import type { Scene } from './scene.ts';
import { drawSignals } from './signals.ts';
import { hourAt } from './time.ts';

/** A card that is used again and again within minutes: more than thrice is as odd as thrice. */
const HURRY = 0.4;
const MOST_HURRY = 3;

/** Asks the issuer, which is told of the cardholder before if need be, and writes the truth into the books. */
export async function buy(scene: Scene, errand: Errand): Promise<Bought> {
  const { atMs, scenario, isFraud, isAfterYes = false } = errand;
  const purchase = purchaseOf(scene, errand);
  await scene.enrol(errand.holder);
  const answer = await scene.issuer.authorize(purchase);
  const amountUsd = convert(purchase.amount, 'usd');
  scene.books.purchased({ atMs, scenario, isFraud, isAfterYes, purchase, amountUsd, answer });
  const bought = { errand, purchase, answer };
  scene.telephones.bought(bought);
  return bought;
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
