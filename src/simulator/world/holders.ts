import { drawCards } from './cards.ts';
import { type Habits, habitsOf } from './habits.ts';
import type { CardDetails, CardholderDetails } from './issuer.ts';
import { drawPerson } from './people.ts';
import { createRandom, type Random } from './random.ts';

/** Someone who holds cards, whole. */
export interface Holder {
  readonly habits: Habits;
  readonly details: CardholderDetails;
  readonly cards: readonly CardDetails[];
}

/** The cardholders of a world. They are made when they are needed, and again when they were forgotten meanwhile. */
export interface Holders {
  readonly count: number;
  /** From 0 to `count` - 1. */
  get(number: number): Holder;
  /** Up to `many` different ones; fewer where there are no more. */
  pick(random: Random, many: number): readonly Holder[];
}

// INVARIANT: a holder is drawn from the seed and its number alone, so that one who was forgotten comes back the same.
const REMEMBERED = 10_000;

/** The cardholders of the world that begins at `startMs`. */
export function createHolders(seed: string, count: number, startMs: number): Holders {
  const known = new Map<number, Holder>();

  function get(number: number): Holder {
    const holder = known.get(number) ?? draw(number);
    // To the end: the map's order is the order of use.
    known.delete(number);
    known.set(number, holder);
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break;
      known.delete(oldest);
    }
    return holder;
  }

  function draw(number: number): Holder {
    const habits = habitsOf(seed, number);
    const random = createRandom(seed, 'holder', number, 'details');
    const details = drawPerson(random, habits, startMs);
    return { habits, details, cards: drawCards(random, habits, details, startMs) };
  }

  return {
    count,
    get,
    pick(random, many) {
      const numbers = new Set<number>();
      const enough = Math.min(many, count);
      while (numbers.size < enough) numbers.add(random.integer(0, count - 1));
      return [...numbers].map(get);
    },
  };
}
