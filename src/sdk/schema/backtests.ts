import { z } from 'zod';
import { historyLimits } from '../../core/domain/history-limits.ts';
import { limits } from '../../core/domain/limits.ts';
import { SAMPLE_CELLS } from '../../core/history/result.ts';
import { RUN_KINDS, RUN_STAGES, RUN_STATES } from '../../core/history/run.ts';
import { backtestResult, sampleFields, tuneResult } from './backtest-results.ts';
import { policyFiles } from './check.ts';
import { outcome } from './decisions.ts';
import { actor, flag, pageOf, time } from './paging.ts';
import { versionName } from './policy.ts';

const name = z.string().min(1).max(limits.maxNameLength);

/** A policy to try. */
export const whichPolicy = z.union([z.literal('live'), versionName, policyFiles]).meta({
  description:
    '`live`: the one in force; a stored version; or the files of a policy folder, which are not stored as one.',
});

const part = z.number().min(0).max(1);

const aims = z
  .strictObject({
    min_precision: part.optional().meta({ description: 'Of what is stopped at least so much is fraud.' }),
    max_decline_rate: part.optional().meta({ description: 'At most so much of all is stopped.' }),
    cheapest: z.literal(true).optional().meta({
      description: 'Of the thresholds that meet the rest that which costs least; without it the lowest.',
    }),
    precisions: z
      .strictObject({ maximize_approval: part, balanced: part, minimize_fraud: part })
      .optional()
      .meta({ description: 'What each of the three aims wants at least, instead of what they want usually.' }),
    cost: z
      .strictObject({ fraud_missed: z.number().min(0), good_stopped: z.number().min(0) })
      .optional()
      .meta({
        description: 'What is lost of an amount: of fraud that is approved, of a good purchase that is stopped.',
      }),
  })
  .refine((given) => Object.keys(given).length > 0, 'wants a wish');

const saidPrecisions = z.object({ maximize_approval: z.number(), balanced: z.number(), minimize_fraud: z.number() });

/** What to run. */
export const backtestRequest = z
  .strictObject({
    kind: z.enum(RUN_KINDS).default('backtest').meta({
      description: '`backtest`: what a policy would have done; `tune`: which thresholds meet which aims.',
    }),
    policy: whichPolicy.default('live'),
    against: whichPolicy
      .nullish()
      .meta({ description: 'Another policy, held against it authorization by authorization.' }),
    profile: name
      .nullish()
      .meta({ description: 'Another appetite for every portfolio of `policy`; `against` stays as it is.' }),
    portfolio: name.nullish().meta({ description: 'Of `tune`: the cards of one portfolio.' }),
    from: time.nullish().meta({ description: 'Asked then or later; the last mature window without it.' }),
    to: time.nullish().meta({ description: 'Asked before.' }),
    labels: z
      .enum(['known', 'final'])
      .nullish()
      .meta({
        description:
          '`known`: disputes begun by the newest ask; `final`: also what was found out otherwise. Without it `known` ' +
          'where there are disputes.',
      }),
    velocity: z.enum(['replay', 'counterfactual']).default('replay').meta({
      description: 'Whether later asks see what was answered then, or what the policy answers.',
    }),
    recount: z.boolean().default(false).meta({ description: 'Count features again that were recorded.' }),
    maturity_days: z
      .number()
      .min(0)
      .max(730)
      .default(historyLimits.historyMaturityMs / 86_400_000)
      .meta({ description: 'How old an ask must be before its silence counts as good.' }),
    aims: aims.nullish().meta({ description: "Of `tune`: one's own wish, besides the three of Stripe's guide." }),
  })
  .refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
    path: ['from'],
    message: 'must be before `to`',
  })
  .refine(({ kind, against }) => kind === 'backtest' || !against, { path: ['against'], message: 'is for a backtest' })
  .refine(({ kind, velocity }) => kind === 'backtest' || velocity === 'replay', {
    path: ['velocity'],
    message: 'is `replay` for tune',
  })
  .refine(({ kind, portfolio }) => kind === 'tune' || !portfolio, { path: ['portfolio'], message: 'is for tune' })
  .refine(({ kind, aims: wish }) => kind === 'tune' || !wish, { path: ['aims'], message: 'is for tune' })
  .meta({ id: 'BacktestRequest' });

const ranPolicy = z.object({
  of: z.enum(['live', 'version', 'files']).meta({ description: 'What was asked for.' }),
  version: z.string().meta({ description: 'What it is called: the hash of its files.' }),
});

const fields = {
  id: z.string(),
  livemode: z.boolean(),
  account: z.string().nullable(),
  state: z.enum(RUN_STATES),
  policy: ranPolicy,
  against: ranPolicy.nullable(),
  profile: z.string().nullable(),
  portfolio: z.string().nullable(),
  from: time.nullable().meta({ description: 'As asked for; the result says which window it was.' }),
  to: time.nullable(),
  labels: z.enum(['known', 'final']).nullable().meta({ description: 'As asked for; the result says which.' }),
  velocity: z.enum(['replay', 'counterfactual']),
  recount: z.boolean(),
  maturity_days: z.number(),
  aims: z
    .object({
      min_precision: z.number().optional(),
      max_decline_rate: z.number().optional(),
      cheapest: z.literal(true).optional(),
      cost: z.object({ fraud_missed: z.number(), good_stopped: z.number() }).optional(),
      precisions: saidPrecisions.optional(),
    })
    .nullable(),
  by: actor,
  created_at: time,
  started_at: time.nullable(),
  ended_at: time.nullable(),
  progress: z
    .object({
      stage: z.enum(RUN_STAGES),
      rows: z.int().meta({ description: 'Asks that were read, those before the window too.' }),
      share: z.number().meta({ description: 'How much of all that is, from 0 to 1.' }),
    })
    .nullable()
    .meta({ description: 'How far a run is that is under way.' }),
  error: z.string().nullable().meta({ description: 'Why it failed.' }),
};

/** A run, without what came of it. */
export const backtest = z
  .object({ kind: z.enum(RUN_KINDS), ...fields })
  .meta({ id: 'Backtest', description: 'A policy, or thresholds, tried on what the service recorded.' });

/** A run, with what came of it. */
export const wholeBacktest = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('backtest'), ...fields, result: backtestResult.nullable() }),
    z.object({ kind: z.literal('tune'), ...fields, result: tuneResult.nullable() }),
  ])
  .meta({ id: 'WholeBacktest', description: 'A run with its result, which is null until it is done.' });

/** Which runs. */
export const backtestFilter = z.strictObject({
  kind: z.enum(RUN_KINDS).optional(),
  state: z.enum(RUN_STATES).optional(),
});

/** Which authorizations of a run. */
export const backtestRowFilter = z.strictObject({
  cell: z.enum(SAMPLE_CELLS).optional().meta({ description: 'What the decision was worth, e.g. `fp`.' }),
  rule: name.optional().meta({ description: 'Where this rule or threshold matched.' }),
  changed: flag.optional().meta({ description: 'Whether the other policy answers otherwise.' }),
});

/** An authorization of a run. */
export const backtestRow = z
  .object({
    ...sampleFields,
    cell: z.enum(SAMPLE_CELLS),
    matched: z.array(z.string()).meta({ description: 'Every rule and threshold whose condition held.' }),
    other: z
      .object({ outcome, reasons: z.array(z.string()) })
      .nullable()
      .meta({ description: 'What the other policy says; null where there is none.' }),
  })
  .meta({ id: 'BacktestRow', description: 'An authorization of a run, to look into.' });

/** Authorizations of a run, a sample of each cell and of each rule in it. */
export const backtestRows = pageOf(backtestRow);
