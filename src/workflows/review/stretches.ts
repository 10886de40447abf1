/** A stretch of time that is known; `closedAtMs` is when people were done with it: what comes after is another one. */
export interface Stretch {
  readonly id: string;
  readonly beganMs: number;
  readonly lastMs: number;
  readonly closedAtMs: number | null;
  /** Whether people see it: then it vanishes in no closed one, where nobody would look at it any more. */
  readonly isIncident: boolean;
}

/** What became of stretches: `ids` are one now, the closed one first, then in their order; none where it is new. */
export interface Grown {
  readonly ids: readonly string[];
  readonly beganMs: number;
  readonly lastMs: number;
  /** How many of the moments it took in, as indices. */
  readonly moments: readonly number[];
}

/**
 * Adds moments to stretches of time: a moment belongs to a stretch that is no further than `gapMs` from it, and by
 * moments between them stretches become one. What comes out is the same whichever moments came first. A closed stretch
 * takes what was before its closing and is never a part of another one. Gives those that grew.
 */
export function growStretches(
  stretches: readonly Stretch[],
  momentsMs: readonly number[],
  gapMs: number,
): readonly Grown[] {
  const known = [...stretches].sort((a, b) => a.beganMs - b.beganMs);
  let free = momentsMs
    .map((atMs, index): Grown => ({ ids: [], beganMs: atMs, lastMs: atMs, moments: [index] }))
    .sort((a, b) => a.beganMs - b.beganMs);
  let open = known.filter(({ closedAtMs }) => closedAtMs === null);
  const closed = known.flatMap(({ closedAtMs, ...stretch }) => {
    if (closedAtMs === null) return [];
    const untilMs = Math.max(closedAtMs, stretch.lastMs);
    const small = open.filter(({ isIncident, lastMs }) => !isIncident && lastMs <= untilMs);
    const before = [...small.map(grownOf), ...free.filter(({ lastMs }) => lastMs <= untilMs)];
    // What is not close to it by itself may be so by others between.
    const own = runsOf([grownOf(stretch), ...before], gapMs).find(({ ids }) => ids.includes(stretch.id));
    if (!own) return [];
    open = open.filter(({ id }) => !own.ids.includes(id));
    free = free.filter(({ moments: [index = -1] }) => !own.moments.includes(index));
    return [{ ...own, ids: [stretch.id, ...own.ids.filter((id) => id !== stretch.id)] }];
  });
  return [...closed, ...runsOf([...open.map(grownOf), ...free], gapMs)].filter(({ moments }) => moments.length > 0);
}

function grownOf({ id, beganMs, lastMs }: Pick<Stretch, 'id' | 'beganMs' | 'lastMs'>): Grown {
  return { ids: [id], beganMs, lastMs, moments: [] };
}

/** Joins what is no further than the gap from each other. */
function runsOf(parts: readonly Grown[], gapMs: number): readonly Grown[] {
  const runs: Grown[] = [];
  for (const part of [...parts].sort((a, b) => a.beganMs - b.beganMs)) {
    const last = runs.at(-1);
    if (!last || part.beganMs - last.lastMs > gapMs) {
      runs.push(part);
      continue;
    }
    runs[runs.length - 1] = {
      ids: [...last.ids, ...part.ids],
      beganMs: last.beganMs,
      lastMs: Math.max(last.lastMs, part.lastMs),
      moments: [...last.moments, ...part.moments],
    };
  }
  return runs;
}
