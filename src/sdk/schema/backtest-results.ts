import { z } from 'zod';
import { SAMPLE_CELLS } from '../../core/history/result.ts';
import { AIM_NAMES, RESTS } from '../../core/history/tune-result.ts';
import { profileSchema } from '../../core/policy/schema.ts';
import { outcome } from './decisions.ts';
import { time } from './paging.ts';

// What a backtest and `tune` say is core's BacktestResult and TuneResult, field by field: a test compares the types.

export const share = z
  .object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .meta({ id: 'Share', description: 'From 0 to 1, with its Wilson interval (95 %); null where it is of nothing.' });

const cells = { tp: z.number(), fp: z.number(), fn: z.number(), tn: z.number() };
const confusion = z.object(cells).meta({
  id: 'Confusion',
  description: 'Stopped fraud (`tp`), stopped good, approved fraud, approved good. Stopped: declined or challenged.',
});
const moneyConfusion = z
  .object({ currency: z.string(), ...cells })
  .meta({ id: 'MoneyConfusion', description: 'The same in minor units of a currency.' });

const scores = {
  confusion,
  money: z.array(moneyConfusion),
  precision: share,
  recall: share,
  false_positive_rate: share,
  approval_rate: share,
};

const counts = { count: z.int(), fraud: z.int(), good: z.int() };
const sums = z
  .object({
    ...counts,
    money: z.array(z.object({ currency: z.string(), fraud: z.number(), good: z.number() })),
  })
  .meta({ id: 'Sums', description: 'How many, how many of them are known to be fraud or good, and their money.' });

const apart = z
  .object({
    count: z.int(),
    stopped: z.int(),
    money: z.array(z.object({ currency: z.string(), amount: z.number(), stopped: z.number() })),
  })
  .meta({ id: 'Apart', description: 'Rows that can not be scored.' });

const groups = z
  .object({ disputed: z.int(), refunded: z.int(), declined: z.int(), legitimate: z.int() })
  .meta({ id: 'Groups', description: "Radar's four groups; `declined`: declined then, by whomever." });

const ruleResult = z
  .object({
    id: z.string(),
    action: z.enum(['allow', 'block', 'challenge', 'review']),
    kind: z.enum(['rule', 'threshold']),
    profile: z.string().nullable().meta({ description: 'Whose threshold it is; null for a rule.' }),
    mode: z.enum(['live', 'shadow']),
    matched: sums,
    precision: share,
    alone: sums,
    marginal: sums.meta({ description: 'What is stopped because of it, beside all others.' }),
    groups,
    weeks: z.array(z.object({ from: time, ...counts })),
    missing: z.int(),
    errors: z.int(),
  })
  .meta({ id: 'RuleResult', description: 'What one rule or threshold did.' });

/** Of an authorization to look at. */
export const sampleFields = {
  authorization: z.string(),
  asked_at: time,
  card: z.string().nullable(),
  merchant: z.string().nullable(),
  amount: z.number().meta({ description: 'In minor units.' }),
  currency: z.string(),
  portfolio: z.string(),
  outcome,
  reasons: z.array(z.string()),
};
const sample = z.object(sampleFields).meta({ id: 'BacktestSample', description: 'An authorization to look at.' });

const sampleCell = z.enum(SAMPLE_CELLS);

const outcomes = z.object({ approve: sums, decline: sums, challenge: sums, review: sums });
const capacity = z.object({
  days: z.number(),
  challenges_a_day: z.number(),
  challenge_precision: share,
  reviews_a_day: z.number(),
  review_precision: share,
});
const unrecorded = z
  .object({ count: z.int(), attributes: z.array(z.string()) })
  .meta({ description: 'Rows where a live rule could not be settled: nothing read these attributes then.' });

const policyResultFields = {
  ...scores,
  policy: z.object({ version: z.string(), profile: z.string().nullable() }),
  outcomes,
  purchases: z.object({ ...scores, count: z.int() }),
  apart: z.object({ unknowable: apart, immature: apart, unlabelled: apart }),
  capacity,
  groups,
  rules: z.array(ruleResult),
  weeks: z.array(z.object({ from: time, rows: z.int(), confusion, precision: share, recall: share })),
  unrecorded,
  samples: z.record(sampleCell, z.array(sample)),
};
const policyResult = z
  .object(policyResultFields)
  .meta({ id: 'PolicyResult', description: 'What one policy would have done.' });

const comparison = z
  .object({
    other: policyResult,
    same: z.int(),
    changed: z.array(sums.extend({ from: outcome, to: outcome })),
    samples: z.array(
      z.object({ ...sampleFields, new_outcome: outcome, new_reasons: z.array(z.string()), truth: z.string() }),
    ),
  })
  .meta({ id: 'BacktestComparison', description: 'What another policy would have done otherwise.' });

const labelKind = z.enum(['known', 'final']);
const labels = z.object({ kind: labelKind, newest: time, maturity_days: z.number() });
const velocity = z.enum(['replay', 'counterfactual']);

/** What a backtest says. */
export const backtestResult = z
  .object({
    ...policyResultFields,
    history: z
      .object({ rows: z.int(), from: time, to: time, unreadable: z.int(), duplicates: z.int() })
      .meta({ description: 'All that there is to judge by; rows that could not be read, and that stood there twice.' }),
    window: z.object({ from: time, to: time, rows: z.int() }).meta({ description: 'What of it was judged.' }),
    labels,
    velocity,
    given_features: z
      .array(z.string())
      .meta({ description: 'Features that were taken as the history has them; all others were counted.' }),
    against: comparison.nullable(),
  })
  .meta({
    id: 'BacktestResult',
    description: 'What a policy would have done against what turned out; docs/backtest.md says what the numbers mean.',
  });

const threshold = z.union([z.number(), z.string()]);
const curvePoint = z
  .object({
    threshold,
    confusion,
    money: z.array(moneyConfusion),
    precision: share,
    recall: share,
    approval_rate: share,
  })
  .meta({ id: 'CurvePoint', description: 'What would be stopped if a signal were stopped from here on.' });

const signalResult = z
  .object({
    signal: z.string(),
    kind: z.enum(['score', 'level', 'amount']),
    known: z.int(),
    missing: z.int(),
    auc: z.number().nullable(),
    curve: z.array(curvePoint),
  })
  .meta({ id: 'SignalResult', description: 'How well one signal tells fraud from good by itself.' });

const whatIf = z
  .object({ ...scores, outcomes, capacity })
  .meta({ id: 'WhatIf', description: 'What a policy would do under some thresholds.' });

const aimResult = z
  .object({
    aim: z.enum(AIM_NAMES),
    wish: z.string(),
    threshold: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    point: curvePoint.nullable(),
    monthly: z.array(
      z.object({
        currency: z.string(),
        fraud_missed: z.number(),
        fraud_stopped: z.number(),
        good_stopped: z.number(),
        cost: z.number(),
      }),
    ),
    policy: whatIf.nullable().meta({ description: 'What the whole policy would do with it.' }),
  })
  .meta({ id: 'AimResult', description: 'The threshold of the fraud score that meets an aim.' });

const tuneCell = z
  .object({
    fraud_risk_score: z.number().nullable(),
    merchant_dispute_risk_level: z.string().nullable(),
    card_testing_risk_level: z.string().nullable(),
    fraud_disputability: z.string().nullable(),
    rest: z.enum(RESTS).meta({ description: 'What the policy does with them, these thresholds aside.' }),
    review: z.boolean().meta({ description: 'Whether a rule wants a review of what is approved.' }),
    asked: outcome.meta({ description: 'What a challenge comes to.' }),
    fraud: z.int(),
    good: z.int(),
    unknown: z.int(),
    money: z.array(z.object({ currency: z.string(), fraud: z.number(), good: z.number() })),
  })
  .meta({ id: 'TuneCell', description: 'Rows that are alike to every threshold.' });

const thresholdSettings = profileSchema
  .pick({ thresholds: true, on_missing: true, disputability: true })
  .meta({ id: 'ThresholdSettings', description: 'The thresholds of a profile.' });

/** What choosing thresholds says. */
export const tuneResult = z
  .object({
    policy: z.object({ version: z.string() }),
    portfolio: z.string().nullable(),
    profile: z.string().nullable(),
    settings: thresholdSettings.nullable(),
    current: whatIf.nullable().meta({ description: 'What the policy does as it stands.' }),
    history: z.object({ rows: z.int(), from: time, to: time, unreadable: z.int() }),
    window: z.object({ from: time, to: time, rows: z.int(), days: z.number() }),
    labels,
    truths: z.object({
      fraud: z.int(),
      good: z.int(),
      unknowable: z.int(),
      immature: z.int(),
      unlabelled: z.int(),
    }),
    unrecorded,
    shares: z
      .object({ fraud_missed: z.number(), good_stopped: z.number() })
      .meta({ description: 'What is lost of an amount, by which costs are told.' }),
    signals: z.array(signalResult),
    aims: z.array(aimResult),
    cells: z.array(tuneCell),
  })
  .meta({ id: 'TuneResult', description: 'Which thresholds meet which aims.' });
