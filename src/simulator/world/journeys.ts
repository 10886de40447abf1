import type { Habits } from './habits.ts';
import { PLACES, type Place } from './places.ts';
import { createRandom } from './random.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

/** A cardholder away from home. */
export interface Journey {
  readonly place: Place;
  readonly fromMs: number;
  readonly nights: number;
  readonly untilMs: number;
}

const BLOCK_MS = 28 * DAY_MS;

/** Where the cardholder is at that time; null: at home. */
export function journeyAt(seed: string, habits: Habits, atMs: number): Journey | null {
  const journey = journeyAround(seed, habits, atMs);
  return journey && journey.fromMs <= atMs && atMs < journey.untilMs ? journey : null;
}

/** The journey that begins from `fromMs` (included) to `toMs` (not), not more than a day later. */
export function journeyBetween(seed: string, habits: Habits, fromMs: number, toMs: number): Journey | null {
  // None begins in the last days of its four weeks, so that the one around `toMs` is the only one in question.
  const journey = journeyAround(seed, habits, toMs);
  return journey && journey.fromMs >= fromMs && journey.fromMs < toMs ? journey : null;
}

/** The journey of the four weeks around that time, if there is one. It begins and ends within them. */
function journeyAround(seed: string, habits: Habits, atMs: number): Journey | null {
  if (habits.journeys === 0) return null;
  const block = Math.floor(atMs / BLOCK_MS);
  const random = createRandom(seed, 'holder', habits.number, 'journey', block);
  if (!random.chance(habits.journeys)) return null;
  const place = random.pick(PLACES);
  if (place === habits.home) return null;
  const nights = random.integer(2, 9);
  const fromMs = block * BLOCK_MS + random.integer(0, 17) * DAY_MS + random.integer(8, 20) * HOUR_MS;
  return { place, nights, fromMs, untilMs: fromMs + nights * DAY_MS };
}
