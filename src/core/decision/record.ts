import type { Decision } from '../domain/decision.ts';
import { type Conceal, looksPersonal } from '../domain/personal.ts';
import type { Value } from '../domain/value.ts';
import { isBuiltIn, isPersonal } from '../rules/attributes.ts';

export type { Conceal } from '../domain/personal.ts';

/** A decision as it is stored, printed and returned: what `stored-fields.ts` lists and nothing else. */
export type DecisionRecord = ReturnType<typeof decisionRecord>;

/** The stored form of a decision. Personal values that a rule read are concealed. */
export function decisionRecord(decision: Decision, conceal: Conceal) {
  const { authorization } = decision;
  return {
    kind: 'decision' as const,
    id: decision.id,
    livemode: decision.scope.livemode,
    account: decision.scope.account,
    event: decision.eventId,
    authorization: decision.authorizationId,
    ask: decision.askKey,
    asked_at: decision.askedAtMs,
    received_at: decision.receivedAtMs,
    decided_after_ms: decision.decidedAfterMs,
    outcome: decision.outcome,
    review: decision.review,
    reasons: decision.reasons,
    overridden: decision.overridden,
    answered_by: decision.answeredBy,
    portfolio: decision.portfolio,
    profile: decision.profile,
    policy_version: decision.policyVersion,
    amount_minor: authorization?.amountMinor ?? null,
    currency: authorization?.currency ?? null,
    merchant: authorization?.merchant.networkId ?? null,
    merchant_name: authorization?.merchant.name ?? null,
    merchant_category: authorization?.merchant.category ?? null,
    merchant_country: authorization?.merchant.country ?? null,
    card: authorization?.card.id ?? null,
    cardholder: authorization?.cardholder.id ?? null,
    considered: decision.considered,
    attributes: concealPersonal(decision.attributes, conceal),
    errors: decision.errors,
    facts: factsRecord(decision.facts),
    counted: decision.counted,
    reply: decision.reply,
  };
}

function factsRecord({ hasRejectedChallenge, allowance, canBeAsked, listHits }: Decision['facts']) {
  return {
    has_rejected_challenge: hasRejectedChallenge,
    allowance,
    can_be_asked: canBeAsked,
    list_hits: listHits,
  };
}

function concealPersonal(attributes: Readonly<Record<string, Value>>, conceal: Conceal): Record<string, Value> {
  const shown: Record<string, Value> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined) continue;
    // What is built in is known; metadata, and features made of it, may hold anything.
    const isHidden = typeof value === 'string' && (isPersonal(name) || (!isBuiltIn(name) && looksPersonal(value)));
    shown[name] = isHidden ? conceal(value) : value;
  }
  return shown;
}
