import type { Verdict } from '../domain/decision.ts';
import type { Policy } from '../policy/policy.ts';
import { capacityOf } from './capacity.ts';
import { cellOf, createConfusionTally, noConfusion, sharesOf } from './confusion.ts';
import { groupOf, noGroups } from './groups.ts';
import { createPurchaseTally } from './purchases.ts';
import { type Confusion, type PolicyResult, SAMPLE_CELLS } from './result.ts';
import type { HistoryRow } from './row.ts';
import { createRuleTally } from './rule-tally.ts';
import { createSampler, sampleOf } from './samples.ts';
import { createApartTally, createSumsTally } from './sums.ts';
import type { LabelView, Truth } from './truth.ts';
import { createUnrecordedTally } from './unrecorded.ts';
import { createByWeek, weekOf } from './weeks.ts';

/** What a policy would have done, row by row of the window. */
export interface PolicyTally {
  /** Rows are to come in the order of time. */
  add(row: HistoryRow, truth: Truth, verdict: Verdict): void;
  result(): PolicyResult;
}

/** Whose decisions are told, and by what. */
export interface PolicyTallyOptions {
  readonly policy: Policy;
  /** The one that every portfolio is under, where one was chosen. */
  readonly profile: string | null;
  readonly labels: LabelView;
  /** How long the window is, as far as the history covers it. */
  readonly days: number;
}

/** A tally of nothing yet. Nothing is made for a row that no rule has a word on: there are many of them. */
export function createPolicyTally({ policy, profile, labels, days }: PolicyTallyOptions): PolicyTally {
  const all = createConfusionTally();
  const outcomes = {
    ...{ approve: createSumsTally(), decline: createSumsTally(), challenge: createSumsTally() },
    review: createSumsTally(),
  };
  const apart = { unknowable: createApartTally(), immature: createApartTally(), unlabelled: createApartTally() };
  const purchases = createPurchaseTally();
  const rules = createRuleTally(policy);
  const unrecorded = createUnrecordedTally(policy);
  const groups = noGroups();
  const weeks = createByWeek(() => ({ rows: 0, confusion: noConfusion() }));
  const samplers = eachOf(SAMPLE_CELLS, () => createSampler(sampleOf));

  return {
    add(row, truth, verdict) {
      const { authorization } = row;
      const { amountMinor, currency } = authorization;
      const { outcome, review } = verdict;
      const isStopped = outcome !== 'approve';
      const cell = cellOf(outcome, truth);
      const group = groupOf(row, truth, labels.newestMs);
      const week = weekOf(authorization.askedAtMs);
      all.add(outcome, truth, amountMinor, currency);
      outcomes[outcome].add(truth, amountMinor, currency);
      if (review) outcomes.review.add(truth, amountMinor, currency);
      if (isApart(truth)) apart[truth].add(isStopped, amountMinor, currency);
      if (isStopped) groups[group] += 1;
      const counts = weeks.of(week);
      counts.rows += 1;
      if (cell !== null) counts.confusion[cell] += 1;
      purchases.add(authorization, truth, isStopped);
      if (cell !== null) samplers[cell].offer(row, verdict);
      else if (isApart(truth)) samplers[truth].offer(row, verdict);
      rules.add(row, truth, verdict, group, week);
      unrecorded.add(verdict);
    },
    result() {
      const span = weeks.span();
      const told = eachOf(['approve', 'decline', 'challenge', 'review'], (name) => outcomes[name].sums());
      return {
        policy: { version: policy.version, profile },
        ...all.scores(),
        outcomes: told,
        purchases: purchases.result(),
        apart: eachOf(['unknowable', 'immature', 'unlabelled'], (name) => apart[name].apart()),
        capacity: capacityOf(told, days),
        groups: { ...groups },
        rules: rules.rules(span),
        weeks: weeks.list(span, tellWeek),
        unrecorded: unrecorded.result(),
        samples: eachOf(SAMPLE_CELLS, (name) => samplers[name].samples()),
      };
    },
  };
}

function isApart(truth: Truth): truth is 'unknowable' | 'immature' | 'unlabelled' {
  return truth !== 'fraud' && truth !== 'good';
}

function tellWeek(from: string, { rows, confusion }: { readonly rows: number; readonly confusion: Confusion }) {
  const { precision, recall } = sharesOf(confusion);
  return { from, rows, confusion: { ...confusion }, precision, recall };
}

function eachOf<K extends string, T>(names: readonly K[], make: (name: K) => T): Record<K, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, T>;
}
