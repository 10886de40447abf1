import type { Scope } from './scope.ts';
import type { Seen } from './seen.ts';

/** An event of Stripe's as it is stored: the fields that `stored-fields.ts` lists, and nothing else. */
export interface StoredEvent extends Pick<Scope, 'livemode' | 'account'> {
  readonly kind: 'event';
  readonly id: string;
  /** Stripe's, e.g. `issuing_authorization.updated`. */
  readonly type: string;
  readonly object_id: string;
  /** When Stripe made it, in seconds since 1970. */
  readonly created: number;
  /** When it reached us, in milliseconds since 1970. */
  readonly received_at: number;
  readonly api_version: string | null;
  /** The object as it then was. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What of it changed, as it was before. */
  readonly previous: Readonly<Record<string, unknown>>;
  /** What it tells of a card and its holder besides; events that were stored before this was kept have none. */
  readonly seen?: Seen | undefined;
}
