import type { Authorization } from './authorization.ts';
import type { ChallengePlan, ChallengeTerms } from './challenge.ts';
import type { Facts } from './facts.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

/** What we mean to happen. Stripe knows approve and decline: a challenge is a decline that asks the cardholder. */
export type Outcome = 'approve' | 'decline' | 'challenge';

/** The reasons of a verdict that are no rule's id. */
export const REASON_CODES = [
  'nothing_matched',
  'verified_by_fraud_challenge',
  'allowance',
  'challenge_rejected',
  'cardholder_cannot_be_asked',
] as const;

/** What a rule does when it matches. */
export type Action = 'allow' | 'block' | 'challenge' | 'review';

/**
 * What became of one rule for one ask. `missing` is neither match nor no match: a value it needed was not there;
 * `not_sampled`: it runs for a share of the cards, and this is none of them.
 */
export type FindingResult = 'matched' | 'not_matched' | 'missing' | 'error' | 'not_sampled';

/** One rule that was considered, and the comparisons that settled it. */
export interface Finding {
  readonly id: string;
  readonly action: Action;
  readonly result: FindingResult;
  /** The comparisons that made it so, printed canonically; their values stand in the decision's `attributes`. */
  readonly because: readonly string[];
  /** It was evaluated to be looked at, and did not decide. */
  readonly isShadow?: true;
}

/** A value that was on a list: `{list: 'risky', attribute: ':merchant:'}`. */
export interface ListHit {
  readonly list: string;
  readonly attribute: string;
}

/** A rule that could not be evaluated, and how it was counted. */
export interface RuleError {
  readonly rule: string;
  readonly message: string;
  readonly countedAs: Action | 'no_match';
}

/** What `decide` says: pure, the same for the same inputs. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly review: boolean;
  /** Stable codes, most telling first: ids of the rules that decided, or e.g. `nothing_matched`. */
  readonly reasons: readonly string[];
  /** Rules that matched but were overridden by a verification, an allowance or an allow rule. */
  readonly overridden: readonly string[];
  readonly portfolio: string;
  readonly profile: string;
  readonly policyVersion: string;
  readonly considered: readonly Finding[];
  /** Every attribute that a considered rule reads, as it was; major units for money. */
  readonly attributes: Readonly<Record<string, Value>>;
  readonly errors: readonly RuleError[];
  /** The facts that it was decided on. */
  readonly facts: Omit<Facts, 'lists'> & { readonly listHits: readonly ListHit[] };
  /** What the profile says of the question, where the outcome is a challenge; null otherwise. */
  readonly terms: ChallengeTerms | null;
}

/** A value of a feature as it is kept: a missing one by its cause. Structs are made of others: nothing is kept. */
export type RecordedFeature = string | number | boolean | { readonly missing: string } | null;

/** What was counted with a decision: enough to compute the same again, from the stored past alone. */
export interface CountedRecord {
  /** The features of the policy version, in its own order. */
  readonly features: readonly RecordedFeature[];
  /** Names of those that are not exact. */
  readonly approximate: readonly string[];
  /** What features read of the ask, personal values concealed; and what they made of personal ones. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly derived: Readonly<Record<string, unknown>>;
}

/** The body that Stripe gets: see "Respond to authorization requests" in Stripe's guide to real-time authorizations. */
export interface Reply {
  readonly approved: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Has Stripe ask the cardholder; only with `approved: false`. */
  readonly send_fraud_challenges?: readonly ['sms'];
}

/**
 * Who answered: the policy, or its stand-in where the policy could not. `restored`: the record was lost, and this is
 * what Stripe's metadata kept of it.
 */
export type AnsweredBy = 'policy' | 'stand_in' | 'restored';

/** A verdict about one ask, with its identity, its times and what is replied. */
export interface Decision extends Verdict {
  readonly id: string;
  readonly scope: Scope;
  readonly eventId: string | null;
  readonly authorizationId: string | null;
  /** Names the ask apart from its event: authorization, history length and amount. */
  readonly askKey: string | null;
  /** What was asked, as far as it could be read. */
  readonly authorization: Authorization | null;
  readonly answeredBy: AnsweredBy;
  readonly askedAtMs: number;
  /** When the request arrived, and how long after that the verdict stood; by our clock. */
  readonly receivedAtMs: number;
  readonly decidedAfterMs: number;
  /** Null where features did not come in time, or there are none. */
  readonly counted: CountedRecord | null;
  /** The question that is put; null where none is. */
  readonly challenge: ChallengePlan | null;
  readonly reply: Reply;
}
