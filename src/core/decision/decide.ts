import { mayApproveUnasked, whyUnaskable } from '../challenge/askable.ts';
import type { Authorization } from '../domain/authorization.ts';
import type { ChallengeTerms, Unaskable } from '../domain/challenge.ts';
import type { Verdict } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { Features } from '../domain/features.ts';
import { choosePortfolio, type Evaluation, evaluateRules } from '../policy/evaluate.ts';
import type { Policy, Profile } from '../policy/policy.ts';

type Settled = Pick<Verdict, 'outcome' | 'review' | 'reasons' | 'overridden'> & {
  readonly unaskable: Unaskable | null;
};

/**
 * Decides one ask. Pure: the same inputs give the same verdict, live and in a replay. All rules are evaluated, then the
 * first of these steps that applies settles it:
 * 0. a rejected challenge, or a block rule marked `always` → decline
 * 1. verified by Stripe's fraud challenge, or an allowance of ours → approve (Stripe advises no own controls then)
 * 2. an allow rule → approve
 * 3. a block rule (thresholds to decline among them) → decline
 * 4. a challenge rule → challenge if the cardholder can be asked, else the profile's `challenge.otherwise`
 * 5. nothing → approve, and a review rule adds a review
 */
export function decide(authorization: Authorization, features: Features, facts: Facts, policy: Policy): Verdict {
  const bare = { authorization, rates: policy.rates, features, fuelDispenserAmount: null };
  const portfolio = choosePortfolio(policy, bare);
  const { profile } = portfolio;
  const { rates } = policy;
  const { hasRejectedChallenge, allowance, challenges, lists } = facts;
  const { fuelDispenserAmount } = profile;
  const inputs = { authorization, rates, features, fuelDispenserAmount, lists, challenges };
  const evaluation = evaluateRules(portfolio, policy.rules, inputs);
  const { outcome, review, reasons, overridden, unaskable } = settle(authorization, facts, evaluation, profile);
  return {
    outcome,
    review,
    reasons,
    overridden,
    portfolio: portfolio.name,
    profile: profile.name,
    policyVersion: policy.version,
    considered: evaluation.considered,
    attributes: evaluation.attributes,
    errors: evaluation.errors,
    facts: { hasRejectedChallenge, allowance, unaskable, challenges, listHits: evaluation.listHits },
    terms: outcome === 'challenge' ? termsOf(profile) : null,
  };
}

function settle(authorization: Authorization, facts: Facts, evaluation: Evaluation, profile: Profile): Settled {
  const { matched, always } = evaluation;
  if (facts.hasRejectedChallenge) return decline(['challenge_rejected']);
  const alwaysBlocked = matched.block.filter((id) => always.includes(id));
  if (alwaysBlocked.length > 0) return decline(alwaysBlocked);

  const stopping = [...matched.block, ...matched.challenge];
  if (authorization.isVerifiedByFraudChallenge) return approve(['verified_by_fraud_challenge'], stopping);
  if (facts.allowance !== null) return approve(['allowance'], stopping);
  if (matched.allow.length > 0) return approve(matched.allow, stopping);
  if (matched.block.length > 0) return decline(matched.block);
  if (matched.challenge.length > 0) return challenge(authorization, facts, evaluation, profile);
  const hasReview = matched.review.length > 0;
  const reasons = hasReview ? matched.review : ['nothing_matched'];
  return { ...NOT_ASKED, outcome: 'approve', review: hasReview, reasons };
}

function challenge(
  authorization: Authorization,
  facts: Facts,
  { matched }: Evaluation,
  { challenge: settings }: Profile,
): Settled {
  const unaskable = whyUnaskable(authorization, settings) ?? facts.unaskable;
  if (unaskable === null) return { ...NOT_ASKED, outcome: 'challenge', review: false, reasons: matched.challenge };
  const reasons = [...matched.challenge, 'cardholder_cannot_be_asked'];
  if (settings.otherwise === 'decline' || !mayApproveUnasked(unaskable)) return { ...decline(reasons), unaskable };
  return { ...NOT_ASKED, outcome: 'approve', review: matched.review.length > 0, reasons, unaskable };
}

function termsOf({ challenge: { channel, terms } }: Profile): ChallengeTerms | null {
  return channel === 'none' ? null : { channel, ...terms };
}

const NOT_ASKED = { overridden: [], unaskable: null } as const;

function decline(reasons: readonly string[]): Settled {
  return { ...NOT_ASKED, outcome: 'decline', review: false, reasons };
}

function approve(reasons: readonly string[], overridden: readonly string[]): Settled {
  return { ...NOT_ASKED, outcome: 'approve', review: false, reasons, overridden };
}
