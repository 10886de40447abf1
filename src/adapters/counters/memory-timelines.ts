import { scopeKey } from '../../core/domain/scope.ts';
import type { TimelineKey, TimelineReply, TimelineRequest, TimelineStore } from '../../core/features/timeline/store.ts';
import { createMemoryKeys, type MemoryKeys, type MemorySize } from './memory-keys.ts';

/** Timelines of this process. What it has not been told to be filled is cold: written, but not read. */
export interface MemoryTimelines extends TimelineStore {
  /** The same timelines, none of them cold: for whoever fills them. */
  filling(): TimelineStore;
  /** Says that all of a timeline's past is there. */
  markFilled(timelineId: string): void;
  isFilled(timelineId: string): boolean;
  /** Forgets all keys of a timeline, and that it was filled. */
  drop(timelineId: string): void;
  /** Forgets all that is counted under these keys. */
  forget(keys: readonly TimelineKey[]): void;
  size(): MemorySize;
}

/** Timelines without a past, none of them cold: for cases, and for replaying files. */
export function openTimelines(): TimelineStore {
  return createMemoryTimelines().filling();
}

/**
 * Timelines in process memory. A call does all of its work before it returns its promise, so that nothing comes between
 * its requests. What no window can reach any more is let go of as new events come, by their time.
 */
export function createMemoryTimelines(): MemoryTimelines {
  // By timeline, then scope.
  const timelines = new Map<string, Map<string, MemoryKeys>>();
  const filled = new Set<string>();

  function keysOf({ timeline, scope }: TimelineRequest): MemoryKeys {
    let scopes = timelines.get(timeline.id);
    if (scopes === undefined) {
      scopes = new Map();
      timelines.set(timeline.id, scopes);
    }
    const name = scopeKey(scope);
    let keys = scopes.get(name);
    if (keys === undefined) {
      keys = createMemoryKeys(timeline);
      scopes.set(name, keys);
    }
    return keys;
  }

  function applyOne(request: TimelineRequest, isCold: boolean): TimelineReply {
    const keys = keysOf(request);
    const isDuplicate = request.entry !== null && keys.write(request, request.entry);
    const state = request.isRead && !isCold ? keys.read(request.key) : null;
    return { isDuplicate, state, isCold };
  }

  return {
    async apply(requests) {
      return requests.map((request) => applyOne(request, !filled.has(request.timeline.id)));
    },
    filling: () => ({ apply: async (requests) => requests.map((request) => applyOne(request, false)) }),
    markFilled: (timelineId) => void filled.add(timelineId),
    isFilled: (timelineId) => filled.has(timelineId),
    drop(timelineId) {
      timelines.delete(timelineId);
      filled.delete(timelineId);
    },
    forget(forgotten) {
      for (const { timeline, scope, key } of forgotten) timelines.get(timeline.id)?.get(scopeKey(scope))?.forget(key);
    },
    size() {
      const total = { keys: 0, entries: 0, tiles: 0, bytes: 0 };
      for (const scopes of timelines.values()) {
        for (const keys of scopes.values()) {
          const size = keys.size();
          total.keys += size.keys;
          total.entries += size.entries;
          total.tiles += size.tiles;
          total.bytes += size.bytes;
        }
      }
      return total;
    },
  };
}
