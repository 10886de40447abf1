import type { Answerer } from './books.ts';
import { fillPattern } from './draw-text.ts';
import type { Holder } from './holders.ts';
import { phoneRange } from './phone-numbers.ts';
import { createRandom, type Random } from './random.ts';
import type { Scene } from './scene.ts';
import { DAY_MS } from './time.ts';

/** A cardholder has another number once in some two years. */
const CHANGES_PER_DAY = 1 / 700;

/** When the cardholder changes numbers in the 24 hours from `fromMs`; null: not then. */
export function phoneChangeOn(seed: string, number: number, day: number, fromMs: number): number | null {
  const random = createRandom(seed, 'holder', number, 'phone', day);
  return random.chance(CHANGES_PER_DAY) ? fromMs + random.integer(0, DAY_MS - 1) : null;
}

/** Writes another number into a cardholder's account. */
export async function changePhone(
  scene: Scene,
  holder: Holder,
  phone: string,
  by: Answerer,
  atMs: number,
): Promise<void> {
  await scene.enrol(holder);
  await scene.issuer.changePhone(holder.details.id, phone);
  scene.telephones.changed(holder, phone, by, atMs);
}

/** A cardholder has a new number, of the same country; who lives where there is none for the world has none. */
export async function takeNewPhone(scene: Scene, number: number, day: number, atMs: number): Promise<void> {
  const holder = scene.holders.get(number);
  const random = createRandom(scene.seed, 'new phone', number, day);
  const phone = newPhone(random, holder.details.country);
  if (phone !== null) await changePhone(scene, holder, phone, 'holder', atMs);
}

/** A number of that country by chance. */
export function newPhone(random: Random, country: string): string | null {
  const range = phoneRange(country, random.integer(0, 9_999));
  return range === null ? null : fillPattern(range, random);
}
