import type { Authorization } from '../domain/authorization.ts';
import type { ChallengeTerms } from '../domain/challenge.ts';
import type { Verdict } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { Features } from '../domain/features.ts';
import { choosePortfolio, evaluateRules } from '../policy/evaluate.ts';
import type { Policy, Profile } from '../policy/policy.ts';
import { settle } from './settle.ts';

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

function termsOf({ challenge: { channel, terms } }: Profile): ChallengeTerms | null {
  return channel === 'none' ? null : { channel, ...terms };
}
