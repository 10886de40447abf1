import { buyAgain } from './again.ts';
import { buy } from './buy.ts';
import type { Catalogue, Shop } from './catalogue.ts';
import type { Errand } from './errand.ts';
import type { Habits } from './habits.ts';
import type { Holder } from './holders.ts';
import type { CardDetails } from './issuer.ts';
import { journeyAt } from './journeys.ts';
import { payInPerson, payOnline } from './means.ts';
import type { KindName } from './merchant-kinds.ts';
import type { Place } from './places.ts';
import { drawPrice } from './prices.ts';
import { createRandom, type Random } from './random.ts';
import { convert } from './rates.ts';
import type { Scene } from './scene.ts';
import { settle } from './settlement.ts';
import { MINUTE_MS } from './time.ts';
import { AT_HOME, AWAY, ONLINE, type Wishes } from './wishes.ts';

/** One thing that a cardholder buys on a day, by the plan of that day. */
export async function runErrand(scene: Scene, number: number, day: number, index: number, atMs: number): Promise<void> {
  const random = createRandom(scene.seed, 'errand', number, day, index);
  const errand = drawErrand(scene, random, scene.holders.get(number), atMs);
  if (errand.shop.name === 'transit' && random.chance(0.01)) return payOffline(scene, errand);
  if (errand.shop.isOnline && random.chance(0.03)) return verifyFirst(scene, errand);
  return buyPatiently(scene, errand);
}

/** A good purchase as this cardholder makes them at that time: at home, on a journey or on the internet. */
export function drawErrand(scene: Scene, random: Random, holder: Holder, atMs: number): Errand {
  const { habits } = holder;
  const journey = journeyAt(scene.seed, habits, atMs);
  const place = random.chance(habits.onlineShare) ? null : (journey?.place ?? habits.home);
  const name = pickName(random, habits, place ? (journey ? AWAY : AT_HOME) : ONLINE);
  const shop = pickShop(scene.catalogue, random, habits, name, place);
  const card = pickCard(random, holder, shop.isOnline, journey !== null);
  const means = shop.isOnline
    ? payOnline(random, habits.home.country)
    : payInPerson(random, card.type === 'virtual', shop.place.country);
  const scenario = name === 'fuel' ? 'fuel' : journey && !shop.isOnline ? 'travel' : 'everyday';
  return {
    random,
    atMs,
    holder,
    card,
    shop,
    means,
    scenario,
    isFraud: false,
    ...drawPrice(random, habits, shop, card),
  };
}

function pickName(random: Random, habits: Habits, wishes: Wishes): KindName {
  const name = random.weighted(wishes);
  return name === 'fuel' && !habits.hasCar ? 'transit' : name;
}

/** Mostly one of a few favourites. */
export function pickShop(
  catalogue: Catalogue,
  random: Random,
  habits: Habits,
  name: KindName,
  place: Place | null,
): Shop {
  const shops = catalogue.shops(name, place);
  let rank = habits.taste;
  while (random.chance(0.35)) rank += 1;
  return shops[rank % shops.length] ?? random.pick(shops);
}

function pickCard(random: Random, { cards }: Holder, isOnline: boolean, isAway: boolean): CardDetails {
  const virtual = cards.find(({ type }) => type === 'virtual');
  if (isOnline && virtual && random.chance(0.6)) return virtual;
  const travelCard = cards.find(({ type, metadata }) => type === 'physical' && metadata.program === 'travel');
  if (isAway && travelCard && random.chance(0.8)) return travelCard;
  const physical = cards.filter(({ type }) => type === 'physical');
  return random.chance(0.8) || physical.length === 0 ? (physical[0] ?? random.pick(cards)) : random.pick(physical);
}

/** Buys, and tries once more after a decline, as some people do. */
async function buyPatiently(scene: Scene, errand: Errand): Promise<void> {
  const bought = await buy(scene, errand);
  settle(scene, bought);
  if (bought.answer.isApproved || !errand.random.chance(0.35)) return;
  const atMs = errand.atMs + errand.random.integer(1, 4) * MINUTE_MS;
  scene.at(atMs, async () => {
    // Who is asked by a text answers it first.
    if (!scene.telephones.isAskedAbout(bought)) await buyAgain(scene, errand, atMs);
  });
}

/** The merchant keeps the card from now on, and asks for nothing first. */
async function verifyFirst(scene: Scene, errand: Errand): Promise<void> {
  const verified = await buy(scene, { ...errand, askedMinor: 0, owedMinor: 0, scenario: 'verification' });
  settle(scene, verified);
  if (!verified.answer.isApproved) return;
  const atMs = errand.atMs + errand.random.integer(1, 5) * MINUTE_MS;
  scene.at(atMs, () => buyPatiently(scene, { ...errand, atMs, hurry: 1 }));
}

/** A gate that is not connected lets people through, and the merchant comes for its money later. */
async function payOffline(scene: Scene, { holder, card, shop, askedMinor }: Errand): Promise<void> {
  await scene.enrol(holder);
  const fare = { amountMinor: askedMinor, currency: shop.merchant.currency };
  await scene.issuer.forceCapture(card.id, shop.merchant, convert(fare, card.currency));
}
