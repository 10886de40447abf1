/** Chance that repeats: the same keys give the same draws, on every machine. */
export interface Random {
  /** From 0 (included) to 1 (not). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the values, each as likely as its weight says; the weights need not add up to 1. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
  /** Standard normal. */
  normal(): number;
  /** Half of the draws are below the median; `sigma` is the standard deviation of the logarithm. */
  lognormal(median: number, sigma: number): number;
  /** Waiting times of what happens on average once in `mean`. */
  exponential(mean: number): number;
}

/**
 * A generator of its own for whatever the keys name, e.g. `createRandom(seed, 'holder', 17, 'day', 3)`: what is drawn
 * for one thing never shifts the draws of another, however the two interleave.
 */
export function createRandom(...keys: readonly (string | number)[]): Random {
  const next = sfc32(...hash128(keys.join('\u0000')));
  const random: Random = {
    next,
    integer: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick(list) {
      const picked = list[Math.floor(next() * list.length)];
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
    weighted(choices) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of choices) {
        if (left < weight) return value;
        left -= weight;
      }
      throw new RangeError('there is nothing to choose from');
    },
    // Box and Muller's transform; 1 - next() is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    lognormal: (median, sigma) => median * Math.exp(sigma * random.normal()),
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
  return random;
}

/** Chris Doty-Humphrey's small fast counting generator (PractRand), with 32-bit words. */
function sfc32(a: number, b: number, c: number, counter: number): () => number {
  function draw(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  }
  // The first draws still resemble the seed.
  for (let i = 0; i < 12; i += 1) draw();
  return draw;
}

/** Four 32-bit words of a text: FNV-1a with four offsets, each mixed by the finaliser of MurmurHash3. */
function hash128(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    words[0] = Math.imul(words[0] ^ code, 0x01000193);
    words[1] = Math.imul(words[1] ^ code, 0x01000193);
    words[2] = Math.imul(words[2] ^ code, 0x01000193);
    words[3] = Math.imul(words[3] ^ code, 0x01000193);
  }
  return [mix(words[0]), mix(words[1]), mix(words[2]), mix(words[3])];
}

function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
