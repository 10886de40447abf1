import { runErrand } from './errands.ts';
import { type Habits, habitsOf } from './habits.ts';
import { stayAtHotel } from './hotel.ts';
import { journeyBetween } from './journeys.ts';
import { logIn } from './logins.ts';
import { phoneChangeOn, takeNewPhone } from './phone-changes.ts';
import { createRandom, type Random } from './random.ts';
import type { Scene } from './scene.ts';
import { billingDay, chargeSubscription } from './subscriptions.ts';
import { DAY_MS, dayAt, dayOfMonthOf, HOUR_MS, hourAt, weekdayOf } from './time.ts';

/** Each hour of the day, as often as is bought in it. */
const HOURS: readonly number[] = [
  ...[8, 5, 3, 2, 2, 5, 15, 40, 50, 45, 50, 65, 85, 70, 60, 60, 65, 80, 85, 75, 55, 40, 25, 15],
].flatMap((weight, hour) => Array.from({ length: weight }, () => hour));

/** And on each day of the week, from Sunday. */
const WEEKDAYS = [1.05, 0.9, 0.9, 0.9, 0.95, 1.15, 1.25];
const AFTER_PAYDAY = 1.35;
const BUSIEST = 1.25 * AFTER_PAYDAY;
const LOGINS_PER_DAY = 0.25;

/**
 * Plans what cardholder `number` does in the 24 hours from `fromMs`, leaving out what lies before `startMs`. `day` is
 * the number of these hours: with the seed it decides everything.
 */
export function planDay(scene: Scene, number: number, day: number, fromMs: number, startMs: number): void {
  const habits = habitsOf(scene.seed, number);
  const random = createRandom(scene.seed, 'holder', number, 'day', day);
  function plan(atMs: number, run: () => Promise<void>): void {
    if (atMs >= startMs) scene.at(atMs, run);
  }

  const errands = drawCount(random, habits.purchasesPerDay * BUSIEST);
  for (let index = 0; index < errands; index += 1) {
    const atMs = drawTime(random, habits, fromMs);
    const isDropped = !random.chance(busynessAt(habits, atMs) / BUSIEST);
    if (!isDropped) plan(atMs, () => runErrand(scene, number, day, index, atMs));
  }
  if (random.chance(LOGINS_PER_DAY)) {
    const atMs = drawTime(random, habits, fromMs);
    plan(atMs, () => logIn(scene, number, day, atMs));
  }
  for (let index = 0; index < habits.subscriptions; index += 1) {
    const atMs = billingTime(habits, index, fromMs);
    if (atMs !== null) plan(atMs, () => chargeSubscription(scene, number, index, day, atMs));
  }
  const changeAtMs = phoneChangeOn(scene.seed, number, day, fromMs);
  if (changeAtMs !== null) plan(changeAtMs, () => takeNewPhone(scene, number, day, changeAtMs));
  const journey = journeyBetween(scene.seed, habits, fromMs, fromMs + DAY_MS);
  if (journey) plan(journey.fromMs, () => stayAtHotel(scene, number, journey));
}

/** How many of what happens `mean` times on average (Poisson's law, by Knuth's way). */
function drawCount(random: Random, mean: number): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > least; product *= random.next()) count += 1;
  return count;
}

/** A time within the 24 hours from `fromMs`, when people are awake at home. */
function drawTime(random: Random, { home }: Habits, fromMs: number): number {
  const hoursAhead = (random.pick(HOURS) - hourAt(fromMs, home.utcOffsetHours) + 24) % 24;
  const atMs = Math.floor(fromMs / HOUR_MS + hoursAhead) * HOUR_MS + random.integer(0, HOUR_MS - 1);
  return atMs < fromMs ? atMs + DAY_MS : atMs;
}

function busynessAt({ home, payday }: Habits, atMs: number): number {
  const day = dayAt(atMs, home.utcOffsetHours);
  const daysSincePayday = dayOfMonthOf(day) - payday;
  const isAfterPayday = daysSincePayday >= 0 && daysSincePayday < 3;
  return (WEEKDAYS[weekdayOf(day)] ?? 1) * (isAfterPayday ? AFTER_PAYDAY : 1);
}

/** When subscription `index` is charged in the 24 hours from `fromMs`, at its own hour (UTC); null: not then. */
function billingTime(habits: Habits, index: number, fromMs: number): number | null {
  const timeMs = ((habits.taste * 7 + index * 5) % 1_440) * 60_000;
  const today = dayAt(fromMs, 0);
  const day = today * DAY_MS + timeMs >= fromMs ? today : today + 1;
  return dayOfMonthOf(day) === billingDay(habits, index) ? day * DAY_MS + timeMs : null;
}
