import type { Scope } from '../../domain/scope.ts';
import type { TimelineDefinition } from './definition.ts';
import type { Entry } from './entry.ts';
import type { TimelineState } from './state.ts';

/** What is asked of one timeline of one key, in one atomic step. */
export interface TimelineRequest {
  readonly timeline: TimelineDefinition;
  readonly scope: Scope;
  /** The key's values, as one text. */
  readonly key: string;
  /**
   * Written before it is read. Where an entry of this id stands, only its outcome is taken over, and only if it says
   * more: `pending` never replaces another, `approved`, `declined` and `challenged` replace `pending` and each other,
   * and what Stripe reported (`isReported`) is replaced by nothing but another report.
   */
  readonly entry: Entry | null;
  readonly isReported?: boolean;
  /** Whether no entry of this id can stand there: a store needn't look. */
  readonly isNew?: boolean;
  /** The values, too, take the place of what stands: what was written while another was cold is filled again. */
  readonly isFilling?: boolean;
  readonly isRead: boolean;
}

export interface TimelineReply {
  /** Whether the entry stood there before. */
  readonly isDuplicate: boolean;
  /** Null where nothing was to be read, or where the timeline is cold: not (yet) filled from history. */
  readonly state: TimelineState | null;
  readonly isCold: boolean;
}

/** One key of one timeline. */
export type TimelineKey = Pick<TimelineRequest, 'timeline' | 'scope' | 'key'>;

/** Where timelines are kept: in memory, or in Redis. */
export interface TimelineStore {
  /** All requests of one stage of one event, in one go; replies in their order. Rejects where it can't be reached. */
  apply(requests: readonly TimelineRequest[]): Promise<readonly TimelineReply[]>;
}
