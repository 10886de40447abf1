import { mayApproveUnasked, whyUnaskable } from '../challenge/askable.ts';
import type { Authorization } from '../domain/authorization.ts';
import type { Unaskable } from '../domain/challenge.ts';
import type { Verdict } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { Evaluation } from '../policy/evaluate.ts';
import type { Profile } from '../policy/policy.ts';

/** What the rules that match come to. */
export type Settled = Pick<Verdict, 'outcome' | 'review' | 'reasons' | 'overridden'> & {
  readonly unaskable: Unaskable | null;
};

/** What settles an ask, of all that its rules said. */
export type Matches = Pick<Evaluation, 'matched' | 'always'>;

/**
 * Settles an ask by the rules that match it, in the order that `decide` is documented with. By itself it answers what a
 * decision would have been had another rule matched, or one of these not.
 */
export function settle(
  authorization: Authorization,
  facts: Pick<Facts, 'hasRejectedChallenge' | 'allowance' | 'unaskable'>,
  { matched, always }: Matches,
  profile: Profile,
): Settled {
  if (facts.hasRejectedChallenge) return decline(['challenge_rejected']);
  const alwaysBlocked = matched.block.filter((id) => always.includes(id));
  if (alwaysBlocked.length > 0) return decline(alwaysBlocked);

  const stopping = [...matched.block, ...matched.challenge];
  if (authorization.isVerifiedByFraudChallenge) return approve(['verified_by_fraud_challenge'], stopping);
  if (facts.allowance !== null) return approve(['allowance'], stopping);
  if (matched.allow.length > 0) return approve(matched.allow, stopping);
  if (matched.block.length > 0) return decline(matched.block);
  if (matched.challenge.length > 0) return challenge(authorization, facts.unaskable, matched, profile);
  const hasReview = matched.review.length > 0;
  const reasons = hasReview ? matched.review : ['nothing_matched'];
  return { ...NOT_ASKED, outcome: 'approve', review: hasReview, reasons };
}

function challenge(
  authorization: Authorization,
  found: Unaskable | null,
  matched: Evaluation['matched'],
  { challenge: settings }: Profile,
): Settled {
  const unaskable = whyUnaskable(authorization, settings) ?? found;
  if (unaskable === null) return { ...NOT_ASKED, outcome: 'challenge', review: false, reasons: matched.challenge };
  const reasons = [...matched.challenge, 'cardholder_cannot_be_asked'];
  if (settings.otherwise === 'decline' || !mayApproveUnasked(unaskable)) return { ...decline(reasons), unaskable };
  return { ...NOT_ASKED, outcome: 'approve', review: matched.review.length > 0, reasons, unaskable };
}

const NOT_ASKED = { overridden: [], unaskable: null } as const;

function decline(reasons: readonly string[]): Settled {
  return { ...NOT_ASKED, outcome: 'decline', review: false, reasons };
}

function approve(reasons: readonly string[], overridden: readonly string[]): Settled {
  return { ...NOT_ASKED, outcome: 'approve', review: false, reasons, overridden };
}
