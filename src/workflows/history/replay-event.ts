import type { ReportRecord } from '../../adapters/stripe/reports.ts';
import type { Authorization } from '../../core/domain/authorization.ts';
import type { Facts } from '../../core/domain/facts.ts';
import type { Features } from '../../core/domain/features.ts';
import type { JsonObject } from '../../core/domain/json.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { EntryOutcome } from '../../core/features/built-in-event.ts';

/** What happened, as a file tells it: something to decide, or to count. */
export type ReplayEvent =
  | ReplayedAsk
  | { readonly kind: 'report'; readonly report: Omit<ReportRecord, 'received_at'> }
  | { readonly kind: 'tracked'; readonly tracked: ReplayedTracked };

/** An ask, with what its past tells besides. */
export interface ReplayedAsk {
  readonly kind: 'ask';
  readonly authorization: Authorization;
  readonly eventId: string | null;
  /** Values of attributes under their own names: they go before what the authorization tells or is counted. */
  readonly given?: Features | null;
  /** What it was decided on, where that was recorded; nothing is known otherwise, but what is on the policy's lists. */
  readonly facts?: Facts | null;
  /** What became of it: later asks see that. Where nothing is said they see what the policy answers. */
  readonly became?: EntryOutcome | null;
  /** The portfolio that owned the card, where that is known: its conditions are not asked. */
  readonly portfolio?: string | null;
}

/** An event from a back end. */
export interface ReplayedTracked {
  readonly type: string;
  readonly id: string;
  readonly scope: Scope;
  readonly atMs: number;
  /** What was admitted of its data. */
  readonly data: JsonObject;
}
