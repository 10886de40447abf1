import { z } from 'zod';
import { DECIDERS } from '../../core/domain/ask-reason.ts';
import { limits } from '../../core/domain/limits.ts';
import { share } from './backtest-results.ts';
import { time } from './paging.ts';

// What is told is core's RulePerformance, DisputeRateMonth and MonthlyReport, field by field.

const ageDays = z.coerce
  .number()
  .int()
  .min(1)
  .max(limits.maxPerformanceAgeDays)
  .default(limits.performanceAgeDays)
  .meta({ description: 'At how many days after the purchase days and months are compared.' });

export const performanceQuery = z.strictObject({
  from: time.optional().meta({ description: `Asked then or later; without it ${limits.performanceDays} days back.` }),
  to: time.optional().meta({ description: 'Asked before; now without it.' }),
  rule: z.string().min(1).optional().meta({ description: 'Of this rule or threshold.' }),
  portfolio: z.string().min(1).optional().meta({ description: 'Of this portfolio.' }),
  age_days: ageDays,
});

const money = z.object({ currency: z.string(), amount: z.number() }).meta({
  id: 'MoneySum',
  description: 'In minor units of the currency.',
});
const sums = { count: z.int(), money: z.array(money) };
const countAndMoney = z.object(sums).meta({ id: 'CountAndMoney' });

const known = {
  fraud: z.int(),
  good: z.int().meta({ description: "Somebody said so: the cardholder's YES, a reviewer, a file." }),
  undisputed: z.int().meta({ description: 'Approved in the end, and nobody said anything.' }),
  unknowable: z.int().meta({ description: 'Declined in the end, and nobody said anything: never scored.' }),
  precision: share.meta({ description: 'Fraud of fraud, good and undisputed.' }),
};
const soFar = z.object(known).meta({ id: 'KnownSoFar', description: 'By all labels known now.' });
const atAge = z.object({ matched: z.int(), ...known }).meta({
  id: 'KnownAtAge',
  description: 'By the labels known so many days after each purchase, of the days that are old enough.',
});

const counts = {
  matched: z.int(),
  decided: z.int().meta({ description: 'It settled the outcome, by itself or with others.' }),
  overridden: z.int(),
  beside: z.int().meta({ description: 'Another step settled the outcome.' }),
  shadow: z.int(),
  alone: z.int().meta({ description: 'No live rule matched besides that says the same or more.' }),
  declines: z.int(),
  declines_confirmed: z.int().meta({ description: 'Stripe reported them as declined by us.' }),
  declines_unconfirmed: z.int().meta({ description: 'Stripe did not report them yet.' }),
  challenges: z.int(),
  reviews: z.int(),
};

const day = z.object({
  day: z.string().meta({ description: 'UTC, e.g. 2026-10-01.' }),
  policy_version: z.string(),
  ...counts,
  so_far: soFar,
  at_age: atAge.nullable().meta({ description: 'Null while the day is too young.' }),
});

const ruleFields = {
  rule: z.string(),
  action: z.enum(['allow', 'block', 'challenge', 'review']),
  kind: z.enum(['rule', 'threshold']),
  mode: z.enum(['live', 'shadow']).meta({ description: 'As under the last version that had it.' }),
  asks: z.int().meta({ description: 'Asks of the versions and portfolios that had it.' }),
  first_day: z.string().meta({ description: 'The first day on which it was there.' }),
  last_day: z.string(),
  ...counts,
  money: z.array(money).meta({ description: 'What it matched.' }),
  so_far: soFar,
  at_age: atAge,
  good_customers_hit: z.int().meta({
    description: 'Different cardholders whose purchases it stopped and who were shown to be good.',
  }),
  undisputed_customers: z.int().meta({
    description:
      'In shadow: different cardholders some of whose matched purchases were approved, and none was spoken of.',
  }),
  queue: z
    .object({ open: z.int(), legitimate: z.int(), fraud: z.int() })
    .meta({ description: 'The reviews that its matches are in.' }),
};

/** What a rule or threshold did in a span of time. */
export const rulePerformance = z.object({ ...ruleFields, days: z.array(day) }).meta({ id: 'RulePerformance' });

/** What all of them did. */
export const performance = z
  .object({
    from: time,
    to: time,
    age_days: z.int(),
    asks: z.int().meta({ description: 'Asks that a policy judged.' }),
    counted_since: time.nullable().meta({
      description: 'Records from before are still being gone through; null: all of that time are counted.',
    }),
    rules: z.array(rulePerformance),
  })
  .meta({
    id: 'Performance',
    description: 'What every rule and threshold did, those that matched nothing with the rest.',
  });

const rate = z
  .object({ ...sums, rate: share })
  .meta({ id: 'RateOf', description: 'So many, and what share they are.' });

const disputeMonth = z
  .object({
    month: z.string(),
    is_over: z.boolean(),
    approved: countAndMoney,
    by_purchase: rate.meta({ description: "Of the month's purchases, those disputed as fraud by now." }),
    at_age: rate.nullable().meta({ description: 'Those disputed so many days after the purchase; null: too young.' }),
    by_filing: rate.meta({
      description: "Filed as fraud in the month, no drafts, over the month's approved purchases.",
    }),
    is_above: z.boolean().meta({ description: 'Whether `by_filing` is above `most`.' }),
  })
  .meta({ id: 'DisputeRateMonth', description: 'Purchases disputed as fraud among approved ones. Months are UTC.' });

export const disputeRatesQuery = z.strictObject({
  months: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.maxDisputeRateMonths)
    .default(limits.disputeRateMonths)
    .meta({ description: 'How many months, this one with them.' }),
  age_days: ageDays,
});

const disputeRateFields = {
  age_days: z.int(),
  most: z.number().meta({ description: 'From which rate on card networks ask questions.' }),
  months: z.array(disputeMonth),
  unplaced: z
    .int()
    .meta({ description: 'Disputes as fraud of these months that belong to no approved purchase that is known.' }),
};

/** The dispute rates of some months. */
export const disputeRates = z.object(disputeRateFields).meta({ id: 'DisputeRates' });

const asksEnded = z.object({
  by: z.enum([...DECIDERS, 'unconfirmed']),
  outcome: z.enum(['approved', 'declined', 'challenged']).nullable(),
  ...sums,
});
const declineRates = z
  .object({
    ...sums,
    ended: z.array(asksEnded).meta({ description: 'By who had the last word, and how it ended.' }),
    decline_rate: share.meta({ description: 'Of those whose end is known: declined or challenged by whomever.' }),
    declined_by: z.object({
      us: share,
      challenge: share,
      stripe: share,
      network: share,
      time_out: share,
      error: share,
    }),
  })
  .meta({ id: 'DeclineRates' });

/** What a month came to. */
export const monthlyReport = z
  .object({
    month: z.string(),
    from: time,
    to: time,
    is_over: z.boolean(),
    rules_since: time.nullable().meta({ description: 'Rules are told of from then on; null: of the whole month.' }),
    asks: declineRates,
    asks_before: declineRates.meta({ description: 'The month before.' }),
    disputes: z
      .object({
        ...{ opened: countAndMoney, filed: countAndMoney, won: countAndMoney, lost: countAndMoney },
        ...{ expired: countAndMoney, filed_as_fraud: z.int() },
      })
      .meta({ description: 'The steps that disputes took in the month, whenever they began; filed: handed in.' }),
    dispute_rates: z.object(disputeRateFields),
    high_risk: z
      .object({ asks: countAndMoney, approved: countAndMoney, share })
      .meta({ description: 'Asks with a fraud score beyond a threshold, or a level that is elevated or highest.' }),
    challenges: z.object({
      ...{ asked: z.int(), verified: z.int(), rejected: z.int(), expired: z.int() },
      saved: countAndMoney.meta({ description: 'Bought after a YES, and nobody calls it fraud.' }),
      rules: z.array(
        z.object({
          rule: z.string().nullable(),
          ...{ asked: z.int(), verified: z.int(), rejected: z.int(), saved: z.int() },
        }),
      ),
    }),
    activations: z.array(z.object({ version: z.string(), at: time, kind: z.string(), note: z.string().nullable() })),
    rules: z.array(z.object(ruleFields)),
    retire: z.array(
      z.object({
        rule: z.string(),
        reason: z.enum(['never_matched', 'imprecise', 'never_alone', 'reviews_legitimate']),
        text: z.string(),
      }),
    ),
    jumps: z.array(
      z.object({
        rule: z.string(),
        ...{ matched: z.int(), matched_before: z.int(), per_thousand: z.number(), per_thousand_before: z.number() },
      }),
    ),
  })
  .meta({ id: 'MonthlyReport', description: 'What a month came to, to be sent on.' });
