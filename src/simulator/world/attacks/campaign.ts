import type { Attack } from '../books.ts';
import { createRandom } from '../random.ts';
import type { Scene } from '../scene.ts';
import { DAY_MS } from '../time.ts';
import { ACCOUNT_TAKEOVER } from './account-takeover.ts';
import { createRaid, type Playbook } from './attack.ts';
import { CARD_TESTING } from './card-testing.ts';
import { COLLUSION } from './collusion.ts';
import { COUNTERFEIT } from './counterfeit.ts';
import { FRIENDLY_FRAUD } from './friendly-fraud.ts';
import { STOLEN_CARD } from './stolen-card.ts';

const PLAYBOOKS: Readonly<Record<Attack, Playbook>> = {
  'card-testing': CARD_TESTING,
  'stolen-card': STOLEN_CARD,
  'account-takeover': ACCOUNT_TAKEOVER,
  counterfeit: COUNTERFEIT,
  collusion: COLLUSION,
  'friendly-fraud': FRIENDLY_FRAUD,
};

/** The attacks of one round, shuffled anew each time: the loud ones are rare. */
const ROUND: readonly (readonly [Attack, number])[] = [
  ['card-testing', 1],
  ['collusion', 1],
  ['stolen-card', 9],
  ['account-takeover', 9],
  ['counterfeit', 7],
  ['friendly-fraud', 5],
];

export interface CampaignOptions {
  readonly scenario: 'all' | Attack;
  readonly startMs: number;
  /** Purchases that are to be fraud, on average. */
  readonly fraudsPerDay: number;
  /** Null: when it comes. */
  readonly firstAttackAtMs: number | null;
}

/** Plans attack after attack, as often as it takes to have so much fraud. */
export function beginCampaign(scene: Scene, options: CampaignOptions): void {
  const { startMs, fraudsPerDay, firstAttackAtMs } = options;
  const gapMs = (meanPurchases(options.scenario) / fraudsPerDay) * DAY_MS;
  const random = createRandom(scene.seed, 'campaign');
  plan(0, firstAttackAtMs ?? startMs + gapMs * random.next());

  function plan(index: number, atMs: number): void {
    if (!Number.isFinite(atMs)) return;
    scene.at(atMs, async () => {
      plan(index + 1, atMs + gapMs * (0.5 + createRandom(scene.seed, 'attack', index, 'gap').next()));
      const attack = attackOf(scene.seed, index, options);
      PLAYBOOKS[attack].begin(createRaid(scene, attack, index, atMs));
    });
  }
}

function meanPurchases(scenario: CampaignOptions['scenario']): number {
  if (scenario !== 'all') return PLAYBOOKS[scenario].purchases;
  const total = ROUND.reduce((sum, [, times]) => sum + times, 0);
  // Friendly fraud is none.
  const real = ROUND.filter(([attack]) => attack !== 'friendly-fraud');
  return real.reduce((sum, [attack, times]) => sum + times * PLAYBOOKS[attack].purchases, 0) / total;
}

/** The attack of that number. One that is asked for at a certain time is one that can be seen: card testing. */
function attackOf(seed: string, index: number, { scenario, firstAttackAtMs }: CampaignOptions): Attack {
  if (scenario !== 'all') return scenario;
  const round = ROUND.flatMap(([attack, times]) => Array.from({ length: times }, () => attack));
  const random = createRandom(seed, 'round', Math.floor(index / round.length));
  const order = round
    .map((attack) => ({
      attack,
      rank: firstAttackAtMs !== null && index < round.length && attack === 'card-testing' ? -1 : random.next(),
    }))
    .sort((one, other) => one.rank - other.rank);
  return order[index % order.length]?.attack ?? 'stolen-card';
}
