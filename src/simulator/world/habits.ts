import { HOMES, type Place } from './places.ts';
import { createRandom } from './random.ts';

/** What a portfolio of cards is for; `metadata.program` of a card holds it. */
export type Program = 'everyday' | 'travel' | 'business' | 'family';

/** How one cardholder lives. The same seed and number give the same habits. */
export interface Habits {
  /** From 0. */
  readonly number: number;
  readonly home: Place;
  readonly program: Program;
  /** Purchases on an average day, subscriptions aside. */
  readonly purchasesPerDay: number;
  /** Whole number; it picks the favourites among the merchants, and the days on which something recurs. */
  readonly taste: number;
  /** 0.5 for who lives simply, 2 for who doesn't. */
  readonly spending: number;
  readonly hasCar: boolean;
  /** How much of the shopping is done on the internet. */
  readonly onlineShare: number;
  /** Subscriptions, charged each month. */
  readonly subscriptions: number;
  /** Day of the month on which the salary comes. */
  readonly payday: number;
  /** Chance of a journey in four weeks. */
  readonly journeys: number;
}

const PROGRAMS: readonly Program[] = ['everyday', 'everyday', 'everyday', 'travel', 'business', 'family'];

/** The habits of cardholder `number`: cheap, for all that is planned. */
export function habitsOf(seed: string, number: number): Habits {
  const random = createRandom(seed, 'holder', number);
  const home = random.pick(HOMES);
  const program = random.pick(PROGRAMS);
  return {
    number,
    home,
    program,
    purchasesPerDay: Math.min(6, random.lognormal(1.5, 0.5)),
    taste: random.integer(0, 1_000_000),
    spending: random.lognormal(1, 0.3),
    hasCar: random.chance(home.country === 'US' ? 0.85 : 0.5),
    onlineShare: 0.1 + 0.3 * random.next(),
    subscriptions: random.integer(0, 4),
    payday: random.pick([1, 1, 15, 25, 28]),
    journeys: random.chance(0.35) ? 0 : program === 'travel' ? 0.5 : 0.15,
  };
}
