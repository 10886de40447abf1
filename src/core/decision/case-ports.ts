import type { Authorization } from '../domain/authorization.ts';
import type { Scope } from '../domain/scope.ts';
import type { TimelineStore } from '../features/timeline/store.ts';

/** Reads Stripe's object, as the webhook's door does. */
export type ReadAuthorization = (
  object: unknown,
  scope: Scope,
  askedAtMs: number | null,
) =>
  | { readonly isReadable: true; readonly authorization: Authorization }
  | { readonly isReadable: false; readonly problem: string };

/** What cases are run with. */
export interface CasePorts {
  readonly readAuthorization: ReadAuthorization;
  /** Counters without a past, that are not cold. */
  openTimelines(): TimelineStore;
}
