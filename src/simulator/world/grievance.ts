import type { Bought, Grievance } from './errand.ts';
import { createRandom, type Random } from './random.ts';
import type { Scene } from './scene.ts';
import { DAY_MS } from './time.ts';

const NOTICED_SHARE = 0.9;

/** When a victim notices, if ever: once for all purchases of an attack. Half have noticed after twelve days. */
export function whenNoticed(scene: Scene, attack: number, holder: number, fromMs: number): Grievance | null {
  const random = createRandom(scene.seed, 'attack', attack, 'noticed', holder);
  if (!random.chance(NOTICED_SHARE)) return null;
  return { reason: 'fraudulent', atMs: fromMs + random.lognormal(12, 0.6) * DAY_MS };
}

/** Few good purchases end in a quarrel: nothing came, or it was called off. */
export function whenDissatisfied({ errand }: Bought): Grievance | null {
  const { random, shop, atMs } = errand;
  if (!random.chance(shop.isOnline ? 0.002 : 0.0003)) return null;
  const reason = shop.isOnline && random.chance(0.7) ? 'not_received' : 'canceled';
  return { reason, atMs: atMs + random.lognormal(18, 0.5) * DAY_MS };
}

/** Plans the dispute of a transaction, no earlier than `earliestMs`, and its end some weeks later. */
export function disputeLater(
  scene: Scene,
  bought: Bought,
  transactionId: string,
  grievance: Grievance,
  earliestMs: number,
): void {
  const { random } = bought.errand;
  const disputedAtMs = Math.max(grievance.atMs, earliestMs);
  scene.at(disputedAtMs, async () => {
    const dispute = await scene.issuer.dispute(transactionId, grievance.reason);
    scene.books.disputed(bought.answer.authorizationId, disputedAtMs, grievance.reason === 'fraudulent');
    scene.at(disputedAtMs + random.lognormal(28, 0.4) * DAY_MS, () =>
      scene.issuer.closeDispute(dispute, isWon(bought, random) ? 'won' : 'lost'),
    );
  });
}

function isWon({ purchase, errand }: Bought, random: Random): boolean {
  const share = { very_likely: 0.85, neutral: 0.55, very_unlikely: 0.15, unknown: 0.5 }[purchase.signals.disputability];
  return random.chance(errand.isFraud ? share : share * 0.6);
}
