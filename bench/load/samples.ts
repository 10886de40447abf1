import { quantile } from '../measure/statistics.ts';
import type { Outcome } from './connection.ts';
import { type LoadPlan, type LoadResult, STRIPE_TIMEOUT_MS } from './messages.ts';

/** One request and what came of it; times in ms of one monotonic clock. */
export interface Sample {
  readonly intendedMs: number;
  readonly sentMs: number;
  readonly isApproved: boolean;
  endedMs: number;
  /** Undefined while nothing came. */
  outcome: Outcome | undefined;
}

/** Checks every answer of a run and sums it up. Done after the run: checking must not cost the server its time. */
export function summarize(samples: readonly Sample[], expected: LoadPlan['expected']): LoadResult {
  const startMs = samples[0]?.intendedMs ?? 0;
  const answered = samples.flatMap(({ outcome, ...times }) => (outcome ? [{ ...times, outcome }] : []));
  const decisionIds: string[] = [];
  let wrong = 0;
  for (const { outcome, isApproved } of answered) {
    const reply = readReply(outcome.body);
    if (reply.approved !== (expected === 'approved' ? true : isApproved)) wrong += 1;
    if (reply.decision !== null) decisionIds.push(reply.decision);
    else if (expected === 'by_score') wrong += 1;
  }
  const isLate = ({ intendedMs, endedMs }: Sample) => endedMs - intendedMs > STRIPE_TIMEOUT_MS;
  const missed = samples.filter((sample) => sample.outcome?.status !== 200 || isLate(sample));
  const endMs = Math.max(startMs, ...lastOf(answered.map(({ endedMs }) => endedMs)));
  const seconds = (endMs - startMs) / 1000;
  const generatorLateMs = samples.map(({ intendedMs, sentMs }) => sentMs - intendedMs);
  return {
    sent: samples.length,
    seconds,
    answersPerSecond: answered.length / seconds,
    latenciesMs: answered.map(({ intendedMs, endedMs }) => endedMs - intendedMs),
    generatorLateP99Ms: quantile(generatorLateMs, 0.99),
    generatorLateWorstMs: quantile(generatorLateMs, 1),
    lost: samples.length - answered.length,
    refused: answered.filter(({ outcome }) => outcome.status !== 200).length,
    wrong: wrong + (decisionIds.length - new Set(decisionIds).size),
    late: samples.filter((sample) => sample.outcome && isLate(sample)).length,
    missedAtSeconds: missed.map(({ intendedMs }) => Math.floor((intendedMs - startMs) / 1000)),
    decisionIds,
  };
}

/** At most one number: `Math.max` over a hundred thousand arguments would overflow the stack. */
function lastOf(times: readonly number[]): number[] {
  return times.length === 0 ? [] : [times.reduce((a, b) => Math.max(a, b))];
}

function readReply(body: string): { approved: unknown; decision: string | null } {
  try {
    const reply = JSON.parse(body) as { approved?: unknown; metadata?: { countersign_decision?: unknown } };
    const decision = reply.metadata?.countersign_decision;
    return { approved: reply.approved, decision: typeof decision === 'string' ? decision : null };
  } catch {
    return { approved: null, decision: null };
  }
}
