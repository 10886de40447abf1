import type { Fingerprint } from './fingerprint.ts';

/** Whole numbers from 0, kept lately by fingerprints. Times are to come in their order. */
export interface Recent {
  /** -1 where none is kept. */
  get(key: Pick<Fingerprint, 'high' | 'low'>): number;
  set(key: Pick<Fingerprint, 'high' | 'low'>, value: number, atMs: number): void;
}

/** Keeps what was set for so long at least, and for twice as long at most: to forget costs nothing. */
export function createRecent(keepMs: number): Recent {
  let latest = createTable();
  let earlier = createTable();
  let fromMs = Number.NEGATIVE_INFINITY;
  return {
    get({ high, low }) {
      const value = latest.get(high, low);
      return value === -1 ? earlier.get(high, low) : value;
    },
    set({ high, low }, value, atMs) {
      if (atMs - fromMs > keepMs) {
        const isLong = atMs - fromMs > 2 * keepMs;
        const next = earlier;
        earlier = latest;
        latest = next;
        latest.clear();
        if (isLong) earlier.clear();
        fromMs = atMs;
      }
      latest.set(high, low, value);
    },
  };
}

const LEAST = 1_024;
/** An entry: both halves of its key, and its value plus one; 0 stands for none. */
const WIDTH = 3;

/** A table of numbers alone, which the garbage collector never looks at: 24 to 48 bytes an entry. */
function createTable() {
  let capacity = LEAST;
  let entries = new Int32Array(capacity * WIDTH);
  let count = 0;

  /** Where the key stands, or is to stand. */
  function placeOf(high: number, low: number): number {
    let place = low & (capacity - 1);
    for (;;) {
      const at = place * WIDTH;
      if (entries[at + 2] === 0 || (entries[at] === high && entries[at + 1] === low)) return at;
      place = (place + 1) & (capacity - 1);
    }
  }

  function put(high: number, low: number, stored: number): void {
    const at = placeOf(high, low);
    if (entries[at + 2] === 0) count += 1;
    entries[at] = high;
    entries[at + 1] = low;
    entries[at + 2] = stored;
  }

  function grow(): void {
    const old = entries;
    capacity *= 2;
    entries = new Int32Array(capacity * WIDTH);
    count = 0;
    for (let at = 0; at < old.length; at += WIDTH) {
      const stored = old[at + 2] ?? 0;
      if (stored !== 0) put(old[at] ?? 0, old[at + 1] ?? 0, stored);
    }
  }

  return {
    get: (high: number, low: number) => (entries[placeOf(high, low) + 2] ?? 0) - 1,
    set(high: number, low: number, value: number) {
      if (count * 2 >= capacity) grow();
      put(high, low, value + 1);
    },
    clear() {
      if (count === 0) return;
      entries.fill(0);
      count = 0;
    },
  };
}
