import { limits } from '../../domain/limits.ts';

/**
 * Who was seen, and when last: one by one while they are few, then as a sliding HyperLogLog (Chabchoub and Hébrail,
 * 2010), which can be asked for any time back: of each register it keeps the ranks that are greater than all later
 * ones. With 256 registers its estimates have a standard error of 6.5 %.
 */
export type Sketch = EachSeen | SlidingSketch;

export interface EachSeen {
  readonly kind: 'each';
  /** Both halves of an identity's fingerprint and the time it was last seen, in turn. */
  readonly triples: readonly number[];
}

/** Marks, the newest first. */
export interface SlidingSketch {
  readonly kind: 'sliding';
  /** Times are rounded down to this. */
  readonly unitMs: number;
  /** The time of each mark, in units. */
  readonly units: readonly number[];
  /** `register << 6 | rank` of each mark. */
  readonly marks: readonly number[];
}

export const REGISTERS = 256;
const RANK_BITS = 6;

/** Register and rank of an identity, by the first half of its fingerprint: each rank is half as common. */
export function markOf(first: number): number {
  return ((first & (REGISTERS - 1)) << RANK_BITS) | (Math.clz32(Math.floor(first / 0x200000)) + 1);
}

/** The register of a mark. */
export function registerOf(mark: number): number {
  return mark >> RANK_BITS;
}

/** The rank of a mark, from 1 to 33. */
export function rankOf(mark: number): number {
  return mark & ((1 << RANK_BITS) - 1);
}

/** Adds identities to a sketch, or to none yet. The sketch that was given is not changed. */
export interface SketchWriter {
  add(first: number, second: number, atMs: number): void;
  /** The sketch without what was last seen before this; null where nothing is left. */
  close(forgetBeforeMs: number): Sketch | null;
}

/** Opens a sketch for writing. `unitMs` is how coarse times may become; a sliding sketch keeps its own. */
export function writeSketch(sketch: Sketch | null, unitMs: number): SketchWriter {
  // By the first half; the second is kept for whoever counts both.
  const seen = new Map<number, { readonly second: number; readonly atMs: number }>();
  const triples = sketch?.kind === 'each' ? sketch.triples : [];
  for (let at = 0; at < triples.length; at += 3) {
    seen.set(triples[at] ?? 0, { second: triples[at + 1] ?? 0, atMs: triples[at + 2] ?? 0 });
  }

  return {
    add(first, second, atMs) {
      seen.set(first, { second, atMs: Math.max(atMs, seen.get(first)?.atMs ?? atMs) });
    },
    close(forgetBeforeMs) {
      if (sketch?.kind !== 'sliding' && seen.size <= limits.distinctSeenEach) {
        const kept = [...seen].filter(([, { atMs }]) => atMs >= forgetBeforeMs);
        return kept.length === 0
          ? null
          : { kind: 'each', triples: kept.flatMap(([first, { second, atMs }]) => [first, second, atMs]) };
      }
      const before = sketch?.kind === 'sliding' ? sketch : { unitMs, units: [], marks: [] };
      const added = [...seen].map(([first, { atMs }]) => ({
        units: Math.floor(atMs / before.unitMs),
        mark: markOf(first),
      }));
      return merge(before, added, Math.floor(forgetBeforeMs / before.unitMs));
    },
  };
}

interface Mark {
  readonly units: number;
  readonly mark: number;
}

/** Goes back from the newest mark, and keeps of each register what is greater than all later ones. */
function merge(
  before: Omit<SlidingSketch, 'kind'>,
  added: readonly Mark[],
  forgetBefore: number,
): SlidingSketch | null {
  const sorted = added.toSorted((a, b) => b.units - a.units || b.mark - a.mark);
  const best = new Uint8Array(REGISTERS);
  const [units, marks]: [number[], number[]] = [[], []];

  function keep(unit: number, mark: number): void {
    const register = registerOf(mark);
    if (unit < forgetBefore || rankOf(mark) <= (best[register] ?? 0)) return;
    best[register] = rankOf(mark);
    units.push(unit);
    marks.push(mark);
  }

  let at = 0;
  for (const next of sorted) {
    for (; at < before.units.length && (before.units[at] ?? 0) > next.units; at++) {
      keep(before.units[at] ?? 0, before.marks[at] ?? 0);
    }
    keep(next.units, next.mark);
  }
  for (; at < before.units.length; at++) keep(before.units[at] ?? 0, before.marks[at] ?? 0);
  return units.length === 0 ? null : { kind: 'sliding', unitMs: before.unitMs, units, marks };
}
