import { reasonInGeneral } from '../../../core/decision/words.ts';
import type { Asked } from '../../../simulator/stripe/account.ts';
import { DEFAULT_SETTINGS } from '../../../simulator/stripe/settings.ts';
import type { PurchaseEntry, TextSent } from '../../../simulator/world/books.ts';
import type { DemoDecision } from './feed.ts';
import { createLatencies } from './latencies.ts';

/** Purchases, and what they were worth in US cents. */
export interface Worth {
  readonly count: number;
  readonly usdMinor: number;
}

/** Everything counted so far. */
export interface Totals {
  /** Asks of Stripe's; one whose answer is on its way is one already. */
  readonly asked: number;
  /** Decisions by their outcome. */
  readonly approved: number;
  readonly declined: number;
  readonly challenged: number;
  readonly standIn: number;
  readonly recordedLate: number;
  /** Purchases that Stripe settled without asking: its own blocks, controls and balance. */
  readonly notAsked: number;
  /** Asks that heard nothing in Stripe's two seconds, or found nobody. */
  readonly unanswered: number;
  /** Replies that Stripe did not accept (`webhook_error`). */
  readonly refused: number;
  /** Only what we were asked about, and what we ourselves declined; against the world's own books. */
  readonly fraudStopped: Worth;
  readonly fraudLetThrough: Worth;
  readonly goodDeclined: Worth;
  readonly goodApproved: Worth;
  /** Good purchases that went through at the second try, after the cardholder's YES. */
  readonly goodSaved: Worth;
  /** Answers to questions about purchases, plain ones. */
  readonly saidYes: number;
  readonly saidNo: number;
  /** From Stripe's side, in milliseconds; the quantiles are 1 % off at most. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** What the slowest answer left of Stripe's two seconds; never below 0. */
  readonly headroomMs: number;
  /** Why purchases were declined or challenged, in words, most frequent first. */
  readonly declineReasons: readonly (readonly [reason: string, count: number])[];
}

/** Stripe waits this long. */
export const LIMIT_MS = DEFAULT_SETTINGS.timeoutMs;
// Reasons come from the policy, so they are few; this only bounds memory whatever it says.
const MOST_REASONS = 500;

/** Counts what a demo is told of. */
export function createTally() {
  const counts = {
    asks: 0,
    approved: 0,
    declined: 0,
    challenged: 0,
    standIn: 0,
    recordedLate: 0,
    notAsked: 0,
    unanswered: 0,
    refused: 0,
    saidYes: 0,
    saidNo: 0,
  };
  const money = {
    fraudStopped: { count: 0, usdMinor: 0 },
    fraudLetThrough: { count: 0, usdMinor: 0 },
    goodDeclined: { count: 0, usdMinor: 0 },
    goodApproved: { count: 0, usdMinor: 0 },
    goodSaved: { count: 0, usdMinor: 0 },
  };
  const latencies = createLatencies();
  const reasons = new Map<string, number>();

  function answered({ record, isRecordedLate }: DemoDecision): void {
    if (record.answered_by === 'stand_in') counts.standIn += 1;
    if (isRecordedLate) counts.recordedLate += 1;
    if (record.outcome === 'approve') {
      counts.approved += 1;
      return;
    }
    counts[record.outcome === 'decline' ? 'declined' : 'challenged'] += 1;
    const words = reasonInGeneral(record);
    const reason = reasons.has(words) || reasons.size < MOST_REASONS ? words : 'other reasons';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }

  function asked({ result, problem, tookMs }: Asked): void {
    counts.asks += 1;
    latencies.add(tookMs);
    if (result.kind !== 'replied') counts.unanswered += 1;
    else if (problem !== null) counts.refused += 1;
  }

  function texted({ means }: TextSent): void {
    if (means === 'yes') counts.saidYes += 1;
    if (means === 'no') counts.saidNo += 1;
  }

  function purchased({ isFraud, isAfterYes = false, amountUsd, answer }: PurchaseEntry): void {
    if (!wasAsked(answer.reason)) {
      counts.notAsked += 1;
      return;
    }
    // A decline that only Stripe's time-out or its refusal of our reply brought about is not ours.
    if (!answer.isApproved && answer.reason !== 'webhook_declined') return;
    const approvedWorth = isFraud ? money.fraudLetThrough : money.goodApproved;
    const worth = answer.isApproved ? approvedWorth : isFraud ? money.fraudStopped : money.goodDeclined;
    const worths = answer.isApproved && isAfterYes && !isFraud ? [worth, money.goodSaved] : [worth];
    for (const one of worths) {
      one.count += 1;
      one.usdMinor += amountUsd.amountMinor;
    }
  }

  function totals(): Totals {
    const { asks, ...rest } = counts;
    const maxMs = latencies.maxMs();
    return {
      ...rest,
      asked: Math.max(asks, counts.approved + counts.declined + counts.challenged),
      fraudStopped: { ...money.fraudStopped },
      fraudLetThrough: { ...money.fraudLetThrough },
      goodDeclined: { ...money.goodDeclined },
      goodApproved: { ...money.goodApproved },
      goodSaved: { ...money.goodSaved },
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
      maxMs,
      headroomMs: Math.max(0, LIMIT_MS - maxMs),
      declineReasons: [...reasons].sort(([, a], [, b]) => b - a),
    };
  }

  return { answered, asked, purchased, texted, totals };
}

/** Whether Stripe asked us, by `request_history.reason`. */
export function wasAsked(reason: string): boolean {
  return reason.startsWith('webhook_');
}
