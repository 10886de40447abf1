import type { Action, Outcome } from '../domain/decision.ts';
import { verdictOf } from '../domain/label-verdict.ts';
import type { MatchRole } from './judged.ts';
import type { KnownAtAge, KnownOf, RuleCounts } from './over-time.ts';
import { shareOf } from './share.ts';

type Labels = Parameters<typeof verdictOf>[0];

/** How an ask ended: as we said, otherwise, or Stripe did not report it yet. */
export type Ended = 'us' | 'other' | 'unconfirmed';

/** Matches of one rule that are alike. */
export interface MatchLine {
  /** UTC, `2026-10-01`. */
  readonly day: string;
  readonly policyVersion: string;
  readonly rule: string;
  readonly action: Action;
  readonly role: MatchRole;
  readonly isAlone: boolean;
  readonly outcome: Outcome;
  readonly ended: Ended;
  /** In the end, as far as it is known: else as we meant it. */
  readonly isApproved: boolean;
  readonly currency: string | null;
  readonly count: number;
  readonly amountMinor: number;
}

/** A match of an ask of which somebody said something. */
export interface LabelledMatch extends Omit<MatchLine, 'count'> {
  readonly askedAtMs: number;
  /** Who bought: the cardholder, or the card where that is all that is known. */
  readonly customer: string | null;
  readonly labels: Labels;
}

/** From when on what is known is looked at, and how many days after a purchase for cohorts of equal age. */
export interface AgeView {
  readonly nowMs: number;
  readonly ageDays: number;
}

type Counts = { -readonly [Name in keyof RuleCounts]: number };
type Knowledge = { fraud: number; good: number; undisputed: number; unknowable: number };
type What = keyof Knowledge;

/** What was counted of one rule, in all or of one of its days. */
export interface RuleFigures {
  readonly counts: RuleCounts;
  readonly soFar: KnownOf;
  readonly atAge: KnownAtAge;
}

/** What was counted of one rule. */
export interface TalliedRule extends RuleFigures {
  readonly rule: string;
  readonly action: Action;
  readonly money: ReadonlyMap<string, number>;
  readonly goodCustomersHit: number;
  readonly days: readonly (RuleFigures & { readonly day: string; readonly policyVersion: string })[];
}

/** Counts matches by rule, day and policy version, with what is known of them. */
export interface MatchTally {
  /** Matches of asks of which nobody said anything. */
  addSilent(line: MatchLine): void;
  addLabelled(match: LabelledMatch): void;
  /** In the order of their names. */
  rules(): readonly TalliedRule[];
}

const DAY_MS = 86_400_000;

/** Whether a whole day is so old that all of its purchases had their days. */
export function isOldEnough(day: string, { nowMs, ageDays }: AgeView): boolean {
  return Date.parse(day) + (ageDays + 1) * DAY_MS <= nowMs;
}

/** A tally of nothing yet. */
export function createMatchTally(view: AgeView): MatchTally {
  const rules = new Map<string, OneRule>();

  function add(line: MatchLine, now: What, then: What): OneRule {
    let rule = rules.get(line.rule);
    if (!rule) {
      rule = { action: line.action, all: newFigures(), days: new Map(), money: new Map(), customers: new Set() };
      rules.set(line.rule, rule);
    }
    const key = `${line.day} ${line.policyVersion}`;
    let day = rule.days.get(key);
    if (!day) {
      day = { ...newFigures(), day: line.day, policyVersion: line.policyVersion };
      rule.days.set(key, day);
    }
    const isOld = isOldEnough(line.day, view);
    for (const figures of [rule.all, day]) count(figures, line, now, isOld ? then : null);
    if (line.currency !== null) {
      rule.money.set(line.currency, (rule.money.get(line.currency) ?? 0) + line.amountMinor);
    }
    return rule;
  }

  return {
    addSilent(line) {
      const silent = silence(line);
      add(line, silent, silent);
    },
    addLabelled({ askedAtMs, customer, labels, ...match }) {
      const now = knownBy(labels, view.nowMs, match);
      const then = knownBy(labels, askedAtMs + view.ageDays * DAY_MS, match);
      const rule = add({ ...match, count: 1 }, now, then);
      const isStopped = match.role === 'decided' && match.outcome !== 'approve';
      if (now === 'good' && isStopped && customer !== null) rule.customers.add(customer);
    },
    rules: () => [...rules].sort(byName).map(talliedRule),
  };
}

interface Figures {
  readonly counts: Counts;
  readonly now: Knowledge;
  readonly aged: Knowledge;
}

interface OneRule {
  readonly action: Action;
  readonly all: Figures;
  readonly days: Map<string, Figures & { readonly day: string; readonly policyVersion: string }>;
  readonly money: Map<string, number>;
  readonly customers: Set<string>;
}

function newFigures(): Figures {
  const nothing = () => ({ fraud: 0, good: 0, undisputed: 0, unknowable: 0 });
  const counts = { matched: 0, decided: 0, overridden: 0, beside: 0, shadow: 0, alone: 0, declines: 0 };
  const rest = { declines_confirmed: 0, declines_unconfirmed: 0, challenges: 0, reviews: 0 };
  return { counts: { ...counts, ...rest }, now: nothing(), aged: nothing() };
}

function count({ counts, now, aged }: Figures, line: MatchLine, what: What, whatThen: What | null): void {
  const { role, action, outcome, ended, isAlone, isApproved } = line;
  counts.matched += line.count;
  counts[role] += line.count;
  if (isAlone) counts.alone += line.count;
  if (role === 'decided') {
    if (outcome === 'challenge') counts.challenges += line.count;
    if (action === 'review') counts.reviews += line.count;
    if (outcome === 'decline') {
      counts.declines += line.count;
      if (ended === 'us' && !isApproved) counts.declines_confirmed += line.count;
      if (ended === 'unconfirmed') counts.declines_unconfirmed += line.count;
    }
  }
  now[what] += line.count;
  if (whatThen !== null) aged[whatThen] += line.count;
}

function knownBy(labels: Labels, atMs: number, { isApproved }: Pick<MatchLine, 'isApproved'>): What {
  const verdict = verdictOf(labels, atMs)?.verdict;
  if (verdict === undefined) return silence({ isApproved });
  return verdict === 'fraud' ? 'fraud' : 'good';
}

function silence({ isApproved }: Pick<MatchLine, 'isApproved'>): What {
  return isApproved ? 'undisputed' : 'unknowable';
}

function talliedRule([rule, { action, all, days, money, customers }]: readonly [string, OneRule]): TalliedRule {
  const sorted = [...days].sort(byName).map(([, { day, policyVersion, ...figures }]) => {
    return { day, policyVersion, ...figuresOf(figures) };
  });
  return { rule, action, ...figuresOf(all), money, goodCustomersHit: customers.size, days: sorted };
}

function figuresOf({ counts, now, aged }: Figures): RuleFigures {
  const { fraud, good, undisputed, unknowable } = aged;
  const matched = fraud + good + undisputed + unknowable;
  return { counts: { ...counts }, soFar: knownOf(now), atAge: { matched, ...knownOf(aged) } };
}

function knownOf(known: Knowledge): KnownOf {
  const { fraud, good, undisputed } = known;
  return { ...known, precision: shareOf(fraud, fraud + good + undisputed) };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
