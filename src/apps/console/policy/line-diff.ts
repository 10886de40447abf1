/** A line of a text, or of the one that took its place; numbers count from 1 and are null in the text without it. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Texts that differ in more lines than this are told as one that went and one that came. */
const MAX_EDITS = 400;

/** What was changed between two texts, line by line, in as few lines as there can be (Myers, 1986). */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const kinds = [
    ...same(head),
    ...shortest(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(tail),
  ];
  let [was, is] = [0, 0];
  return kinds.map((kind): DiffLine => {
    if (kind !== 'added') was += 1;
    if (kind !== 'removed') is += 1;
    return {
      kind,
      text: (kind === 'removed' ? old[was - 1] : now[is - 1]) ?? '',
      before: kind === 'added' ? null : was,
      after: kind === 'removed' ? null : is,
    };
  });
}

/** The changes with so many lines around each that are the same; changes that are near stand in one piece. */
export function hunksOf(lines: readonly DiffLine[], around = 3): readonly (readonly DiffLine[])[] {
  const hunks: DiffLine[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [place, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    if (place - last > 2 * around + 1) hunks.push(lines.slice(Math.max(0, place - around), place));
    else hunks.at(-1)?.push(...lines.slice(last + 1, place));
    hunks.at(-1)?.push(...lines.slice(place, place + 1));
    last = place;
  }
  return closed(hunks, lines, around);
}

function closed(hunks: DiffLine[][], lines: readonly DiffLine[], around: number): readonly (readonly DiffLine[])[] {
  return hunks.map((hunk) => {
    const end = lines.indexOf(hunk.at(-1) as DiffLine) + 1;
    return [...hunk, ...lines.slice(end, end + around)];
  });
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function same(count: number): DiffLine['kind'][] {
  return Array.from({ length: count }, () => 'same');
}

/** The furthest way along each diagonal (`x - y`) with one more edit each round, until one reaches the end. */
function shortest(old: readonly string[], now: readonly string[]): DiffLine['kind'][] {
  const rounds: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(MAX_EDITS, old.length + now.length); edits += 1) {
    rounds.push(reach);
    const next = new Map(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(reach, diagonal, edits) ? at(reach, diagonal + 1) : at(reach, diagonal - 1) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return walkBack(rounds, old.length, now.length);
    }
    reach = next;
  }
  return [...old.map(() => 'removed' as const), ...now.map(() => 'added' as const)];
}

function walkBack(rounds: readonly Map<number, number>[], width: number, height: number): DiffLine['kind'][] {
  const kinds: DiffLine['kind'][] = [];
  let [x, y] = [width, height];
  for (const [edits, reach] of [...rounds.entries()].reverse()) {
    const diagonal = x - y;
    const from = isDown(reach, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const [startX, startY] = [at(reach, from), at(reach, from) - from];
    for (; x > startX && y > startY && x > 0 && y > 0; x -= 1, y -= 1) kinds.push('same');
    if (edits === 0) break;
    kinds.push(x === startX ? 'added' : 'removed');
    [x, y] = [startX, startY];
  }
  return kinds.reverse();
}

/** Whether the way along this diagonal comes from a line that was added, and not from one that was removed. */
function isDown(reach: Map<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(reach, diagonal - 1) < at(reach, diagonal + 1));
}

function at(reach: Map<number, number>, diagonal: number): number {
  return reach.get(diagonal) ?? Number.NEGATIVE_INFINITY;
}
