import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { decide } from '../../src/core/decision/decide.ts';
import type { Authorization } from '../../src/core/domain/authorization.ts';
import { NO_FACTS } from '../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../src/core/domain/features.ts';
import { createPolicyTally } from '../../src/core/history/policy-tally.ts';
import type { BacktestResult, PolicyResult } from '../../src/core/history/result.ts';
import type { HistoryRow } from '../../src/core/history/row.ts';
import { type LabelView, truthOf } from '../../src/core/history/truth.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { type BacktestOptions, runBacktest } from '../../src/workflows/history/run-backtest.ts';
import type { HistoryItem, HistorySource } from '../../src/workflows/history/source.ts';
import { authorizationOf } from './asks.ts';
import { policyOf } from './policy.ts';

/** A Monday, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 0, 5);
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** What a test says of a row; the rest is the same for all. */
export interface PastRow extends Partial<Omit<HistoryRow, 'authorization'>> {
  readonly id: string;
  readonly atMs?: number;
  readonly score?: number | null;
  readonly card?: string | null;
  readonly merchant?: string | null;
  readonly changes?: Partial<Authorization>;
}

const BASE = authorizationOf();

/** A row of the past: approved, and nothing more was heard of it. */
export function pastRow({ id, atMs = MONDAY, score = null, card, merchant, changes, ...rest }: PastRow): HistoryRow {
  const authorization: Authorization = {
    ...BASE,
    id,
    createdAtMs: atMs,
    askedAtMs: atMs,
    card: { ...BASE.card, id: card === undefined ? `card_of_${id}` : card },
    merchant: { ...BASE.merchant, name: null, networkId: merchant === undefined ? 'shop' : merchant },
    signals: { ...BASE.signals, fraudRiskScore: score ?? { missing: 'not_sent' } },
    ...changes,
  };
  const unknown = { eventId: null, given: null, facts: null, wasApproved: true, disputedAtMs: null, isFraud: null };
  return { authorization, ...unknown, isRefunded: false, ...rest };
}

/** These rows as a history, in the order of their times, in batches of a few. */
export function historyOf(rows: readonly HistoryRow[]): HistorySource {
  const sorted = [...rows].sort((one, other) => one.authorization.askedAtMs - other.authorization.askedAtMs);
  return {
    about: {
      rows: rows.length,
      firstMs: sorted[0]?.authorization.askedAtMs ?? null,
      newestMs: sorted.at(-1)?.authorization.askedAtMs ?? null,
      given: new Set(rows.flatMap(({ given }) => (given instanceof Map ? [...given.keys()] : []))),
      labels: {
        hasDisputes: rows.some(({ disputedAtMs }) => disputedAtMs !== null),
        hasFinal: rows.some(({ isFraud }) => isFraud !== null),
      },
    },
    async *read({ fromMs, toMs }) {
      const within = sorted.filter(({ authorization: { askedAtMs } }) => fromMs <= askedAtMs && askedAtMs < toMs);
      for (let at = 0; at < within.length; at += 7) {
        yield within.slice(at, at + 7).map((row): HistoryItem => ({ kind: 'row', row }));
      }
    },
    unreadable: () => 0,
    close: async () => {},
  };
}

/** Everything that the history covers. */
export const ALL = { fromMs: 0, toMs: Date.UTC(2100, 0, 1) };

/** A backtest of all these rows, by what they are in truth. */
export async function backtestOf(
  rows: readonly HistoryRow[],
  policy: Policy,
  options: Partial<BacktestOptions> = {},
): Promise<BacktestResult> {
  const done = await runBacktest(historyOf(rows), {
    ...{ policy, profile: null, labels: 'final', window: ALL, createStore: openTimelines, conceal: (text) => text },
    ...options,
  });
  if (done.kind !== 'done') throw new Error(done.problem);
  return done.result;
}

/** A policy of one profile with these rules: `Block if …`, or with what else stands in `rules/*.yaml`. */
export function ruledPolicy(
  rules: Readonly<Record<string, string | ({ readonly rule: string } & Readonly<Record<string, unknown>>)>>,
  profile = '{}',
): Policy {
  const listed = Object.entries(rules).map(([id, given]) => ({
    id,
    ...(typeof given === 'string' ? { rule: given } : given),
  }));
  return policyOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]\n',
    'profiles/only.yaml': profile,
    ...(listed.length > 0 && { 'rules/a.yaml': JSON.stringify({ rules: listed }) }),
  });
}

/** What a policy would have done about these rows, decided one by one without features, by what they are in truth. */
export function tallied(rows: readonly HistoryRow[], policy: Policy, labels: Partial<LabelView> = {}): PolicyResult {
  const view: LabelView = { kind: 'final', newestMs: MONDAY + 365 * DAY, maturityMs: 60 * DAY, ...labels };
  const tally = createPolicyTally({ policy, profile: null, labels: view, days: 10 });
  for (const row of rows) {
    const verdict = decide(row.authorization, row.given ?? NO_FEATURES, row.facts ?? NO_FACTS, policy);
    tally.add(row, truthOf(row, view), verdict);
  }
  return tally.result();
}
