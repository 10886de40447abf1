import type { z } from 'zod';
import type { FollowUp } from '../../../../adapters/store/database/review-follow-ups.ts';
import type { Review } from '../../../../adapters/store/database/reviews.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { review } from '../../../../sdk/schema/reviews.ts';
import type { Actor, Named } from '../names.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

/** A review as the API says it, with what follows from it. */
export function sayReview(
  found: Review,
  followUps: readonly FollowUp[],
  named: Named,
  nowMs: number,
): Omit<z.input<typeof review>, 'purchase'> {
  const { id, scope, kind, authorizationId, decisionId, rules, openedAtMs, assignedTo, closedAtMs, verdict } = found;
  const { card, cardholder, merchant, portfolio, cause, priority } = found;
  return {
    id,
    livemode: scope.livemode,
    account: scope.account,
    kind,
    status: closedAtMs === null ? 'open' : 'closed',
    authorization: authorizationId,
    decision: decisionId,
    card,
    cardholder,
    merchant,
    portfolio,
    rules: [...rules],
    cause,
    priority,
    opened_at: sayTime(openedAtMs),
    overdue: closedAtMs === null && openedAtMs < nowMs - limits.reviewOverdueMs,
    assigned_to: assignedTo === null ? null : named(assignedTo),
    verdict,
    closed_at: sayTimeOrNull(closedAtMs),
    closed_by: sayCloser(found, named),
    follow_ups: followUps.filter(({ reviewId }) => reviewId === id).map((followUp) => sayFollowUp(followUp, named)),
  };
}

/** Who closed it: a key, or a dispute, which is nobody's. Null while it is open. */
export function sayCloser({ closedBy }: Review, named: Named): Actor | null {
  if (closedBy === null) return null;
  return closedBy === 'dispute' ? { id: 'dispute', name: null } : named(closedBy);
}

function sayFollowUp({ id, kind, detail, author, state, reason, askedAtMs, settledAtMs }: FollowUp, named: Named) {
  const { card = null, list = null, value_of = null, until = null } = detail;
  return {
    id,
    kind,
    card,
    list,
    value_of,
    until,
    by: named(author),
    asked_at: sayTime(askedAtMs),
    state,
    reason,
    settled_at: sayTimeOrNull(settledAtMs),
  };
}
