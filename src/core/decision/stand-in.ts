import type { Authorization } from '../domain/authorization.ts';
import type { Verdict } from '../domain/decision.ts';
import { NO_FEATURES } from '../domain/features.ts';
import { choosePortfolio } from '../policy/evaluate.ts';
import type { Policy, Portfolio } from '../policy/policy.ts';
import type { AttributeInputs } from '../rules/attributes.ts';

/**
 * The answer when `decide` itself could not finish: the stand-in cases of the card's profile, over the authorization
 * alone. Never throws: what can't be evaluated doesn't hold, and an authorization that can't be read (null) gets the
 * last word of the last portfolio. `cause` becomes the first reason.
 */
export function standIn(authorization: Authorization | null, policy: Policy, cause: string): Verdict {
  const portfolio = ownerOf(authorization, policy);
  const { profile } = portfolio;
  const index = authorization ? firstCase(portfolio, inputsOf(authorization, portfolio, policy)) : -1;
  return {
    outcome: profile.standIn.cases[index]?.answer ?? profile.standIn.otherwise,
    review: false,
    reasons: [cause, index === -1 ? 'stand_in.otherwise' : `stand_in.case_${index + 1}`],
    overridden: [],
    portfolio: portfolio.name,
    profile: profile.name,
    policyVersion: policy.version,
    considered: [],
    attributes: {},
    errors: [],
    facts: NOTHING_KNOWN,
    terms: null,
  };
}

/** A stand-in reads the authorization alone. */
const NOTHING_KNOWN: Verdict['facts'] = {
  hasRejectedChallenge: false,
  allowance: null,
  unaskable: null,
  challenges: null,
  listHits: [],
};

function ownerOf(authorization: Authorization | null, policy: Policy): Portfolio {
  const last = policy.portfolios.at(-1);
  // INVARIANT: a policy has a portfolio; the bundle refuses any other.
  if (!last) throw new Error('a policy without portfolios');
  if (authorization === null) return last;
  return attempt(() => choosePortfolio(policy, inputsOf(authorization, last, policy))) ?? last;
}

function firstCase({ profile }: Portfolio, inputs: AttributeInputs): number {
  return profile.standIn.cases.findIndex(({ condition }) => attempt(() => condition.evaluate(inputs).truth === true));
}

function inputsOf(authorization: Authorization, { profile }: Portfolio, policy: Policy): AttributeInputs {
  const { fuelDispenserAmount } = profile;
  return { authorization, rates: policy.rates, features: NO_FEATURES, fuelDispenserAmount };
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
