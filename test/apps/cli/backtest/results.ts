import type {
  BacktestResult,
  Comparison,
  Confusion,
  Counts,
  Groups,
  PolicyResult,
  RuleResult,
  Sample,
  SampleCell,
  Scores,
  Sums,
} from '../../../../src/core/history/result.ts';
import { SAMPLE_CELLS } from '../../../../src/core/history/result.ts';
import { shareOf } from '../../../../src/core/history/share.ts';

// A result made by hand: it is what a shop of some size would see, and its numbers agree with each other.

const MONDAYS = Array.from({ length: 13 }, (_, week) => new Date(Date.UTC(2026, 1, 2 + 7 * week)).toISOString());

const sumsOf = (fraud: number, good: number, count = fraud + good, each = [31_250, 6_420] as const): Sums => ({
  count,
  fraud,
  good,
  money: [{ currency: 'usd', fraud: fraud * each[0], good: good * each[1] }],
});

/** The shares that follow from counts. */
export function scoresOf(confusion: Confusion, rows: number, stopped: number, money = moneyOf(confusion)): Scores {
  const { tp, fp, fn, tn } = confusion;
  return {
    confusion,
    money,
    precision: shareOf(tp, tp + fp),
    recall: shareOf(tp, tp + fn),
    false_positive_rate: shareOf(fp, fp + tn),
    approval_rate: shareOf(rows - stopped, rows),
  };
}

function moneyOf({ tp, fp, fn, tn }: Confusion) {
  return [{ currency: 'usd', tp: tp * 31_250, fp: fp * 6_420, fn: fn * 28_800, tn: tn * 4_210 }];
}

/** A rule with what it matched by week adding up to all it matched. */
export function rule(id: string, changes: Partial<RuleResult> = {}, fraud = 130, good = 390): RuleResult {
  const weeks = MONDAYS.map((from, week) => {
    const counts: Counts = { count: 0, fraud: spread(fraud, week), good: spread(good, week) };
    return { from, ...counts, count: counts.fraud + counts.good };
  });
  return {
    id,
    action: 'block',
    kind: 'rule',
    profile: null,
    mode: 'live',
    matched: sumsOf(fraud, good),
    precision: shareOf(fraud, fraud + good),
    alone: sumsOf(Math.round(fraud / 2), Math.round(good / 2)),
    marginal: sumsOf(Math.round(fraud / 2), Math.round(good / 2)),
    groups: groupsOf(fraud, good),
    weeks,
    missing: 0,
    errors: 0,
    ...changes,
  };
}

function spread(all: number, week: number): number {
  return Math.floor(((week + 1) * all) / 13) - Math.floor((week * all) / 13);
}

function groupsOf(fraud: number, good: number): Groups {
  return { disputed: fraud, refunded: Math.round(good / 10), declined: 4, legitimate: good - Math.round(good / 10) };
}

export function sample(id: string, changes: Partial<Sample> = {}): Sample {
  return {
    authorization: `iauth_${id.padEnd(24, '0')}`,
    asked_at: '2026-03-14T09:26:53.000Z',
    card: 'ic_7',
    merchant: '4242424242',
    amount: 123_450,
    currency: 'usd',
    portfolio: 'everything',
    outcome: 'decline',
    reasons: ['fraud_risk_score.decline'],
    ...changes,
  };
}

function samplesOf(): Record<SampleCell, readonly Sample[]> {
  const none = Object.fromEntries(SAMPLE_CELLS.map((cell) => [cell, []])) as unknown as Record<SampleCell, Sample[]>;
  const approved = { outcome: 'approve', reasons: ['nothing_matched'] } as const;
  return {
    ...none,
    tp: ['a', 'b', 'c', 'd'].map((id) => sample(id)),
    fp: [sample('e', { reasons: ['high_merchant_dispute_rate', 'unusual_country'], amount: 990 })],
    fn: [sample('f', approved)],
    tn: [sample('g', { ...approved, amount: 1_250 })],
    unknowable: [sample('h')],
  };
}

const CONFUSION: Confusion = { tp: 899, fp: 3_662, fn: 1_426, tn: 201_000 };
const PURCHASES: Confusion = { tp: 844, fp: 3_390, fn: 1_401, tn: 198_112 };

/** What one policy would have done. */
export function policyResult(changes: Partial<PolicyResult> = {}): PolicyResult {
  return {
    policy: { version: 'pol_0123456789abcdef', profile: null },
    ...scoresOf(CONFUSION, 208_686, 4_800),
    outcomes: {
      approve: sumsOf(1_426, 201_000, 203_886),
      decline: sumsOf(700, 3_000, 3_900),
      challenge: sumsOf(199, 662, 900),
      review: sumsOf(40, 320, 365),
    },
    purchases: { ...scoresOf(PURCHASES, 205_000, 4_400), count: 205_000 },
    apart: {
      unknowable: { count: 1_699, stopped: 239, money: [{ currency: 'usd', amount: 9_912_300, stopped: 4_123_400 }] },
      immature: { count: 0, stopped: 0, money: [] },
      unlabelled: { count: 0, stopped: 0, money: [] },
    },
    capacity: {
      days: 90,
      challenges_a_day: 10,
      challenge_precision: shareOf(199, 861),
      reviews_a_day: 4.056,
      review_precision: shareOf(40, 360),
    },
    groups: { disputed: 890, refunded: 112, declined: 239, legitimate: 3_559 },
    rules: [
      rule('fraud_risk_score.decline', { kind: 'threshold' }, 640, 2_300),
      rule('fraud_risk_score.challenge', { kind: 'threshold', action: 'challenge' }, 180, 640),
      rule('guessed_card_numbers', {}, 31, 402),
      rule('trusted_merchant', { action: 'allow', marginal: sumsOf(-3, -212) }, 3, 8_211),
      rule('high_merchant_dispute_rate', { mode: 'shadow', missing: 1_204, errors: 2 }, 22, 977),
      rule('new_card_large_purchase', { action: 'review', marginal: sumsOf(0, 0) }, 40, 320),
      rule('blocked_country', {}, 0, 0),
      rule('blocked_merchant', {}, 0, 0),
    ],
    weeks: MONDAYS.map((from, week) => {
      const [tp, fp, fn, tn] = [899, 3_662, 1_426, 201_000].map((all) => spread(all, week) + ((week * 7) % 5));
      const confusion = { tp: tp ?? 0, fp: fp ?? 0, fn: fn ?? 0, tn: tn ?? 0 };
      const { precision, recall } = scoresOf(confusion, 1, 0);
      return { from, rows: 16_052, confusion, precision, recall };
    }),
    unrecorded: { count: 0, attributes: [] },
    samples: samplesOf(),
    ...changes,
  };
}

/** What differs between two policies. */
export function comparison(changes: Partial<Comparison> = {}): Comparison {
  return {
    other: policyResult({
      policy: { version: 'pol_fedcba9876543210', profile: 'minimize-fraud' },
      ...scoresOf({ tp: 1_388, fp: 12_414, fn: 937, tn: 192_248 }, 208_686, 14_001),
    }),
    same: 199_445,
    changed: [
      { from: 'approve', to: 'decline', ...sumsOf(489, 8_752, 9_238) },
      { from: 'challenge', to: 'approve', ...sumsOf(1, 2, 3) },
    ],
    samples: [
      { ...sample('n'), outcome: 'approve', new_outcome: 'decline', new_reasons: ['card_tested'], truth: 'fraud' },
    ],
    ...changes,
  };
}

/** What `countersign backtest` found. */
export function backtestResult(changes: Partial<BacktestResult> = {}): BacktestResult {
  return {
    ...policyResult(),
    history: {
      rows: 874_313,
      from: '2025-07-01T00:00:18.000Z',
      to: '2026-06-30T23:59:24.000Z',
      unreadable: 0,
      duplicates: 0,
    },
    window: { from: '2026-01-31T23:59:24.000Z', to: '2026-05-01T23:59:24.000Z', rows: 208_686 },
    labels: { kind: 'known', newest: '2026-06-30T23:59:24.000Z', maturity_days: 60 },
    velocity: 'replay',
    given_features: [],
    against: null,
    ...changes,
  };
}

/** How it was asked for. */
export const ASKED = { history: 'history.csv', policies: 'policies', against: null };
