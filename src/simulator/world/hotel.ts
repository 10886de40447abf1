import { buy } from './buy.ts';
import { pickShop } from './errands.ts';
import { disputeLater, whenDissatisfied } from './grievance.ts';
import type { Journey } from './journeys.ts';
import { payInPerson } from './means.ts';
import { createRandom } from './random.ts';
import { convert, fromUsd } from './rates.ts';
import type { Scene } from './scene.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

/**
 * A stay from check-in to check-out: the first nights are held, more is asked for as the stay goes on, and what is held
 * is captured at the end.
 */
export async function stayAtHotel(scene: Scene, number: number, journey: Journey): Promise<void> {
  const { place, fromMs, nights, untilMs } = journey;
  const holder = scene.holders.get(number);
  const random = createRandom(scene.seed, 'hotel', number, fromMs);
  const shop = pickShop(scene.catalogue, random, holder.habits, 'hotel', place);
  const card = holder.cards.find(({ metadata }) => metadata.program === 'travel') ?? random.pick(holder.cards);
  const nightUsd = random.lognormal(shop.kind.medianUsd, shop.kind.sigma) * place.priceLevel;
  const heldNights = Math.min(nights, random.integer(1, 3));
  const askedMinor = fromUsd(nightUsd * heldNights, shop.merchant.currency).amountMinor;
  const bought = await buy(scene, {
    random,
    atMs: fromMs,
    holder,
    card,
    shop,
    means: payInPerson(random, card.type === 'virtual', place.country),
    scenario: 'hotel',
    isFraud: false,
    askedMinor,
    owedMinor: askedMinor,
    cashbackMinor: 0,
    isAmountControllable: false,
  });
  if (!bought.answer.isApproved) return;
  const id = bought.answer.authorizationId;
  let heldMinor = bought.answer.heldMinor;

  function askForMore(night: number): void {
    const atMs = fromMs + night * DAY_MS + random.integer(0, 10) * HOUR_MS;
    if (night >= nights || atMs >= untilMs) {
      scene.at(untilMs, checkOut);
      return;
    }
    // Another night, or only dinner.
    const usd = night >= heldNights ? nightUsd : random.lognormal(35, 0.4);
    const more = convert(fromUsd(usd, shop.merchant.currency), card.currency);
    scene.at(atMs, async () => {
      heldMinor = (await scene.issuer.increment(id, more.amountMinor)).heldMinor;
      askForMore(night + 1);
    });
  }

  async function checkOut(): Promise<void> {
    const transactionId = await scene.issuer.capture(id, heldMinor, true);
    const grievance = whenDissatisfied(bought);
    if (grievance) disputeLater(scene, bought, transactionId, grievance, untilMs + DAY_MS);
  }

  askForMore(1);
}
