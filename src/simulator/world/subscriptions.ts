import { buy } from './buy.ts';
import type { Habits } from './habits.ts';
import { STORED } from './means.ts';
import { createRandom } from './random.ts';
import { fromUsd } from './rates.ts';
import type { Scene } from './scene.ts';
import { settle } from './settlement.ts';
import { DAY_MS } from './time.ts';

/** Days after a decline on which the merchant tries again, before it gives up. */
const RETRY_AFTER_DAYS = [1, 3];

/** The day of the month, 1 to 28, on which subscription `index` of this cardholder is charged. */
export function billingDay({ taste }: Habits, index: number): number {
  return 1 + ((taste + 11 * index) % 28);
}

/** Charges a subscription: always the same merchant, card and amount. `day` names the month's charge. */
export async function chargeSubscription(
  scene: Scene,
  number: number,
  index: number,
  day: number,
  atMs: number,
  attempt = 0,
): Promise<void> {
  const holder = scene.holders.get(number);
  const contract = createRandom(scene.seed, 'subscription', number, index);
  const name = contract.pick(['media', 'media', 'software', 'telecom'] as const);
  const shop = contract.pick(scene.catalogue.shops(name, null));
  const { medianUsd, sigma } = shop.kind;
  const amountMinor = fromUsd(contract.lognormal(medianUsd, sigma), shop.merchant.currency).amountMinor;
  const bought = await buy(scene, {
    random: createRandom(scene.seed, 'subscription', number, index, day, attempt),
    atMs,
    holder,
    card: contract.pick(holder.cards),
    shop,
    means: STORED,
    scenario: 'subscription',
    isFraud: false,
    askedMinor: amountMinor,
    owedMinor: amountMinor,
    cashbackMinor: 0,
    isAmountControllable: false,
  });
  settle(scene, bought);
  const retryAfterDays = RETRY_AFTER_DAYS[attempt];
  if (bought.answer.isApproved || retryAfterDays === undefined) return;
  const againMs = atMs + retryAfterDays * DAY_MS;
  scene.at(againMs, () => chargeSubscription(scene, number, index, day, againMs, attempt + 1));
}
