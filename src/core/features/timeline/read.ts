import type { AggregateRead, TimelineDefinition } from './definition.ts';
import type { Entry } from './entry.ts';
import { outcomeFilter } from './filter.ts';
import type { AggregateResult, Gatherer, Target } from './gather.ts';
import { gatherArrivals } from './gather-arrivals.ts';
import { gatherCounts } from './gather-counts.ts';
import { gatherDistinct } from './gather-distinct.ts';
import { gatherTotals } from './gather-totals.ts';
import { type Layout, layoutOf } from './layout.ts';
import { entryIdOf, findRow, firstAfter } from './rows.ts';
import type { TimelineState } from './state.ts';
import { tileWidthMs } from './tile-width.ts';
import type { View } from './view.ts';

/**
 * Reads all aggregates of one timeline, in the order in which they were compiled. The window of an aggregate reaches
 * back to behind `atMs - windowMs` and to behind its place in `aftersMs`, if there is a number; it has no other end.
 * `own` is the event that reads, null if it is of another kind: it counts where it is in the window and the aggregate
 * is not exclusive, whether it stands in the state or not, and never twice.
 */
export type ReadTimeline = (
  state: TimelineState,
  own: Entry | null,
  atMs: number,
  aftersMs?: readonly (number | null)[],
) => readonly AggregateResult[];

/**
 * Makes ready to read these aggregates of a timeline again and again; those over the same column go through it
 * together. Throws where a read does not fit its column, or its window is not one that the timeline reaches back for.
 */
export function compileReads(definition: TimelineDefinition, reads: readonly AggregateRead[]): ReadTimeline {
  const layout = layoutOf(definition);
  for (const { windowMs } of reads) {
    if (!definition.windowsMs.includes(windowMs)) throw new Error(`a timeline has no window of ${windowMs} ms`);
  }
  const groups = groupReads(layout, reads);
  return (state, own, atMs, aftersMs) => {
    const { rows, tiles } = state;
    const ownRow = own === null ? -1 : findRow(layout, rows, entryIdOf(own.id));
    const view: View = { layout, rows, tiles, own, ownRow, atMs };
    const results: AggregateResult[] = new Array(reads.length);
    for (const group of groups) readGroup(group, view, aftersMs, results);
    return results;
  };
}

/** The same for once. */
export function readAggregates(
  definition: TimelineDefinition,
  state: TimelineState,
  reads: readonly (AggregateRead & { readonly afterMs: number | null })[],
  own: Entry | null,
  atMs: number,
): readonly AggregateResult[] {
  const aftersMs = reads.map(({ afterMs }) => afterMs);
  return compileReads(definition, reads)(state, own, atMs, aftersMs);
}

interface Group {
  readonly gatherer: Gatherer;
  /** From the narrowest window to the widest. */
  readonly targets: readonly Target[];
}

function readGroup(
  { gatherer, targets }: Group,
  view: View,
  aftersMs: readonly (number | null)[] | undefined,
  results: AggregateResult[],
): void {
  const { layout, rows } = view;
  let gatheredFrom = rows.count;
  let gatheredMs = Number.NEGATIVE_INFINITY;
  for (const target of targets) {
    const boundMs = Math.max(view.atMs - target.windowMs, aftersMs?.[target.index] ?? Number.NEGATIVE_INFINITY);
    const from = firstAfter(layout, rows, boundMs);
    // The first one; or an `after` makes a wider window the shorter one.
    if (boundMs > gatheredMs) {
      gatherer.reset(view, boundMs);
      gatheredFrom = rows.count;
    }
    gatherer.gather(view, from, gatheredFrom);
    gatheredFrom = from;
    gatheredMs = boundMs;
    results[target.index] = gatherer.result(view, target, boundMs);
  }
}

function groupReads(layout: Layout, reads: readonly AggregateRead[]): readonly Group[] {
  const groups = new Map<string, { gatherer: Gatherer; targets: Target[] }>();
  for (const [index, read] of reads.entries()) {
    const family = familyOf(read);
    const outcomes = family === 'counts' ? '' : read.outcomes?.toSorted().join();
    const name = `${family}:${read.column}:${outcomes}`;
    let group = groups.get(name);
    if (group === undefined) {
      group = { gatherer: gathererOf(layout, read), targets: [] };
      groups.set(name, group);
    }
    const { windowMs, isExclusive } = read;
    const filter = outcomeFilter(read.outcomes);
    const target = { index, function: read.function, windowMs, isExclusive, filter };
    group.targets.push({ ...target, tileWidthMs: tileWidthMs(windowMs) });
  }
  for (const { targets } of groups.values()) targets.sort((a, b) => a.windowMs - b.windowMs);
  return [...groups.values()];
}

function familyOf({ function: name, column }: AggregateRead): 'counts' | 'distinct' | 'arrivals' | 'totals' {
  if (name === 'Count' && column === null) return 'counts';
  if (name === 'CountUnique') return 'distinct';
  return name === 'First' || name === 'Latest' || name === 'LatestTime' ? 'arrivals' : 'totals';
}

function gathererOf(layout: Layout, read: AggregateRead): Gatherer {
  const place = read.column === null ? null : (layout.columns[read.column] ?? null);
  if (place === null && read.column !== null) throw new Error(`a timeline has no column ${read.column}`);
  const filter = outcomeFilter(read.outcomes);
  const family = familyOf(read);
  if (family === 'counts') return gatherCounts();
  if (family === 'arrivals') return gatherArrivals(place, filter);
  if (place === null) throw new Error(`${read.function} reads a column`);
  if (family === 'totals') return gatherTotals(place, filter);
  if (place.kind !== 'identity') throw new Error('CountUnique reads a column of identities');
  return gatherDistinct(place, filter);
}
