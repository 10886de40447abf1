import type { Authorization } from '../domain/authorization.ts';
import type { ChallengePlan } from '../domain/challenge.ts';
import type { Decision } from '../domain/decision.ts';
import { type Conceal, looksPersonal } from '../domain/personal.ts';
import type { Seen } from '../domain/seen.ts';
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
    seen: authorization === null ? null : seenInAsk(authorization),
    considered: decision.considered,
    attributes: concealPersonal(decision.attributes, conceal),
    errors: decision.errors,
    facts: factsRecord(decision.facts),
    challenge: decision.challenge && challengeRecord(decision.challenge),
    counted: decision.counted,
    reply: decision.reply,
  };
}

/**
 * What an ask tells of the card and its holder, short. A card without a warning says nothing here: in older versions of
 * the API there is no such field. Nor does a cardholder who is given by id alone.
 */
function seenInAsk({ card, cardholder }: Authorization): Seen {
  const { type, startedAtMs } = card.fraudWarning ?? { type: null, startedAtMs: null };
  const startedAt = startedAtMs === null ? null : startedAtMs / 1000;
  const isExpanded = cardholder.status !== null || cardholder.country !== null;
  return {
    ...(card.status !== null && {
      card: {
        status: card.status,
        ...(card.type !== null && { type: card.type }),
        ...(card.fraudWarning && { warning: { type, started_at: startedAt } }),
      },
    }),
    ...(isExpanded && {
      cardholder: {
        ...(cardholder.status !== null && { status: cardholder.status }),
        ...(cardholder.country !== null && { country: cardholder.country }),
        phone: cardholder.hasPhone,
      },
    }),
  };
}

function factsRecord({ hasRejectedChallenge, allowance, unaskable, listHits }: Decision['facts']) {
  return {
    has_rejected_challenge: hasRejectedChallenge,
    allowance,
    unaskable,
    list_hits: listHits,
  };
}

/** The question that is put, with the terms that its answer is judged by; of the phone no more than its last digits. */
function challengeRecord({ allowance, ...plan }: ChallengePlan) {
  return {
    id: plan.id,
    channel: plan.channel,
    from: plan.from,
    phone: plan.phone,
    phone_country: plan.phoneCountry,
    phone_ends: plan.phoneEnds,
    is_card_present: plan.isCardPresent,
    reply_ms: plan.replyMs,
    phone_unchanged_ms: plan.phoneUnchangedMs,
    max_per_cardholder_daily: plan.maxPerCardholderDaily,
    allowance: { keep_ms: allowance.keepMs, times_amount: allowance.timesAmount, uses_daily: allowance.usesDaily },
    decline_ms: plan.declineMs,
    freezes_card: plan.freezesCard,
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
