import { buyAgain } from './again.ts';
import { beginCampaign } from './attacks/campaign.ts';
import type { Attack, Books } from './books.ts';
import { createCatalogue } from './catalogue.ts';
import { createClimate } from './climate.ts';
import { planDay } from './days.ts';
import { createEnrolment } from './enrolment.ts';
import { createHolders } from './holders.ts';
import type { Issuer } from './issuer.ts';
import { createQueue } from './queue.ts';
import type { Scene } from './scene.ts';
import { createTelephones, type Text } from './telephones.ts';
import { DAY_MS } from './time.ts';

export interface WorldOptions {
  readonly seed: string;
  /** The world begins at this time. */
  readonly startMs: number;
  /** 1 to 200,000. */
  readonly cardholders: number;
  /** Which attacks happen; `quiet`: none. */
  readonly scenario: 'all' | 'quiet' | Attack;
  /** Share of purchases that are fraud, about. */
  readonly fraudShare: number;
  /** The first attack begins at this time; null: whenever it comes. */
  readonly firstAttackAtMs: number | null;
  readonly issuer: Issuer;
  readonly books: Books;
}

/** Something that happens. Running it may make more happen later. */
export interface Activity {
  readonly atMs: number;
  /** Rejects with what the issuer throws. */
  run(): Promise<void>;
}

/** People, merchants and thieves. The world has no clock: who runs it takes one activity after the other. */
export interface World {
  /** Takes the next activity in the world's time; null when nothing will ever happen again. */
  next(): Activity | null;
  /** When that is due. */
  peekMs(): number | null;
  /** A text reaches a telephone of this world at that time: whoever has it in hand may answer. */
  texted(text: Text, atMs: number): void;
}

/** Purchases a day that one cardholder makes on average; for choosing how many cardholders give a wished rate. */
export const PURCHASES_PER_CARDHOLDER_DAY = 1.85;

const MOST_CARDHOLDERS = 200_000;
/** Cardholders are planned in so many groups, spread over the day, so that no moment plans the day of all. */
const GROUPS = 480;

/**
 * A world that is the same for the same options and the same answers. Activities may be run one by one or, each begun
 * in its turn, at once. Nobody is made before they are needed.
 */
export function createWorld(options: WorldOptions): World {
  const { seed, startMs, cardholders, scenario, fraudShare, firstAttackAtMs, issuer, books } = options;
  if (!Number.isInteger(cardholders) || cardholders < 1 || cardholders > MOST_CARDHOLDERS) {
    throw new RangeError(`a world has 1 to ${MOST_CARDHOLDERS} cardholders, not ${cardholders}`);
  }
  const queue = createQueue<() => Promise<void>>();
  // What only plans is done by the world itself, before anything that is due at that time.
  const plans = createQueue<() => void>();
  const scene: Scene = {
    seed,
    issuer,
    books,
    holders: createHolders(seed, cardholders, startMs),
    catalogue: createCatalogue(seed),
    climate: createClimate(),
    enrol: createEnrolment(issuer),
    telephones: createTelephones({ seed, books, at: queue.add, again: (...one) => buyAgain(scene, ...one) }),
    at: queue.add,
  };
  planDays(scene, startMs, plans.add);
  if (scenario !== 'quiet') {
    const fraudsPerDay = fraudShare * cardholders * PURCHASES_PER_CARDHOLDER_DAY;
    beginCampaign(scene, { scenario, startMs, fraudsPerDay, firstAttackAtMs });
  }

  function finishPlans(): void {
    for (let plan = plans.first(); plan; plan = plans.first()) {
      if (plan.atMs > (queue.first()?.atMs ?? Number.POSITIVE_INFINITY)) return;
      plans.take();
      plan.item();
    }
  }

  return {
    next() {
      finishPlans();
      const due = queue.take();
      return due ? { atMs: due.atMs, run: due.item } : null;
    },
    peekMs() {
      finishPlans();
      return queue.first()?.atMs ?? null;
    },
    texted: scene.telephones.received,
  };
}

/** Plans the running day of each group at the start, and each later day as it begins. */
function planDays(scene: Scene, startMs: number, later: (atMs: number, plan: () => void) => void): void {
  const { count } = scene.holders;
  const groups = Math.min(count, GROUPS);
  for (let group = 0; group < groups; group += 1) {
    const phaseMs = Math.floor((group / groups) * DAY_MS);
    const today = Math.floor((startMs - phaseMs) / DAY_MS);
    planFrom(group, today, today * DAY_MS + phaseMs);
  }

  function planFrom(group: number, day: number, fromMs: number): void {
    later(fromMs, () => {
      for (let number = group; number < count; number += groups) planDay(scene, number, day, fromMs, startMs);
      planFrom(group, day + 1, fromMs + DAY_MS);
    });
  }
}
