import { editDistance } from '../../language/nearest.ts';

const SHORTEST = 4;

/**
 * Whether one name is the other with one slip of the keys: a letter too many, too few or wrong, two that changed
 * places, or a capital. Names of three letters and less are all like each other: no slips there.
 */
export function isSlip(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) < SHORTEST || Math.abs(a.length - b.length) > 1) return false;
  return editDistance(a.toLowerCase(), b.toLowerCase()) <= 1;
}

/** Finds those of many names that a name is a slip of, in the order in which they were given. */
export interface Slips {
  of(name: string): readonly string[];
}

/** Names that are one slip apart are the same with one letter left out of either, or of both. */
export function createSlips(names: Iterable<string>): Slips {
  const order = new Map<string, number>();
  const byRest = new Map<string, string[]>();
  for (const name of names) {
    order.set(name, order.size);
    for (const rest of restsOf(name)) {
      const alike = byRest.get(rest);
      if (alike) alike.push(name);
      else byRest.set(rest, [name]);
    }
  }
  return {
    of(name) {
      const alike = new Set(restsOf(name).flatMap((rest) => byRest.get(rest) ?? []));
      return [...alike]
        .filter((other) => isSlip(name, other))
        .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    },
  };
}

function restsOf(name: string): readonly string[] {
  const word = name.toLowerCase();
  const rests = Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
  return [...new Set([word, ...rests])];
}
