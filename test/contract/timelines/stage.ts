import type { Scope } from '../../../src/core/domain/scope.ts';
import type { EntryOutcome } from '../../../src/core/features/built-in-event.ts';
import type { JsonValue, ScowlValue } from '../../../src/core/features/scowl-value.ts';
import type { AggregateFunction } from '../../../src/core/features/term.ts';
import type { AggregateRead, ColumnKind, TimelineDefinition } from '../../../src/core/features/timeline/definition.ts';
import type { Entry } from '../../../src/core/features/timeline/entry.ts';
import type { AggregateResult } from '../../../src/core/features/timeline/gather.ts';
import { readAggregates } from '../../../src/core/features/timeline/read.ts';
import type { TimelineState } from '../../../src/core/features/timeline/state.ts';
import type { TimelineReply, TimelineRequest, TimelineStore } from '../../../src/core/features/timeline/store.ts';
import type { Counters } from '../../../src/workflows/velocity/ports.ts';

/** Opened timelines: empty, and nothing in them filled yet. */
export interface OpenedTimelines
  extends Pick<Counters, 'timelines' | 'filling' | 'isFilled' | 'markFilled' | 'drop' | 'forget'> {
  close(): Promise<void>;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const LIVE: Scope = { livemode: true, account: null };
/** Some afternoon, on the edge of no tile. */
export const NOON = Date.UTC(2026, 4, 12, 12, 34, 56, 789);

let timelines = 0;

/** A timeline that no other test writes to. */
export function timelineOf(
  columns: readonly ColumnKind[],
  windowsMs: readonly number[] = [HOUR, DAY],
): TimelineDefinition {
  const id = `timeline ${++timelines}`;
  return {
    id,
    event: 'purchase',
    keys: ['card'],
    columns: columns.map((kind, at) => ({ text: `${kind} ${at}`, kind })),
    windowsMs,
  };
}

/** An event of this name at this time; what arrived later has a greater arrival. */
export function entryOf(id: string, atMs: number, values: readonly JsonValue[] = [], more: Partial<Entry> = {}): Entry {
  return { id, atMs, arrival: atMs, outcome: 'none', values, ...more };
}

/** What is to be read: the function, and whatever is not as it mostly is. */
export function readOf(name: AggregateFunction, more: Partial<AggregateRead> = {}): AggregateRead {
  const column = name === 'Count' || name === 'LatestTime' ? null : 0;
  return { function: name, column, outcomes: null, windowMs: HOUR, isExclusive: false, ...more };
}

/** Writes to one timeline and one key, and reads from it. */
export interface Hand {
  readonly timeline: TimelineDefinition;
  request(entry: Entry | null, more?: Partial<TimelineRequest>): TimelineRequest;
  apply(entry: Entry | null, more?: Partial<TimelineRequest>): Promise<TimelineReply>;
  /** All of one time, one after the other. */
  write(entries: readonly Entry[], more?: Partial<TimelineRequest>): Promise<void>;
  state(): Promise<TimelineState>;
  /** What an event of another kind reads at this time. */
  read(atMs: number, ...reads: readonly AggregateRead[]): Promise<readonly AggregateResult[]>;
  values(atMs: number, ...reads: readonly AggregateRead[]): Promise<readonly ScowlValue[]>;
}

/** A hand on a timeline. */
export function handOn(store: TimelineStore, timeline: TimelineDefinition, key = 'card_1', scope = LIVE): Hand {
  const request = (entry: Entry | null, more: Partial<TimelineRequest> = {}) => {
    return { timeline, scope, key, entry, isRead: true, ...more };
  };

  async function apply(entry: Entry | null, more: Partial<TimelineRequest> = {}): Promise<TimelineReply> {
    const [reply] = await store.apply([request(entry, more)]);
    if (reply === undefined) throw new Error('there is no reply');
    return reply;
  }

  async function state(): Promise<TimelineState> {
    const { state } = await apply(null);
    if (state === null) throw new Error('the timeline is cold');
    return state;
  }

  async function read(atMs: number, ...reads: readonly AggregateRead[]): Promise<readonly AggregateResult[]> {
    return aggregatesOf(timeline, await state(), reads, null, atMs);
  }

  return {
    timeline,
    request,
    apply,
    async write(entries, more = {}) {
      await store.apply(entries.map((entry) => request(entry, { isRead: false, ...more })));
    },
    state,
    read,
    async values(atMs, ...reads) {
      return (await read(atMs, ...reads)).map(({ value }) => value);
    },
  };
}

/** Aggregates without `after`. */
export function aggregatesOf(
  timeline: TimelineDefinition,
  state: TimelineState,
  reads: readonly AggregateRead[],
  own: Entry | null,
  atMs: number,
): readonly AggregateResult[] {
  return readAggregates(
    timeline,
    state,
    reads.map((read) => ({ ...read, afterMs: null })),
    own,
    atMs,
  );
}

/** How many of an outcome. */
export function countOf(...outcomes: readonly EntryOutcome[]): AggregateRead {
  return readOf('Count', { outcomes });
}
