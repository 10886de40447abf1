import { planOf } from '../challenge/plan.ts';
import type { Authorization } from '../domain/authorization.ts';
import type { ChallengePlan, Unaskable } from '../domain/challenge.ts';
import type { Verdict } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { Features } from '../domain/features.ts';
import type { Policy } from '../policy/policy.ts';
import { decide } from './decide.ts';
import type { Challenges, Clock } from './ports.ts';
import type { Conceal } from './record.ts';
import { within } from './within.ts';

/** What there is once: the right to ask a phone, and what is left of an allowance. */
interface TakePorts {
  readonly challenges: Challenges | null;
  readonly clock: Clock;
  readonly conceal: Conceal;
}

interface Wanted {
  readonly id: string;
  readonly authorization: Authorization;
  readonly features: Features;
  readonly facts: Facts;
  readonly policy: Policy;
  /** How long what there is once may be waited for. */
  readonly waitMs: number;
}

/**
 * Decides, and takes what the decision uses up: the allowance that approves, or the right to ask. What can't be had, or
 * not in time, is a fact like any other, and it is decided again with it; so the verdict stands on its facts alone, and
 * a replay comes to the same. Deciding takes microseconds, and most asks take nothing.
 */
export async function decideAndTake(wanted: Wanted, ports: TakePorts): Promise<Verdict> {
  const { authorization, features, facts, policy } = wanted;
  const first = decide(authorization, features, facts, policy);
  if (first.reasons[0] !== 'allowance' || facts.allowance === null) return askedFor(wanted, first, ports);
  if (await isSpent(facts.allowance, wanted, ports)) return first;
  const without = { ...wanted, facts: { ...facts, allowance: null } };
  return askedFor(without, decide(authorization, features, without.facts, policy), ports);
}

async function askedFor(wanted: Wanted, verdict: Verdict, ports: TakePorts): Promise<Verdict> {
  if (verdict.terms === null) return verdict;
  const { id, authorization, features, facts, policy } = wanted;
  const unaskable = await taken(planOf(id, authorization, verdict.terms, ports.conceal), wanted, ports);
  return unaskable === null ? verdict : decide(authorization, features, { ...facts, unaskable }, policy);
}

/** Takes the right to ask; gives why it can't be had. One that comes too late is given back. */
async function taken(
  plan: ChallengePlan,
  { authorization, waitMs }: Wanted,
  { challenges, clock }: TakePorts,
): Promise<Unaskable | null> {
  if (challenges === null) return 'channel_off';
  const reserving = challenges.reserve(authorization, plan);
  const reserved = await within(reserving, waitMs, clock);
  if (reserved.kind === 'done') return reserved.value;
  void reserving.then(
    (unaskable) => unaskable === null && challenges.release(plan),
    () => {},
  );
  return 'unknown';
}

async function isSpent(
  allowance: string,
  { authorization, waitMs }: Wanted,
  { challenges, clock }: TakePorts,
): Promise<boolean> {
  if (challenges === null) return false;
  const spent = await within(challenges.spend(allowance, authorization), waitMs, clock);
  return spent.kind === 'done' && spent.value;
}
