import { planOf } from '../challenge/plan.ts';
import { type Authorization, askKeyOf } from '../domain/authorization.ts';
import type { CountedRecord } from '../domain/decision.ts';
import { type Facts, NO_FACTS } from '../domain/facts.ts';
import { type Features, NO_FEATURES } from '../domain/features.ts';
import { listsAt, NO_ENTRIES } from '../policy/listed.ts';
import type { Policy } from '../policy/policy.ts';
import { decide } from './decide.ts';
import { type Conceal, type DecisionRecord, decisionRecord } from './record.ts';
import { replyTo } from './reply.ts';

/** What an ask that nobody is waiting for is decided on; what is not given is not known. */
export interface OfflineInputs {
  readonly features?: Features;
  readonly facts?: Facts;
  readonly eventId?: string | null;
  /** What was counted with it. */
  readonly counted?: CountedRecord | null;
}

/**
 * The record of what would be decided, without asking or telling anybody. Without facts the lists hold what the policy
 * itself puts on them.
 */
export function decideOffline(
  authorization: Authorization,
  { features = NO_FEATURES, facts, eventId = null, counted = null }: OfflineInputs,
  policy: Policy,
  conceal: Conceal,
): DecisionRecord {
  const { id, scope, askedAtMs } = authorization;
  const known = facts ?? { ...NO_FACTS, lists: listsAt(policy, NO_ENTRIES, askedAtMs) };
  const verdict = decide(authorization, features, known, policy);
  return decisionRecord(
    {
      ...verdict,
      id: 'offline',
      scope,
      eventId,
      authorizationId: id,
      askKey: askKeyOf(authorization),
      authorization,
      answeredBy: 'policy',
      askedAtMs,
      receivedAtMs: askedAtMs,
      decidedAfterMs: 0,
      counted,
      challenge: verdict.terms && planOf('offline', authorization, verdict.terms, conceal),
      reply: replyTo(verdict, 'offline', false),
    },
    conceal,
  );
}
