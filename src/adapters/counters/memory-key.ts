import { limits } from '../../core/domain/limits.ts';
import type { JsonValue } from '../../core/features/scowl-value.ts';
import type { TimelineDefinition } from '../../core/features/timeline/definition.ts';
import type { Entry } from '../../core/features/timeline/entry.ts';
import { foldOldest, moveFolded } from '../../core/features/timeline/fold.ts';
import { eachFoldedId, hourOf } from '../../core/features/timeline/folded-ids.ts';
import { type Layout, ROW_ARRIVAL, ROW_AT_MS, ROW_ID } from '../../core/features/timeline/layout.ts';
import { type OutcomeCode, outcomeAfter, outcomeCode } from '../../core/features/timeline/outcome.ts';
import { findRow, firstAfter, placeFor, type Row, rowOf } from '../../core/features/timeline/rows.ts';
import type { TimelineState } from '../../core/features/timeline/state.ts';
import type { TimelineRequest } from '../../core/features/timeline/store.ts';
import type { Tiles } from '../../core/features/timeline/tiles.ts';

/**
 * One key's timeline in memory. There may be millions, so it is data alone, and its arrays are just as long as they
 * must be while they are short.
 */
export interface KeyTimeline {
  readonly name: string;
  count: number;
  numbers: number[];
  others: JsonValue[];
  outcomes: OutcomeCode[];
  /** Somebody still reads from these arrays: nothing of them may change any more; behind their end there is room. */
  areRowsLent: boolean;
  areOutcomesLent: boolean;
  tiles: Tiles | null;
  /**
   * Of the folded entries: by hour, what each became. A hot key has many, and each new entry is looked for among them.
   */
  foldedIds: Map<number, Map<number, OutcomeCode>> | null;
  newestMs: number;
}

/** A timeline in which nothing is. */
export function emptyKey(name: string): KeyTimeline {
  return {
    name,
    count: 0,
    numbers: [],
    others: [],
    outcomes: [],
    areRowsLent: false,
    areOutcomesLent: false,
    tiles: null,
    foldedIds: null,
    newestMs: Number.NEGATIVE_INFINITY,
  };
}

/** What is read of it; later writes don't change that. */
export function stateOf(key: KeyTimeline): TimelineState {
  key.areRowsLent = true;
  key.areOutcomesLent = true;
  const { count, numbers, others, outcomes, tiles } = key;
  return { rows: { count, numbers, others, outcomes }, tiles };
}

/** Writes an entry, and says whether it was there already. What is too old for any window is not kept. */
export function writeEntry(layout: Layout, key: KeyTimeline, request: TimelineRequest, entry: Entry): boolean {
  const row = rowOf(layout, entry);
  const outcome = outcomeCode(entry.outcome, request.isReported);
  // To look costs most of all this where a key has many entries.
  if (!request.isNew && hadEntry(layout, key, request, entry, row, outcome)) return true;
  if (entry.atMs < key.newestMs - layout.reachMs) return false;
  if (key.count >= limits.exactEventsPerKey + limits.foldEntries) fold(layout, key, request.timeline);
  insert(layout, key, row, outcome);
  key.newestMs = Math.max(key.newestMs, entry.atMs);
  trim(layout, key);
  return false;
}

/** Looks for the entry, and has it say what it became. */
function hadEntry(
  layout: Layout,
  key: KeyTimeline,
  { timeline, isFilling }: TimelineRequest,
  entry: Entry,
  row: Row,
  outcome: OutcomeCode,
): boolean {
  const at = findRow(layout, key, row.numbers[ROW_ID] ?? 0);
  if (at === -1) {
    return key.foldedIds !== null && wasFolded(key, key.foldedIds, row, timeline, entry, outcome);
  }
  const next = outcomeAfter(key.outcomes[at] ?? 0, outcome);
  if (isFilling) replace(layout, key, at, row, next);
  else if (next !== key.outcomes[at]) changeOutcome(key, at, next);
  return true;
}

function changeOutcome(key: KeyTimeline, at: number, outcome: OutcomeCode): void {
  ownOutcomes(key);
  key.outcomes[at] = outcome;
}

/** A new row in the place of the old one, or where its time and arrival put it. */
function replace(layout: Layout, key: KeyTimeline, at: number, row: Row, outcome: OutcomeCode): void {
  own(key);
  key.numbers.splice(at * layout.rowNumbers, layout.rowNumbers);
  key.others.splice(at * layout.rowOthers, layout.rowOthers);
  key.outcomes.splice(at, 1);
  key.count--;
  insert(layout, key, row, outcome);
}

function insert(layout: Layout, key: KeyTimeline, row: Row, outcome: OutcomeCode): void {
  const place = placeFor(layout, key, row.numbers[ROW_AT_MS] ?? 0, row.numbers[ROW_ARRIVAL] ?? 0);
  if (place < key.count) {
    own(key);
    key.numbers.splice(place * layout.rowNumbers, 0, ...row.numbers);
    key.others.splice(place * layout.rowOthers, 0, ...row.others);
    key.outcomes.splice(place, 0, outcome);
  } else if (key.count < SHORT) {
    // An array that is pushed to makes room for sixteen more. Most keys never need it.
    key.numbers = key.numbers.concat(row.numbers);
    key.others = key.others.concat(row.others);
    key.outcomes = key.outcomes.concat(outcome);
    key.areRowsLent = false;
    key.areOutcomesLent = false;
  } else {
    key.numbers.push(...row.numbers);
    key.others.push(...row.others);
    key.outcomes.push(outcome);
  }
  key.count++;
}

const SHORT = 12;

/** Looks among the folded ones, whose outcome may change, too. */
function wasFolded(
  key: KeyTimeline,
  ids: ReadonlyMap<number, Map<number, OutcomeCode>>,
  row: Row,
  timeline: TimelineDefinition,
  entry: Entry,
  outcome: OutcomeCode,
): boolean {
  const ofHour = ids.get(hourOf(entry.atMs));
  const id = row.numbers[ROW_ID] ?? 0;
  const standing = ofHour?.get(id);
  if (ofHour === undefined || standing === undefined) return false;
  const next = outcomeAfter(standing, outcome);
  if (next !== standing) {
    ofHour.set(id, next);
    if (key.tiles !== null) key.tiles = moveFolded(timeline, key.tiles, entry, standing, next);
  }
  return true;
}

function fold(layout: Layout, key: KeyTimeline, timeline: TimelineDefinition): void {
  const { rows, tiles, ids } = foldOldest(timeline, key, key.tiles, limits.foldEntries);
  key.count = rows.count;
  key.numbers = rows.numbers.slice();
  key.others = rows.others.slice();
  key.outcomes = rows.outcomes.slice();
  key.areRowsLent = false;
  key.areOutcomesLent = false;
  key.tiles = tiles;
  key.foldedIds ??= new Map();
  for (const [hour, text] of ids) {
    const ofHour = key.foldedIds.get(hour) ?? new Map<number, OutcomeCode>();
    for (const [id, became] of eachFoldedId(text)) ofHour.set(id, became);
    key.foldedIds.set(hour, ofHour);
  }
  const oldestHour = hourOf(key.newestMs - layout.reachMs);
  for (const hour of key.foldedIds.keys()) if (hour < oldestHour) key.foldedIds.delete(hour);
}

/** Lets go of what no window reaches, when it is much enough to be worth the copying. */
function trim(layout: Layout, key: KeyTimeline): void {
  const oldestMs = key.newestMs - layout.reachMs;
  if ((key.numbers[0] ?? 0) >= oldestMs) return;
  const gone = firstAfter(layout, key, oldestMs - 1);
  if (gone * 4 < key.count) return;
  key.numbers = key.numbers.slice(gone * layout.rowNumbers);
  key.others = key.others.slice(gone * layout.rowOthers);
  key.outcomes = key.outcomes.slice(gone);
  key.count -= gone;
  key.areRowsLent = false;
  key.areOutcomesLent = false;
}

/** Makes the arrays the key's own again. */
function own(key: KeyTimeline): void {
  ownOutcomes(key);
  if (!key.areRowsLent) return;
  key.numbers = key.numbers.slice();
  key.others = key.others.slice();
  key.areRowsLent = false;
}

/** An outcome changes once or twice for each entry, and nothing else of it. */
function ownOutcomes(key: KeyTimeline): void {
  if (!key.areOutcomesLent) return;
  key.outcomes = key.outcomes.slice();
  key.areOutcomesLent = false;
}
