import type { ReportRecord } from '../../adapters/stripe/reports.ts';
import type { Authorization } from '../../core/domain/authorization.ts';
import type { JsonObject } from '../../core/domain/json.ts';
import type { Scope } from '../../core/domain/scope.ts';

/** What happened, as a file tells it: something to decide, or to count. */
export type ReplayEvent =
  | { readonly kind: 'ask'; readonly authorization: Authorization; readonly eventId: string | null }
  | { readonly kind: 'report'; readonly report: Omit<ReportRecord, 'received_at'> }
  | { readonly kind: 'tracked'; readonly tracked: ReplayedTracked };

/** An event from a back end. */
export interface ReplayedTracked {
  readonly type: string;
  readonly id: string;
  readonly scope: Scope;
  readonly atMs: number;
  /** What was admitted of its data. */
  readonly data: JsonObject;
}
