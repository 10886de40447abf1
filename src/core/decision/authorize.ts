import { planOf } from '../challenge/plan.ts';
import type { Authorization } from '../domain/authorization.ts';
import type { ChallengePlan } from '../domain/challenge.ts';
import type { Decision, Outcome, Verdict } from '../domain/decision.ts';
import { NO_FACTS } from '../domain/facts.ts';
import { type Features, LATE_FEATURES, NO_FEATURES } from '../domain/features.ts';
import { limits } from '../domain/limits.ts';
import type { Scope } from '../domain/scope.ts';
import { type ListEntries, listsAt } from '../policy/listed.ts';
import { deadlinesOf, type Policy } from '../policy/policy.ts';
import type {
  Alarms,
  Answer,
  AnswerStore,
  AskIdentity,
  Challenges,
  Claims,
  Clock,
  CountedAsk,
  RecordOutcome,
  RecordSink,
  Stage,
  Stages,
} from './ports.ts';
import { type Conceal, decisionRecord } from './record.ts';
import { replyTo } from './reply.ts';
import { standIn } from './stand-in.ts';
import { decideAndTake } from './take.ts';
import { within } from './within.ts';

/** One signed ask, as far as it could be read. */
export interface Ask {
  readonly identity: AskIdentity;
  readonly authorizationId: string | null;
  /** Null when Stripe's object can't be read: the stand-in answers then. */
  readonly authorization: Authorization | null;
  /** Why it can't be read. */
  readonly problem: string | null;
  readonly receivedAtMs: number;
}

/** Features of one ask, from wherever they are counted. */
export interface Inputs {
  readonly features: Features;
  /** What was counted with them; null where nothing was, or not in time. */
  readonly counted: CountedAsk | null;
}

/** Inputs, and who wants to know what became of the ask: it may have been counted, though not in time. */
interface Counting extends Inputs {
  settle(outcome: Outcome): void;
}

export interface AuthorizePorts {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly claims: Claims;
  readonly answers: AnswerStore;
  readonly records: RecordSink;
  policy(): Policy;
  /** The entries that people gave to the lists of this mode and account. */
  listEntries(scope: Scope): ListEntries;
  /** Counts the ask and reads its features, by this policy's definitions. Null where nothing is counted. */
  readonly count: ((authorization: Authorization, policy: Policy, receivedAtMs: number) => Promise<CountedAsk>) | null;
  /** Facts of challenges and allowances; null: there are none, and nobody is asked. */
  readonly challenges: Challenges | null;
  newDecisionId(): string;
  readonly conceal: Conceal;
  readonly withMetadata: boolean;
  /** Who is told how long the parts of an answer took; nobody without it. */
  readonly stages?: Stages | undefined;
}

/** The answer that goes out, and the decision behind it where it was made just now. */
export interface Answered {
  readonly answer: Answer;
  readonly decision: Decision | null;
  readonly isRecordedLate: boolean;
}

/** Answers asks. */
export interface Authorizer {
  /** Rejects only when a port breaks its promise (no policy, no claims); the door has a last answer for that. */
  authorize(ask: Ask): Promise<Answered>;
  /** Answers that went out before they were durable: those whose record is still under way, and all since the start. */
  recordedLate(): { readonly waiting: number; readonly total: number };
}

/**
 * Answers asks: one ask, one answer; by the deadline, always; recorded before it is said, and the deadline wins over
 * that.
 */
export function createAuthorizer(ports: AuthorizePorts): Authorizer {
  const { claims, clock } = ports;
  const late = createLateRecords(ports);

  async function authorize(ask: Ask): Promise<Answered> {
    const claim = await claims.claim(ask.identity);
    if (claim.kind === 'duplicate') {
      const known = await within(claim.answer, remainingMs(ask, deadlinesOf(ports.policy()).longestMs), clock);
      if (known.kind === 'done' && known.value) return repeated(known.value);
      return answerUnclaimed(ask);
    }
    let answered: Answered | null = null;
    try {
      answered = await answerFirst(ask, claim.isNew);
      return answered;
    } finally {
      claim.settle(answered?.answer ?? null);
    }
  }

  async function answerFirst(ask: Ask, isNew: boolean): Promise<Answered> {
    const policy = ports.policy();
    const inputsMs = deadlinesOf(policy).shortestMs * limits.inputsDeadlineShare;
    if (!isNew) {
      const known = await within(ports.answers.findAnswer(ask.identity), remainingMs(ask, inputsMs), clock);
      if (known.kind === 'done' && known.value) return repeated(known.value);
    }
    const beganMs = ports.stages?.nowMs() ?? 0;
    const counting = await countedInputs(ask, policy, remainingMs(ask, inputsMs), ports);
    const countedMs = stageOver('features', beganMs);
    const decision = await makeDecision(ask, counting, policy);
    const decidedMs = stageOver('decide', countedMs);
    const answered = await record(ask, decision, policy);
    stageOver('record', decidedMs);
    // Another process may have answered before; then that is what became of it.
    counting.settle(answered.decision?.outcome ?? outcomeOf(answered.answer));
    return answered;
  }

  /** Tells how long a stage took that is over, and gives the time: the next one begins. */
  function stageOver(stage: Stage, beganMs: number): number {
    if (!ports.stages) return 0;
    const nowMs = ports.stages.nowMs();
    ports.stages.took(stage, nowMs - beganMs);
    return nowMs;
  }

  /** The first to ask gave up or is stuck: this one decides for itself; the record's unique key tells whose counts. */
  async function answerUnclaimed(ask: Ask): Promise<Answered> {
    const policy = ports.policy();
    const decision = await makeDecision(ask, { features: LATE_FEATURES, counted: null }, policy);
    return record(ask, decision, policy);
  }

  async function makeDecision(ask: Ask, { features, counted }: Inputs, policy: Policy): Promise<Decision> {
    const { authorization } = ask;
    if (!authorization) {
      const detail = { event: ask.identity.eventId ?? '', problem: ask.problem ?? '' };
      ports.alarms.raise('authorization_unreadable', detail);
      const verdict = standIn(null, policy, 'authorization_unreadable');
      return complete(ports, ask, ports.newDecisionId(), verdict, 'stand_in', null);
    }
    try {
      const lists = listsAt(policy, ports.listEntries(authorization.scope), authorization.askedAtMs);
      const id = ports.newDecisionId();
      const facts = { ...NO_FACTS, ...ports.challenges?.factsOf(authorization), lists };
      const waitMs = Math.min(limits.challengeReserveMs, remainingMs(ask, deadlinesOf(policy).shortestMs / 2));
      const verdict = await decideAndTake({ id, authorization, features, facts, policy, waitMs }, ports);
      if (verdict.errors[0]) ports.alarms.raise('rule_failed', { rule: verdict.errors[0].rule });
      return complete(ports, ask, id, verdict, 'policy', counted);
    } catch (error) {
      ports.alarms.raise('decide_failed', { error: error instanceof Error ? error.message : String(error) });
      const verdict = standIn(authorization, policy, 'decide_failed');
      return complete(ports, ask, ports.newDecisionId(), verdict, 'stand_in', counted);
    }
  }

  async function record(ask: Ask, decision: Decision, policy: Policy): Promise<Answered> {
    const answer = { decisionId: decision.id, reply: decision.reply };
    const recording = ports.records.record(JSON.stringify(decisionRecord(decision, ports.conceal)));
    if (decision.challenge) releaseUnasked(decision.challenge, recording, ports.challenges);
    const deadlineMs = policy.profiles.get(decision.profile)?.deadlineMs ?? limits.defaultDeadlineMs;
    const recorded = await within(recording, remainingMs(ask, deadlineMs - limits.replyReserveMs), clock);
    if (recorded.kind === 'done') {
      // Another process answered this ask first: what it said is what we said.
      if (recorded.value.kind === 'answered_before') return repeated(recorded.value.answer);
      return { answer, decision, isRecordedLate: false };
    }
    late.goesOut(decision.id, recording);
    return { answer, decision, isRecordedLate: true };
  }

  function remainingMs(ask: Ask, deadlineMs: number): number {
    // A clock that is set back must not make anybody wait longer.
    return Math.min(deadlineMs, deadlineMs - (clock.nowMs() - ask.receivedAtMs));
  }

  return { authorize, recordedLate: late.count };
}

/** What another process answered before is not asked by this one, however late that is known. */
function releaseUnasked(
  plan: ChallengePlan,
  recording: Promise<RecordOutcome>,
  challenges: AuthorizePorts['challenges'],
): void {
  recording.then(
    ({ kind }) => kind === 'answered_before' && challenges?.release(plan),
    () => {},
  );
}

/** A verdict as the decision about an ask. */
function complete(
  { withMetadata, clock, conceal }: AuthorizePorts,
  ask: Ask,
  id: string,
  verdict: Verdict,
  answeredBy: Decision['answeredBy'],
  counted: CountedAsk | null,
): Decision {
  const { scope, eventId, askKey, createdAtMs } = ask.identity;
  return {
    ...verdict,
    id,
    scope,
    eventId,
    askKey,
    answeredBy,
    authorizationId: ask.authorizationId,
    authorization: ask.authorization,
    askedAtMs: ask.authorization?.askedAtMs ?? createdAtMs,
    receivedAtMs: ask.receivedAtMs,
    decidedAfterMs: clock.nowMs() - ask.receivedAtMs,
    counted: counted?.record ?? null,
    challenge: ask.authorization && verdict.terms && planOf(id, ask.authorization, verdict.terms, conceal),
    reply: replyTo(verdict, id, withMetadata, counted?.toStripe),
  };
}

const NOT_COUNTED: Counting = { features: NO_FEATURES, counted: null, settle: () => {} };

/** What a reply that was given meant. */
function outcomeOf({ reply: { approved, metadata, send_fraud_challenges: asks } }: Answer): Outcome {
  if (approved) return 'approve';
  return asks || metadata?.countersign_outcome === 'challenge' ? 'challenge' : 'decline';
}

function repeated(answer: Answer): Answered {
  return { answer, decision: null, isRecordedLate: false };
}

/** Counts the ask and reads its features, for `ms` at most; what is later than that is missing. */
async function countedInputs(ask: Ask, policy: Policy, ms: number, ports: AuthorizePorts): Promise<Counting> {
  if (!ports.count || !ask.authorization) return NOT_COUNTED;
  const counting = ports.count(ask.authorization, policy, ask.receivedAtMs);
  const read = await within(counting, ms, ports.clock);
  const settle = (outcome: Outcome) => {
    counting.then(
      (counted) => counted.settle(outcome),
      () => {},
    );
  };
  if (read.kind !== 'done') return { features: LATE_FEATURES, counted: null, settle };
  return { features: read.value.features, counted: read.value, settle };
}

/** Keeps count of answers that went out before they were durable; the alarm stands until all of them are. */
function createLateRecords({ alarms, records }: AuthorizePorts) {
  let waiting = 0;
  let total = 0;
  return {
    count: () => ({ waiting, total }),
    goesOut(decisionId: string, recording: Promise<unknown>): void {
      waiting += 1;
      total += 1;
      alarms.raise('recorded_late', { waiting, total });
      const mark = records.record(JSON.stringify({ kind: 'late', id: decisionId }));
      void Promise.allSettled([recording, mark]).then(([recorded]) => {
        waiting -= 1;
        if (recorded.status === 'rejected') alarms.raise('records_lost', { id: decisionId });
        if (waiting === 0) alarms.end('recorded_late');
        else alarms.raise('recorded_late', { waiting, total });
      });
    },
  };
}
