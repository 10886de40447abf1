import { limits } from '../../../core/domain/limits.ts';
import { hourOf } from '../../../core/features/timeline/folded-ids.ts';
import { type Layout, layoutOf } from '../../../core/features/timeline/layout.ts';
import { encodeLine } from '../../../core/features/timeline/line.ts';
import { type OutcomeCode, outcomeCode } from '../../../core/features/timeline/outcome.ts';
import { type Row, rowOf } from '../../../core/features/timeline/rows.ts';
import type { TimelineRequest } from '../../../core/features/timeline/store.ts';
import { idPlace } from './id-places.ts';
import type { KeySpace, TimelineKeys } from './keys.ts';

/** A request as Redis gets it. */
export interface Prepared {
  readonly request: TimelineRequest;
  readonly layout: Layout;
  readonly keys: TimelineKeys;
  /** The entry; null where nothing is written. */
  readonly own: { readonly row: Row; readonly outcome: OutcomeCode } | null;
  /** The entry as a line; empty where nothing is written. */
  readonly line: string;
  /** Where the entry's id stands once it is folded. */
  readonly place: string;
  /** What is of this time or before is not kept. */
  readonly cutMs: number;
  readonly ttlMs: number;
}

/** Names the keys of a request, and makes a line of its entry. */
export function prepare(space: KeySpace, request: TimelineRequest): Prepared {
  const { timeline, scope, key, entry, isReported } = request;
  const layout = layoutOf(timeline);
  const own = entry && { row: rowOf(layout, entry), outcome: outcomeCode(entry.outcome, isReported) };
  const line = own ? `${encodeLine(own.row, own.outcome)},\n` : '';
  return {
    request,
    layout,
    keys: space.timeline(timeline.id, scope, key),
    own,
    line,
    place: idPlace(hourOf(entry?.atMs ?? 0), idOf(line)),
    cutMs: (entry?.atMs ?? 0) - layout.reachMs,
    ttlMs: layout.reachMs + limits.countersTtlSlackMs,
  };
}

/** The id in a line, nine characters. */
export function idOf(line: string): string {
  return line.slice(2, 11);
}

/** The same, to be read only. */
export function readOnly(prepared: Prepared): Prepared {
  return { ...prepared, request: { ...prepared.request, entry: null, isRead: true }, own: null, line: '' };
}

/** The same, to be written only. */
export function writeOnly(prepared: Prepared): Prepared {
  return { ...prepared, request: { ...prepared.request, isRead: false } };
}
