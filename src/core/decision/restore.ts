import type { Outcome } from '../domain/decision.ts';
import type { DecisionRecord } from './record.ts';

/** What is known of a decision whose record was lost: its ask, and the metadata of the reply, which Stripe kept. */
export interface LostRecord {
  readonly id: string;
  readonly livemode: boolean;
  readonly account: string | null;
  readonly authorization: string;
  readonly atMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly portfolio: string | null;
  /** How the ask ended. */
  readonly approved: boolean;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly merchant: string | null;
  readonly merchantName: string | null;
  readonly merchantCategory: string | null;
  readonly merchantCountry: string | null;
  /** Our part of it: `countersign_…`. */
  readonly metadata: Readonly<Record<string, string>>;
}

const UNKNOWN = 'unknown';
const OUTCOMES: readonly Outcome[] = ['approve', 'decline', 'challenge'];

/**
 * The record of a decision, as far as the reply's metadata tells. It names neither event nor ask, so that it stands in
 * no other record's way; what was considered is not known.
 */
export function restoredRecord(lost: LostRecord): DecisionRecord {
  const { metadata, approved } = lost;
  const outcome = OUTCOMES.find((name) => name === metadata.countersign_outcome) ?? (approved ? 'approve' : 'decline');
  return {
    kind: 'decision',
    id: lost.id,
    livemode: lost.livemode,
    account: lost.account,
    event: null,
    authorization: lost.authorization,
    ask: null,
    asked_at: lost.atMs,
    received_at: lost.atMs,
    decided_after_ms: 0,
    outcome,
    review: false,
    reasons: metadata.countersign_reason === undefined ? [] : [metadata.countersign_reason],
    overridden: [],
    answered_by: 'restored',
    portfolio: lost.portfolio ?? UNKNOWN,
    profile: UNKNOWN,
    policy_version: metadata.countersign_policy ?? UNKNOWN,
    amount_minor: lost.amountMinor,
    currency: lost.currency,
    merchant: lost.merchant,
    merchant_name: lost.merchantName,
    merchant_category: lost.merchantCategory,
    merchant_country: lost.merchantCountry,
    card: lost.card,
    cardholder: lost.cardholder,
    seen: null,
    considered: [],
    attributes: {},
    errors: [],
    facts: { has_rejected_challenge: false, allowance: null, unaskable: null, list_hits: [] },
    challenge: null,
    counted: null,
    reply: { approved: outcome === 'approve', metadata },
  };
}
