import { buy } from '../buy.ts';
import { payOnline } from '../means.ts';
import type { KindName } from '../merchant-kinds.ts';
import { fromUsd } from '../rates.ts';
import { settle } from '../settlement.ts';
import { DAY_MS } from '../time.ts';
import { announce, type Playbook } from './attack.ts';
import { thiefAmount } from './spree.ts';

const WANTED: readonly KindName[] = ['gadgets', 'wardrobe', 'shop', 'games', 'betting', 'agency', 'jewelry'];

/** A cardholder buys, and weeks later says that it was somebody else. To Stripe it looks as good as it is. */
export const FRIENDLY_FRAUD: Playbook = {
  purchases: 1,
  begin(raid) {
    const { scene, atMs } = raid;
    const random = raid.chanceOf('plan');
    const [holder] = scene.holders.pick(random, 1);
    if (!holder) return;
    const shop = random.pick(scene.catalogue.shops(random.pick(WANTED), null));
    announce(raid, `a cardholder buys at ${shop.merchant.name} and will say it was somebody else`);
    const askedMinor = fromUsd(thiefAmount(shop, random), shop.merchant.currency).amountMinor;
    scene.at(atMs, async () => {
      const bought = await buy(scene, {
        random,
        atMs,
        holder,
        card: random.pick(holder.cards),
        shop,
        means: payOnline(random, holder.habits.home.country),
        scenario: 'friendly-fraud',
        isFraud: false,
        askedMinor,
        owedMinor: askedMinor,
        cashbackMinor: 0,
        isAmountControllable: false,
        grievance: () => ({ reason: 'fraudulent', atMs: atMs + random.lognormal(22, 0.4) * DAY_MS }),
      });
      settle(scene, bought);
    });
  },
};
