import type { ShadowDifference } from '../../adapters/store/database/shadow-differences.ts';
import { decide } from '../../core/decision/decide.ts';
import type { Decision } from '../../core/domain/decision.ts';
import type { Features } from '../../core/domain/features.ts';
import { type ListEntries, listsAt } from '../../core/policy/listed.ts';
import type { Policy } from '../../core/policy/policy.ts';

/**
 * What the shadow policy says of an ask that was just decided, where that differs: another outcome, or a review in one
 * of the two. Decided on the facts of then, the lists as they stood, and the shadow's own features. Null where nothing
 * differs, or where the stand-in answered: that says nothing of either policy.
 */
export function compareWithShadow(
  decision: Decision,
  shadow: Policy,
  entries: ListEntries,
  features: Features,
): ShadowDifference | null {
  const { authorization, answeredBy, facts } = decision;
  if (authorization === null || answeredBy !== 'policy' || decision.policyVersion === shadow.version) return null;
  const lists = listsAt(shadow, entries, authorization.askedAtMs);
  const verdict = decide(authorization, features, { ...facts, lists }, shadow);
  if (verdict.outcome === decision.outcome && verdict.review === decision.review) return null;
  return {
    ...decision.scope,
    decisionId: decision.id,
    askedAtMs: decision.askedAtMs,
    version: decision.policyVersion,
    shadowVersion: shadow.version,
    outcome: decision.outcome,
    shadowOutcome: verdict.outcome,
    reasons: decision.reasons,
    shadowReasons: verdict.reasons,
  };
}
