import type { Reply, Verdict } from '../domain/decision.ts';
import { limits } from '../domain/limits.ts';

/**
 * What Stripe gets. The metadata, which Stripe keeps on the authorization, is the record's second copy: the decision's
 * id, the outcome that we meant, the policy's version and the first reason, within Stripe's limits on metadata. What a
 * policy's `to_stripe` adds goes with them.
 */
export function replyTo(
  verdict: Verdict,
  decisionId: string,
  withMetadata: boolean,
  toStripe: Readonly<Record<string, string>> = {},
): Reply {
  const approved = verdict.outcome === 'approve';
  const asking = verdict.terms?.channel === 'stripe' ? { send_fraud_challenges: ['sms'] as const } : {};
  if (!withMetadata) return { approved, ...asking };
  const entries: [string, string][] = [
    ...Object.entries(toStripe),
    ['countersign_decision', decisionId],
    ['countersign_outcome', verdict.outcome],
    ['countersign_policy', verdict.policyVersion],
    ['countersign_reason', (verdict.reasons[0] ?? '').slice(0, limits.metadataValueLength)],
  ];
  return { approved, metadata: Object.fromEntries(entries.sort(([a], [b]) => compareKeys(a, b))), ...asking };
}

/**
 * The order in which PostgreSQL's jsonb keeps keys: shorter ones first, then by their bytes. Written in that order, an
 * answer is the same to the byte when it comes back from the database.
 */
function compareKeys(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
