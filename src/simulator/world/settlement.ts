import type { Bought, Grievance } from './errand.ts';
import { disputeLater, whenDissatisfied } from './grievance.ts';
import type { KindName } from './merchant-kinds.ts';
import type { Random } from './random.ts';
import { convert } from './rates.ts';
import type { Scene } from './scene.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

/** One capture of several, `afterMs` after the one before. */
interface Capture {
  readonly afterMs: number;
  readonly amountMinor: number;
}

type Fate = 'captured' | 'late' | 'shipments' | 'reversed' | 'reversed_in_part' | 'expired';

const RETURNABLE: readonly KindName[] = [
  ...([
    'clothing',
    'electronics',
    'department',
    'hardware',
    'jewelry',
    'shop',
    'books',
    'wardrobe',
    'gadgets',
  ] as const),
  ...(['hobby', 'airline', 'agency'] as const),
];

/**
 * Plans what the merchant does with an approved purchase in the hours and days that follow, and what the cardholder
 * does about it in the weeks after. Plans nothing for a purchase that was declined.
 */
export function settle(scene: Scene, bought: Bought): void {
  const { answer, errand } = bought;
  const grievance = errand.grievance ? errand.grievance() : whenDissatisfied(bought);
  if (!answer.isApproved) return;
  const { issuer } = scene;
  const { random, atMs } = errand;
  const id = answer.authorizationId;
  const fate = fateOf(random, errand.shop.isOnline, errand.askedMinor);
  switch (fate) {
    case 'expired':
      scene.at(atMs + 7 * DAY_MS, () => issuer.expire(id));
      return;
    case 'reversed':
      scene.at(atMs + random.integer(2, 90) * MINUTE_MS, () => issuer.reverse(id, null));
      return;
    case 'reversed_in_part': {
      const backMinor = Math.floor(answer.heldMinor * (0.1 + 0.5 * random.next()));
      if (backMinor > 0) scene.at(atMs + random.integer(2, 90) * MINUTE_MS, () => issuer.reverse(id, backMinor));
      const restMinor = answer.heldMinor - backMinor;
      capture(scene, bought, [{ afterMs: firstCaptureMs(random, fate), amountMinor: restMinor }], grievance);
      return;
    }
    default:
      capture(scene, bought, capturesOf(bought, fate), grievance);
  }
}

function fateOf(random: Random, isOnline: boolean, askedMinor: number): Fate {
  if (askedMinor === 0) return 'expired';
  return random.weighted([
    [95.5, 'captured'],
    [1.3, 'late'],
    [isOnline ? 6 : 0, 'shipments'],
    [0.8, 'reversed'],
    [0.4, 'reversed_in_part'],
    [0.5, 'expired'],
  ] as const);
}

function firstCaptureMs(random: Random, fate: Fate): number {
  if (fate === 'late') return random.integer(5 * 24, 12 * 24) * HOUR_MS;
  return Math.min(72, 2 + random.lognormal(16, 0.7)) * HOUR_MS;
}

function capturesOf({ errand, purchase, answer }: Bought, fate: Fate): readonly Capture[] {
  const { random } = errand;
  const owed = convert(
    { amountMinor: errand.owedMinor, currency: purchase.merchantAmount.currency },
    purchase.amount.currency,
  );
  // A pump that can be told how much stops there.
  const amountMinor = errand.isAmountControllable ? Math.min(owed.amountMinor, answer.heldMinor) : owed.amountMinor;
  const afterMs = firstCaptureMs(random, fate);
  const secondMinor = Math.floor(amountMinor * (0.2 + 0.5 * random.next()));
  if (fate !== 'shipments' || secondMinor === 0) return [{ afterMs, amountMinor }];
  return [
    { afterMs, amountMinor: amountMinor - secondMinor },
    { afterMs: random.integer(24, 96) * HOUR_MS, amountMinor: secondMinor },
  ];
}

/** Plans the captures, one after the other, and what may follow the last. */
function capture(
  scene: Scene,
  bought: Bought,
  captures: readonly Capture[],
  grievance: Grievance | null,
  fromMs: number = bought.errand.atMs,
): void {
  const [next, ...later] = captures;
  if (next === undefined) return;
  const capturedAtMs = fromMs + next.afterMs;
  scene.at(capturedAtMs, async () => {
    const isFinal = later.length === 0;
    const transactionId = await scene.issuer.capture(bought.answer.authorizationId, next.amountMinor, isFinal);
    if (!isFinal) capture(scene, bought, later, grievance, capturedAtMs);
    else if (grievance) disputeLater(scene, bought, transactionId, grievance, capturedAtMs + HOUR_MS);
    else refundPerhaps(scene, bought, transactionId, next.amountMinor, capturedAtMs);
  });
}

function refundPerhaps(
  scene: Scene,
  { errand }: Bought,
  transactionId: string,
  amountMinor: number,
  capturedAtMs: number,
): void {
  const { random, shop, isFraud } = errand;
  if (isFraud || !random.chance(RETURNABLE.includes(shop.name) ? 0.04 : 0.003)) return;
  const backMinor = random.chance(0.6) ? amountMinor : Math.ceil(amountMinor * (0.2 + 0.6 * random.next()));
  scene.at(capturedAtMs + random.integer(2 * 24, 20 * 24) * HOUR_MS, () =>
    scene.issuer.refund(transactionId, backMinor),
  );
}
