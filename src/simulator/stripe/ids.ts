import { createRandom } from '../world/random.ts';

const BASE62 = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
const LENGTH = 24;

/** Draws ids of Stripe's form: a prefix, `_1`, and 24 letters and digits. The same seed draws the same ids in order. */
export function createIds(seed: string): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    const random = createRandom(seed, 'id', count);
    let id = `${prefix}_1`;
    for (let i = 0; i < LENGTH; i += 1) id += random.pick(BASE62);
    return id;
  };
}
