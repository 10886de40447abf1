import type { Login } from './books.ts';
import { drawId } from './draw-text.ts';
import type { Holder } from './holders.ts';
import { createRandom, type Random } from './random.ts';
import type { Scene } from './scene.ts';
import { MINUTE_MS } from './time.ts';

/** A cardholder logs in at the card program, sometimes at the second try. */
export async function logIn(scene: Scene, number: number, day: number, atMs: number): Promise<void> {
  const random = createRandom(scene.seed, 'login', number, day);
  const holder = scene.holders.get(number);
  const { taste } = holder.habits;
  // From home, or from anywhere with the telephone. All of 2001:db8::/32 is kept for examples.
  const network = random.chance(0.8) ? taste : random.integer(0, 65_535);
  const from = {
    ip: `2001:db8:${(network % 65_536).toString(16)}::${(number % 65_536).toString(16)}`,
    device: `phone_${taste}`,
  };
  if (random.chance(0.05)) {
    scene.books.loggedIn(loginOf(random, holder, from, atMs, false));
    scene.at(atMs + MINUTE_MS, async () => scene.books.loggedIn(loginOf(random, holder, from, atMs + MINUTE_MS, true)));
    return;
  }
  scene.books.loggedIn(loginOf(random, holder, from, atMs, true));
}

/** One try to log in as this cardholder. The program knows its users by the cardholder's id. */
export function loginOf(
  random: Random,
  { details }: Holder,
  from: Pick<Login, 'ip' | 'device'>,
  atMs: number,
  isSuccessful: boolean,
): Login {
  return { id: drawId('login', random), atMs, userId: details.id, email: details.email, ...from, isSuccessful };
}
