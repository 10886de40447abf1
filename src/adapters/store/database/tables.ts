import type { Generated } from 'kysely';

/** One answered ask. `record` is the whole of it; the columns are what is searched and joined. */
export interface DecisionsTable {
  id: string;
  livemode: boolean;
  /** The connected account; empty for the platform's own. */
  account: string;
  event_id: string | null;
  ask_key: string | null;
  authorization_id: string | null;
  asked_at: Date;
  received_at: Date;
  outcome: string;
  review: boolean;
  answered_by: string;
  portfolio: string | null;
  profile: string | null;
  policy_version: string | null;
  is_recorded_late: Generated<boolean>;
  record: unknown;
}

/** One event of Stripe's, of the fields that we keep. */
export interface EventsTable {
  /** The order of storing; int8, so text in JavaScript. */
  seq: Generated<string>;
  livemode: boolean;
  account: string;
  id: string;
  type: string;
  /** Empty where the event is about no object with an id. */
  object_id: string;
  /** Hash of the kept fields; equal for two events that say the same. */
  content: string | null;
  created_at: Date;
  received_at: Date;
  record: unknown;
}

/** The tables that are reached through Kysely. All others have SQL of their own in the one file that owns them. */
export interface Tables {
  decisions: DecisionsTable;
  events: EventsTable;
}
