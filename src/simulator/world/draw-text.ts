import type { Random } from './random.ts';

const LETTERS = 'ABCDEFGHJKLMNPRSTUWXYZ';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The pattern with a digit for each `#` and a letter for each `?`: `LS1 #??` → `LS1 4TB`. */
export function fillPattern(pattern: string, random: Random): string {
  return pattern.replace(/[#?]/g, (mark) => (mark === '#' ? String(random.integer(0, 9)) : letter(LETTERS, random)));
}

/** An id of Stripe's form: `ic` → `ic_1` and 23 letters or digits. */
export function drawId(prefix: string, random: Random): string {
  let id = `${prefix}_1`;
  for (let i = 0; i < 23; i += 1) id += letter(BASE62, random);
  return id;
}

function letter(letters: string, random: Random): string {
  return letters.charAt(random.integer(0, letters.length - 1));
}
