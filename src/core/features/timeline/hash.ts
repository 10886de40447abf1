/** Two whole numbers of 53 bits each: equal for equal texts, and in practice for no others. */
export interface Fingerprint {
  readonly first: number;
  readonly second: number;
}

/**
 * A fingerprint of a text, in 106 bits, spread evenly. Two different texts share it about once in 10^32 pairs, so that
 * counting fingerprints is counting texts. Not for secrets: whoever wants two texts of one fingerprint can make them.
 */
export function fingerprint(text: string): Fingerprint {
  // Four lanes, as MurmurHash3 has them: every two characters go into one lane, and each lane feeds the next.
  let [h1, h2, h3, h4] = [0x1b873593, 0x7f4a7c15, 0x632be5ab, 0x2545f491];
  const { length } = text;
  for (let index = 0; index < length; index += 2) {
    const second = index + 1 < length ? text.charCodeAt(index + 1) : 0;
    const pair = text.charCodeAt(index) | (second << 16);
    const spread = Math.imul(turn(Math.imul(pair, 0xcc9e2d51), 15), 0x85ebca6b);
    const next = (Math.imul(turn(h1 ^ spread, 19), 5) + h2) | 0;
    h1 = (h2 ^ (next >>> 7)) | 0;
    h2 = (h3 + 0x561ccd1b) | 0;
    h3 = (h4 + next) | 0;
    h4 = next;
  }
  h1 = scramble(h1 ^ length);
  h2 = scramble(h2 + h1);
  h3 = scramble(h3 ^ h2);
  h4 = scramble(h4 + h3);
  h1 = scramble(h1 ^ h4);
  h2 = scramble(h2 + h1);
  return { first: join(h1, h2), second: join(h3, h4) };
}

function turn(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** Every bit of the result hangs on every bit of what went in. */
function scramble(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** 32 bits above 21. */
function join(high: number, low: number): number {
  return (high >>> 0) * 0x200000 + (low >>> 11);
}
