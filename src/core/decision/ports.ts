import type { Authorization } from '../domain/authorization.ts';
import type { ChallengePlan, Unaskable } from '../domain/challenge.ts';
import type { CountedRecord, Outcome, Reply } from '../domain/decision.ts';
import type { Facts } from '../domain/facts.ts';
import type { Features } from '../domain/features.ts';
import type { Scope } from '../domain/scope.ts';

/** Time, as the edges see it. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Calls `run` once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The names of everything that can be wrong for a while; stable, since people grep and page on them. */
export type AlarmName =
  | 'answer_not_taken'
  | 'answer_refused'
  | 'answer_too_late'
  | 'answered_twice'
  | 'answers_unconfirmed'
  | 'authorization_unreadable'
  | 'capture_forced'
  | 'challenge_channel_off'
  | 'claims_not_shared'
  | 'clock_skewed'
  | 'counters_evictable'
  | 'counters_failed'
  | 'counters_unreachable'
  | 'database_behind_schema'
  | 'database_not_synced'
  | 'database_unreachable'
  | 'decide_failed'
  | 'declines_surged'
  | 'ingest_failed'
  | 'jobs_dead'
  | 'jobs_stuck'
  | 'journal_backlog'
  | 'journal_corrupt'
  | 'journal_unwritable'
  | 'no_signature_holds'
  | 'policy_kept_in_use'
  | 'policy_version_unusable'
  | 'records_lost'
  | 'records_restored'
  | 'recorded_late'
  | 'rule_failed'
  | 'signed_request_refused'
  | 'webhooks_missed';

/** Where alarms are raised and ended. Raising one that stands only refreshes its detail; ending none is no fault. */
export interface Alarms {
  raise(name: AlarmName, detail?: Readonly<Record<string, string | number | boolean>>): void;
  end(name: AlarmName): void;
}

/** Parts of an answer whose time is measured. */
export type Stage = 'features' | 'decide' | 'record';

/** Where the time of answers goes. Both are called for every ask: they cost next to nothing. */
export interface Stages {
  /** Milliseconds since whenever, with fractions; they only grow. */
  nowMs(): number;
  took(stage: Stage, ms: number): void;
}

/** What names one ask: Stripe's event, and the authorization with its history length and amount. */
export interface AskIdentity {
  readonly scope: Scope;
  readonly eventId: string | null;
  readonly askKey: string | null;
  /** The event's `created`: tells an ask of now from one that was answered long ago. */
  readonly createdAtMs: number;
}

/** The stored answer to an ask. */
export interface Answer {
  readonly decisionId: string;
  readonly reply: Reply;
}

/**
 * An ask is the first of its kind, or one whose answer is known or on its way. `isNew` says that no answer can be
 * stored elsewhere: the claims reach back to before the event was made.
 */
export type Claim =
  | { readonly kind: 'first'; readonly isNew: boolean; settle(answer: Answer | null): void }
  | { readonly kind: 'duplicate'; readonly answer: Promise<Answer | null> };

/**
 * One ask, one answer: whoever claims first decides; `settle(null)` gives the claim back. Never rejects, and makes
 * nobody wait for long: where claims can't be shared the process claims by itself.
 */
export interface Claims {
  claim(ask: AskIdentity): Claim | Promise<Claim>;
  /** Forgets asks that were answered, as if they had never been. */
  forget(asks: readonly AskIdentity[]): Promise<void>;
}

/** An ask that was counted in the same step in which its features were read. */
export interface CountedAsk {
  readonly features: Features;
  readonly record: CountedRecord | null;
  /** What the policy's `to_stripe` says of it, as metadata for Stripe. */
  readonly toStripe: Readonly<Record<string, string>>;
  /** Says what was answered; until then it counts as pending. Returns at once, and never throws. */
  settle(outcome: Outcome): void;
}

/** What is known of questions to cardholders, and who may be asked now. */
export interface Challenges {
  /** Facts of an ask as this process knows them: it never waits, and never throws. */
  factsOf(authorization: Authorization): Pick<Facts, 'hasRejectedChallenge' | 'allowance' | 'challenges'>;
  /**
   * Takes the right to put this question, which nobody else has meanwhile; gives why there is none. What is not sure is
   * `unknown`. Never rejects.
   */
  reserve(authorization: Authorization, plan: ChallengePlan): Promise<Unaskable | null>;
  /** Gives the right back: the question is not put after all. Returns at once. */
  release(plan: ChallengePlan): void;
  /**
   * Takes the amount of this ask from an allowance, once for each ask; false where it has not so much left, or that is
   * not sure. Never rejects.
   */
  spend(allowanceId: string, authorization: Authorization): Promise<boolean>;
}

/** What is known of an ask's answer outside this process's memory. */
export interface AnswerStore {
  findAnswer(ask: AskIdentity): Promise<Answer | null>;
}

/** One record, as the JSON text of an object with `kind` and `id`; on one line. */
export type RecordText = string;

/** What became of a record: durable, or a record of the same ask was there before, and its answer counts. */
export type RecordOutcome =
  | { readonly kind: 'durable' }
  | { readonly kind: 'answered_before'; readonly answer: Answer };

/** A place of record. The promise settles once the record is durable there, and rejects if it is not going to be. */
export interface RecordSink {
  record(text: RecordText): Promise<RecordOutcome>;
}
