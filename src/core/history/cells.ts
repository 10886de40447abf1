import { type Matches, settle } from '../decision/settle.ts';
import type { Outcome, Verdict } from '../domain/decision.ts';
import { NO_FACTS } from '../domain/facts.ts';
import { DISPUTABILITIES } from '../domain/signals.ts';
import type { Policy, Profile } from '../policy/policy.ts';
import { thresholdScore } from '../policy/threshold-score.ts';
import { THRESHOLD_KINDS } from '../policy/thresholds.ts';
import type { HistoryRow } from './row.ts';
import {
  addRow,
  at,
  type Currencies,
  FRAUD,
  GOOD,
  moneyOf,
  noSums,
  type RowSums,
  type SummedRow,
  UNKNOWN,
} from './row-sums.ts';
import { TRIED_SCORES } from './score-weeks.ts';
import type { Rest, ThresholdSettings, TuneCell } from './tune-result.ts';
import { CELL_SIGNALS, type CellSignal } from './what-if.ts';

const MOVED: ReadonlySet<string> = new Set(CELL_SIGNALS);

/** The policy without the thresholds that a choice is about: what it says then is what they stand beside. */
export function withoutThresholds(policy: Policy): Policy {
  const portfolios = policy.portfolios.map((portfolio) => ({ ...portfolio, profile: bare(portfolio.profile) }));
  return { ...policy, portfolios };
}

/** A threshold's rule is named by its signal: `fraud_risk_score.decline`, `fraud_risk_score.missing.decline`. */
function bare(profile: Profile): Profile {
  return { ...profile, rules: profile.rules.filter(({ id }) => !MOVED.has(id.slice(0, id.indexOf('.')))) };
}

/** What the rest of a policy makes of a row. */
export interface RestOfRow {
  readonly rest: Rest;
  readonly review: boolean;
  readonly asked: Outcome;
}

const ALLOWED: RestOfRow = { rest: 'allow', review: false, asked: 'approve' };
const DECLINED: RestOfRow = { rest: 'decline', review: false, asked: 'decline' };

/** As if a challenge alone matched. */
const CHALLENGED: Matches = { matched: { allow: [], block: [], challenge: ['threshold'], review: [] }, always: [] };

/** What a policy without thresholds makes of a row, told from its verdict. */
export function restOf({ authorization, facts }: HistoryRow, verdict: Verdict, profile: Profile): RestOfRow {
  const { outcome, review, considered, reasons } = verdict;
  // Set for those alone whom a challenge would have asked.
  if (outcome === 'challenge' || verdict.facts.unaskable !== null) {
    return { rest: 'challenge', review, asked: outcome };
  }
  if (outcome === 'decline') return DECLINED;
  const isSettled =
    authorization.isVerifiedByFraudChallenge ||
    verdict.facts.allowance !== null ||
    considered.some(({ action, result, isShadow }) => action === 'allow' && result === 'matched' && !isShadow) ||
    reasons.some((reason) => reason.startsWith('stand_in.'));
  if (isSettled) return ALLOWED;
  return { rest: 'nothing', review, asked: settle(authorization, facts ?? NO_FACTS, CHALLENGED, profile).outcome };
}

/** The signals of a row as its cell has them; null: missing. */
export type CellSignals = Readonly<Record<Exclude<CellSignal, 'fraud_risk_score'>, string | null>> & {
  readonly fraud_risk_score: number | null;
};

/** Rows, gathered into cells. */
export interface Cells {
  add(signals: CellSignals, rest: RestOfRow, row: SummedRow): void;
  all(currencies: Currencies): readonly TuneCell[];
}

const NO_SIGNALS: CellSignals = {
  fraud_risk_score: null,
  merchant_dispute_risk_level: null,
  card_testing_risk_level: null,
  fraud_disputability: null,
};

/** No cell yet. Scores are rounded up to what thresholds of these profiles can be. */
export function createCells(settings: readonly ThresholdSettings[]): Cells {
  const bounds = boundsOf(settings);
  const byKey = new Map<string, { readonly signals: CellSignals; readonly rest: RestOfRow; readonly sums: RowSums }>();
  return {
    add(given, rest, row) {
      const isSettled = rest.rest === 'allow' || rest.rest === 'decline';
      const score = given.fraud_risk_score;
      const signals = isSettled
        ? NO_SIGNALS
        : { ...given, fraud_risk_score: score === null ? null : roundedUp(bounds, score) };
      const values = CELL_SIGNALS.map((signal) => signals[signal]);
      const key = [...values, rest.rest, rest.review, rest.asked].join(' ');
      let cell = byKey.get(key);
      if (!cell) {
        cell = { signals, rest, sums: noSums() };
        byKey.set(key, cell);
      }
      addRow(cell.sums, row);
    },
    all: (currencies) =>
      [...byKey]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, { signals, rest, sums }]) => ({
          ...signals,
          ...rest,
          fraud: at(sums, FRAUD),
          good: at(sums, GOOD),
          unknown: at(sums, UNKNOWN),
          money: moneyOf(sums, currencies),
        })),
  };
}

/** Where a threshold can stand: at whole numbers, and where a profile has one that is none; moved by disputability. */
function boundsOf(settings: readonly ThresholdSettings[]): readonly number[] {
  const bounds = new Set<number>(TRIED_SCORES);
  for (const each of settings) {
    const own = THRESHOLD_KINDS.flatMap((kind) => each.thresholds.fraud_risk_score?.[kind] ?? []);
    for (const threshold of [...TRIED_SCORES, ...own]) {
      bounds.add(threshold);
      for (const likely of DISPUTABILITIES) bounds.add(thresholdScore(each, threshold, likely));
    }
  }
  return [...bounds].sort((one, other) => one - other);
}

/** The first bound that is no less than the score: it is above exactly those thresholds that the score is above. */
function roundedUp(bounds: readonly number[], score: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return bounds[low] ?? score;
}
