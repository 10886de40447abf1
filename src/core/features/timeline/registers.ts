import { estimateDistinct } from './estimate.ts';
import { markOf, REGISTERS, rankOf, registerOf, type SlidingSketch } from './sketch.ts';

/** The registers of one HyperLogLog, made of what was seen since some time. */
export interface Registers {
  clear(): void;
  add(mark: number): void;
  /**
   * Adds the marks of a sketch from `from` on that are later than `boundMs`, or less than its unit before. Gives the
   * first one that is not.
   */
  addSince(sketch: SlidingSketch, from: number, boundMs: number): number;
  /** About how many there are; `also` is the first half of one more identity, which is not added. */
  estimate(also: number | null): number;
}

/** Empty registers, to be used again and again. */
export function createRegisters(): Registers {
  const ranks = new Uint8Array(REGISTERS);
  // Registers by rank, which goes from 0 (nothing seen) to 33.
  const counts = new Int32Array(34);

  function add(mark: number): void {
    const rank = rankOf(mark);
    const before = ranks[registerOf(mark)] ?? 0;
    if (rank <= before) return;
    ranks[registerOf(mark)] = rank;
    move(before, rank);
  }

  function move(from: number, to: number): void {
    counts[from] = (counts[from] ?? 0) - 1;
    counts[to] = (counts[to] ?? 0) + 1;
  }

  return {
    clear() {
      ranks.fill(0);
      counts.fill(0);
      counts[0] = REGISTERS;
    },
    add,
    addSince({ unitMs, units, marks }, from, boundMs) {
      // The first unit that reaches behind the bound.
      const oldest = Math.floor((boundMs + 1) / unitMs);
      let at = from;
      for (; at < units.length && (units[at] ?? 0) >= oldest; at++) add(marks[at] ?? 0);
      return at;
    },
    estimate(also) {
      const mark = also === null ? 0 : markOf(also);
      const before = ranks[registerOf(mark)] ?? 0;
      const rank = Math.max(before, rankOf(mark));
      move(before, rank);
      const distinct = Math.round(estimateDistinct(counts));
      move(rank, before);
      return distinct;
    },
  };
}
