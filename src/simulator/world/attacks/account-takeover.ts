import type { Holder } from '../holders.ts';
import { loginOf } from '../logins.ts';
import { STORED } from '../means.ts';
import type { KindName } from '../merchant-kinds.ts';
import { changePhone, newPhone } from '../phone-changes.ts';
import type { Random } from '../random.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import { announce, type Playbook, type Raid } from './attack.ts';
import { goShopping, thiefAmount } from './spree.ts';

const LOOT: readonly KindName[] = ['gadgets', 'shop', 'wardrobe', 'gifts', 'prepaid', 'games', 'agency'];

/**
 * Passwords are tried on several accounts from one address; where one fits, the thieves put a telephone of theirs in
 * and the stored card goes shopping online.
 */
export const ACCOUNT_TAKEOVER: Playbook = {
  purchases: 3.5,
  begin(raid) {
    const random = raid.chanceOf('plan');
    const tried = raid.scene.holders.pick(random, random.integer(3, 8));
    const victim = tried.at(-1);
    if (!victim) return;
    announce(raid, `one address tries the passwords of ${tried.length} accounts, and one of them fits`);
    const insideMs = tryPasswords(raid, random, tried);
    takePhone(raid, victim, insideMs + MINUTE_MS);
    goShopping(raid, spreeOf(raid, random, victim), insideMs + 3 * MINUTE_MS);
  },
};

/** Thieves write a telephone of theirs into the account, so that they are asked; days later it is put right. */
function takePhone(raid: Raid, victim: Holder, atMs: number): void {
  const { scene } = raid;
  const random = raid.chanceOf('phone');
  const stolen = newPhone(random, 'US');
  const own = scene.telephones.numberOf(victim);
  if (stolen === null) return;
  scene.at(atMs, () => changePhone(scene, victim, stolen, 'thief', atMs));
  const backMs = atMs + random.integer(20, 90) * HOUR_MS;
  if (own !== null) scene.at(backMs, () => changePhone(scene, victim, own, 'holder', backMs));
}

function spreeOf({ scene }: Raid, random: Random, victim: Holder) {
  const card = victim.cards.find(({ type }) => type === 'virtual') ?? random.pick(victim.cards);
  // The card is kept in the account, or was put into the thief's own telephone.
  const means = random.chance(0.4) ? { ...STORED, wallet: 'google_pay' as const } : STORED;
  return {
    victim,
    card,
    stops: random.integer(2, 5),
    patience: 2,
    shopAt: (_stop: number, chance: Random) => chance.pick(scene.catalogue.shops(chance.pick(LOOT), null)),
    meansAt: () => means,
    amountAt: thiefAmount,
    pauseMs: (chance: Random) => chance.integer(3, 40) * MINUTE_MS,
  };
}

/** Plans the logins: all fail but the last. The result is its time. */
function tryPasswords(raid: Raid, random: Random, tried: readonly Holder[]): number {
  const from = { ip: `198.51.100.${random.integer(1, 254)}`, device: `script_${random.integer(1_000, 9_999)}` };
  let atMs = raid.atMs;
  for (const holder of tried) {
    const isLast = holder === tried.at(-1);
    const failures = random.integer(1, 3);
    for (let tries = 0; tries < failures + (isLast ? 1 : 0); tries += 1) {
      const login = loginOf(random, holder, from, atMs, isLast && tries === failures);
      raid.scene.at(atMs, async () => raid.scene.books.loggedIn(login));
      atMs += random.integer(2, 20) * 1_000;
    }
  }
  return atMs;
}
