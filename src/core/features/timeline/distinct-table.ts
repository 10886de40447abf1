/** Which fingerprints were there already. */
export interface DistinctTable {
  /** Empties it, and makes room for so many. */
  clear(most: number): void;
  /** Whether it was not there yet. */
  add(first: number, second: number): boolean;
  has(first: number, second: number): boolean;
}

/**
 * A table of fingerprints that is emptied in no time, to be used again for every feature of every event: a Set of texts
 * takes five times as long.
 */
export function createDistinctTable(): DistinctTable {
  let slots = 1024;
  // A slot is taken if it has the number of this round.
  let rounds = new Int32Array(slots);
  let firsts = new Float64Array(slots);
  let seconds = new Float64Array(slots);
  let round = 0;

  function find(first: number, second: number): number {
    let slot = first & (slots - 1);
    while (rounds[slot] === round && (firsts[slot] !== first || seconds[slot] !== second))
      slot = (slot + 1) & (slots - 1);
    return slot;
  }

  return {
    clear(most) {
      round++;
      if (most * 2 <= slots && round < 0x7fffffff) return;
      while (slots < most * 2) slots *= 2;
      rounds = new Int32Array(slots);
      firsts = new Float64Array(slots);
      seconds = new Float64Array(slots);
      round = 1;
    },
    add(first, second) {
      const slot = find(first, second);
      if (rounds[slot] === round) return false;
      rounds[slot] = round;
      firsts[slot] = first;
      seconds[slot] = second;
      return true;
    },
    has(first, second) {
      return rounds[find(first, second)] === round;
    },
  };
}
