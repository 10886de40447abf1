import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import { decide } from '../../src/core/decision/decide.ts';
import type { Authorization } from '../../src/core/domain/authorization.ts';
import type { Verdict } from '../../src/core/domain/decision.ts';
import { type Facts, NO_FACTS } from '../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../src/core/domain/features.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { authorizationObject } from './stripe.ts';

/** An authorization as it is read from Stripe's object with these changes. */
export function authorizationOf(changes: Record<string, unknown> = {}): Authorization {
  const reading = readAuthorization(authorizationObject(changes), { livemode: false, account: null }, null);
  if (!reading.isReadable) throw new Error(reading.problem);
  return reading.authorization;
}

/** An authorization with this fraud score. */
export function scored(score: number | null, changes: Record<string, unknown> = {}): Authorization {
  return authorizationOf({ ...changes, risk_assessment: { fraud_risk: { score } } });
}

/** Decides without features, and with these facts. */
export function verdictOf(authorization: Authorization, policy: Policy, facts: Partial<Facts> = {}): Verdict {
  return decide(authorization, NO_FEATURES, { ...NO_FACTS, ...facts }, policy);
}
