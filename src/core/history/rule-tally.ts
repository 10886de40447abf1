import { settle } from '../decision/settle.ts';
import type { Action, Verdict } from '../domain/decision.ts';
import { NO_FACTS } from '../domain/facts.ts';
import { failureOf } from '../policy/evaluate.ts';
import type { Policy, Portfolio, Rule } from '../policy/policy.ts';
import { stepsOf } from '../policy/steps.ts';
import { type Group, noGroups } from './groups.ts';
import type { RuleResult } from './result.ts';
import type { HistoryRow } from './row.ts';
import { shareOf } from './share.ts';
import { createSumsTally } from './sums.ts';
import type { Truth } from './truth.ts';
import { createByWeek, type WeekSpan } from './weeks.ts';

/** What each rule and threshold of a policy did. */
export interface RuleTally {
  add(row: HistoryRow, truth: Truth, verdict: Verdict, group: Group, week: number): void;
  /** Those that never matched as well, thresholds first; each with all these weeks. */
  rules(weeks: WeekSpan | null): readonly RuleResult[];
}

type Entry = ReturnType<typeof createEntry>;

/** A rule that said something of a row. */
interface Hit {
  readonly entry: Entry;
  /** What it says; null: it failed, and that counts as nothing. */
  readonly says: Action | null;
  readonly isMatch: boolean;
}

interface Plan {
  readonly portfolio: Portfolio;
  /** In the order of a verdict's findings; those of rules that have expired are not there. */
  readonly entries: readonly Entry[];
}

/** Nothing yet of each of them: rules that are off are not considered, and not told of. */
export function createRuleTally(policy: Policy): RuleTally {
  const entries = entriesOf(policy);
  const plans = new Map(policy.portfolios.map((portfolio) => [portfolio.name, planOf(portfolio, policy, entries)]));

  return {
    add(row, truth, verdict, group, week) {
      const plan = plans.get(verdict.portfolio);
      if (!plan) return;
      const hits = hitsOf(verdict, plan);
      if (hits === null) return;
      const { amountMinor, currency } = row.authorization;
      for (const hit of hits) {
        const { entry } = hit;
        if (hit.isMatch) {
          entry.matched.add(truth, amountMinor, currency);
          entry.groups[group] += 1;
          const counts = entry.weeks.of(week);
          counts.count += 1;
          if (truth === 'fraud') counts.fraud += 1;
          if (truth === 'good') counts.good += 1;
          if (isAlone(hit, hits)) entry.alone.add(truth, amountMinor, currency);
        }
        const effect = effectOf(hit, hits, row, verdict, plan.portfolio);
        if (effect !== 0) entry.marginal.add(truth, amountMinor, currency, effect);
      }
    },
    rules: (weeks) => [...entries.values()].map((entry) => resultOf(entry, weeks)),
  };
}

function createEntry({ id, action, isAlways }: Rule, profile: string | null, mode: 'live' | 'shadow') {
  return {
    id,
    action,
    isAlways,
    profile,
    mode,
    matched: createSumsTally(),
    alone: createSumsTally(),
    marginal: createSumsTally(),
    groups: noGroups(),
    weeks: createByWeek(() => ({ count: 0, fraud: 0, good: 0 })),
    missing: 0,
    errors: 0,
  };
}

/** In the order in which they are told of: the thresholds of every profile in use, then the rules. */
function entriesOf({ portfolios, rules }: Policy): ReadonlyMap<Rule, Entry> {
  const entries = new Map<Rule, Entry>();
  for (const { profile } of portfolios) {
    for (const rule of profile.rules) entries.set(rule, entries.get(rule) ?? createEntry(rule, profile.name, 'live'));
  }
  for (const rule of rules) if (rule.mode !== 'off') entries.set(rule, createEntry(rule, null, rule.mode));
  return entries;
}

function planOf(portfolio: Portfolio, { rules }: Policy, entries: ReadonlyMap<Rule, Entry>): Plan {
  return { portfolio, entries: stepsOf(portfolio, rules).flatMap(({ rule }) => entries.get(rule) ?? []) };
}

/** Counts what was missing and what failed. Null where nothing was said: nearly always, so nothing is made then. */
function hitsOf({ considered }: Verdict, { portfolio, entries }: Plan): Hit[] | null {
  let hits: Hit[] | null = null;
  let at = 0;
  for (const { id, result } of considered) {
    let entry = entries[at];
    while (entry && entry.id !== id) {
      at += 1;
      entry = entries[at];
    }
    if (!entry) return hits;
    at += 1;
    switch (result) {
      case 'missing':
        entry.missing += 1;
        break;
      case 'matched':
        hits ??= [];
        hits.push({ entry, says: entry.action, isMatch: true });
        break;
      case 'error': {
        entry.errors += 1;
        const failure = failureOf(portfolio.profile);
        hits ??= [];
        hits.push({ entry, says: failure === 'no_match' ? null : failure, isMatch: false });
        break;
      }
    }
  }
  return hits;
}

const STRENGTH: Readonly<Record<Exclude<Action, 'allow'>, number>> = { block: 3, challenge: 2, review: 1 };

/** Whether no other rule that decides says the same or more. */
function isAlone({ entry }: Hit, hits: readonly Hit[]): boolean {
  return !hits.some((other) => other.entry !== entry && other.entry.mode === 'live' && saysAsMuch(other, entry.action));
}

function saysAsMuch({ says }: Hit, action: Action): boolean {
  if (says === null) return false;
  if (says === 'allow' || action === 'allow') return says === action;
  return STRENGTH[says] >= STRENGTH[action];
}

/** 1 where the row is stopped because of the rule, -1 where it is let through; of a rule to review: where it is not. */
function effectOf(
  { entry }: Hit,
  hits: readonly Hit[],
  { authorization, facts }: HistoryRow,
  { outcome, review }: Verdict,
  { profile }: Portfolio,
): 1 | 0 | -1 {
  const isLive = entry.mode === 'live';
  const counted = hits.filter((hit) => (hit.entry === entry ? !isLive : hit.entry.mode === 'live'));
  const other = settle(authorization, facts ?? NO_FACTS, matchesOf(counted), profile);
  const isReview = entry.action === 'review';
  const here = isReview ? review : outcome !== 'approve';
  const there = isReview ? other.review : other.outcome !== 'approve';
  if (here === there) return 0;
  return here === isLive ? 1 : -1;
}

function matchesOf(hits: readonly Hit[]) {
  const matched: Record<Action, string[]> = { allow: [], block: [], challenge: [], review: [] };
  const always: string[] = [];
  for (const { entry, says, isMatch } of hits) {
    if (says !== null) matched[says].push(entry.id);
    if (isMatch && entry.isAlways) always.push(entry.id);
  }
  return { matched, always };
}

function resultOf(entry: Entry, weeks: WeekSpan | null): RuleResult {
  const { id, action, profile, mode, matched, alone, marginal, groups, missing, errors } = entry;
  const sums = matched.sums();
  return {
    id,
    action,
    kind: profile === null ? 'rule' : 'threshold',
    profile,
    mode,
    matched: sums,
    precision: shareOf(sums.fraud, sums.fraud + sums.good),
    alone: alone.sums(),
    marginal: marginal.sums(),
    groups: { ...groups },
    weeks: entry.weeks.list(weeks, (from, counts) => ({ from, ...counts })),
    missing,
    errors,
  };
}
