/**
 * The candidate that was most likely meant by a misspelt word, or null where none is near: at most a third of its
 * letters differ, or else most of its words (parted by `_`) are there. Case is ignored; of equals the first one wins.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestScore = 0;
  for (const candidate of candidates) {
    const score = likeness(wanted, candidate.toLowerCase());
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** 0 for nothing alike, between 1 and 2 for shared words, more than 2 for a slip of the keys. */
function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  const allowed = Math.max(1, Math.floor(longer / 3));
  if (Math.abs(a.length - b.length) <= allowed) {
    const distance = editDistance(a, b);
    if (distance <= allowed && distance < longer) return 3 - distance / longer;
  }
  const shared = sharedWords(a, b);
  return shared >= 0.6 ? 1 + shared : 0;
}

/** The share of words in common, from 0 to 1 (Dice). */
function sharedWords(a: string, b: string): number {
  const left = new Set(a.split('_'));
  const right = new Set(b.split('_'));
  return (2 * left.intersection(right).size) / (left.size + right.size);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + same);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
