import type { DecisionRecord } from '../decision/record.ts';
import type { Action, Outcome } from '../domain/decision.ts';
import type { Scope } from '../domain/scope.ts';

/**
 * What came of a rule that matched: it settled the outcome, something stronger that approves overrode it, another step
 * settled it, or it was only looked at.
 */
export type MatchRole = 'decided' | 'overridden' | 'beside' | 'shadow';

/** A rule or threshold that matched one ask. */
export interface RuleMatch {
  readonly rule: string;
  readonly action: Action;
  readonly role: MatchRole;
  /** No live rule matched besides that says the same or more. */
  readonly isAlone: boolean;
}

/** What is counted of an ask that the policy judged: its record, as far as it tells of rules and risk, in columns. */
export interface JudgedAsk {
  readonly decisionId: string;
  readonly scope: Scope;
  readonly authorizationId: string | null;
  readonly askedAtMs: number;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly portfolio: string;
  readonly policyVersion: string;
  readonly outcome: Outcome;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** Stripe's fraud score and level, where a rule read them. */
  readonly riskScore: number | null;
  readonly riskLevel: string | null;
  readonly matches: readonly RuleMatch[];
}

const STRENGTH: Readonly<Record<Action, number>> = { allow: 0, review: 1, challenge: 2, block: 3 };

/**
 * What is counted of a decision; null of one that no policy made (the stand-in's, a restored one) and of the second
 * answer to an ask.
 */
export function judgedAsk(record: DecisionRecord): JudgedAsk | null {
  if (record.answered_by !== 'policy' || isSecondAnswer(record)) return null;
  const { fraud_risk_score: score, fraud_risk_level: level } = record.attributes ?? {};
  return {
    decisionId: record.id,
    scope: { livemode: record.livemode, account: record.account },
    authorizationId: record.authorization,
    askedAtMs: record.asked_at,
    card: record.card ?? null,
    cardholder: record.cardholder ?? null,
    portfolio: record.portfolio,
    policyVersion: record.policy_version,
    outcome: record.outcome,
    amountMinor: record.amount_minor ?? null,
    currency: record.currency ?? null,
    riskScore: typeof score === 'number' ? score : null,
    riskLevel: typeof level === 'string' ? level : null,
    matches: matchesOf(record),
  };
}

function isSecondAnswer(record: object): boolean {
  return 'second_answer_to' in record && record.second_answer_to !== null;
}

function matchesOf({ considered, reasons, overridden, review }: DecisionRecord): RuleMatch[] {
  const matched = (considered ?? []).filter(({ result }) => result === 'matched');
  return matched.map(({ id, action, isShadow }) => {
    const others = matched.filter((other) => other.id !== id && !other.isShadow);
    const isAlone = !others.some((other) => saysAsMuch(other.action, action));
    const hasDecided = reasons.includes(id) || (action === 'review' && review);
    const role = isShadow ? 'shadow' : hasDecided ? 'decided' : overridden.includes(id) ? 'overridden' : 'beside';
    return { rule: id, action, role, isAlone };
  });
}

/** Whether an action does what the other one does, or more of it. To allow is no degree of stopping. */
function saysAsMuch(action: Action, as: Action): boolean {
  if (action === 'allow' || as === 'allow') return action === as;
  return STRENGTH[action] >= STRENGTH[as];
}

/** Whether it is a profile's threshold: a rule's own name has no dot. */
export function isThreshold(rule: string): boolean {
  return rule.includes('.');
}
