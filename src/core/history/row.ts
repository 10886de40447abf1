import type { Authorization } from '../domain/authorization.ts';
import type { Facts } from '../domain/facts.ts';
import type { Features } from '../domain/features.ts';
import type { Policy } from '../policy/policy.ts';

/** One ask of the past: what was asked, what came of it, and what turned out to be true. */
export interface HistoryRow {
  readonly authorization: Authorization;
  /** Stripe's id of the event; null where there is none. */
  readonly eventId: string | null;
  /** Values of attributes that the history has under their own names; null where it has none. */
  readonly given: Features | null;
  /** What it was decided on, where that was recorded. */
  readonly facts: Facts | null;
  /** Whether it was approved then, by whomever; null where the history does not tell: it is taken for approved. */
  readonly wasApproved: boolean | null;
  /** Whether its decline asked the cardholder: features count that apart. */
  readonly wasChallenged?: boolean;
  /** When it was disputed as fraud; null: it was not, as far as the history tells. */
  readonly disputedAtMs: number | null;
  /** What it is in truth, where the history says so. */
  readonly isFraud: boolean | null;
  /** Since when that is known, where the history tells: it counts from then on, whoever said it. */
  readonly labelledAtMs?: number | null;
  /** Whether the money was given back by the merchant. */
  readonly isRefunded: boolean;
  /** The portfolio of a policy that the card belonged to, where the history knows it; null: its conditions tell. */
  portfolioOf?(policy: Policy): string | null;
}
