import { buy } from '../buy.ts';
import type { Shop } from '../catalogue.ts';
import { whenNoticed } from '../grievance.ts';
import type { Holder } from '../holders.ts';
import type { CardDetails } from '../issuer.ts';
import type { Means } from '../means.ts';
import type { Random } from '../random.ts';
import { fromUsd } from '../rates.ts';
import { settle } from '../settlement.ts';
import type { Raid } from './attack.ts';

/** One purchase that the cardholder knows nothing of. */
export interface Theft {
  readonly random: Random;
  readonly atMs: number;
  readonly victim: Holder;
  readonly card: CardDetails;
  readonly shop: Shop;
  readonly means: Means;
  /** Dollars, whatever the merchant's currency; 0 only tries the card. */
  readonly amountUsd: number;
  /** How often the card was used in the quarter of an hour before. */
  readonly hurry?: number;
}

/** Buys, and plans what follows: the merchant takes its money, the victim notices some day or never. */
export async function steal({ scene, attack, index, atMs: begunAtMs }: Raid, theft: Theft): Promise<boolean> {
  const { victim, amountUsd, shop, ...rest } = theft;
  const askedMinor = fromUsd(amountUsd, shop.merchant.currency).amountMinor;
  const bought = await buy(scene, {
    ...rest,
    shop,
    holder: victim,
    scenario: attack,
    isFraud: true,
    askedMinor,
    owedMinor: askedMinor,
    cashbackMinor: 0,
    isAmountControllable: false,
    grievance: () => whenNoticed(scene, index, victim.habits.number, begunAtMs),
  });
  settle(scene, bought);
  return bought.answer.isApproved;
}
