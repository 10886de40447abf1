import type { SqlPool } from '../../adapters/store/database/pool.ts';
import {
  consideredBy,
  type JudgedLine,
  judgedLines,
  labelledMatches,
  type MatchQuery,
  type QueueLine,
  reviewQueue,
  type SaidMatch,
  silentMatches,
  undisputedCustomers,
} from '../../adapters/store/database/rule-lines.ts';
import type { Finding } from '../../core/domain/decision.ts';
import { isAbout } from '../../core/domain/warning-labels.ts';
import { isThreshold } from '../../core/history/judged.ts';
import { type AgeView, createMatchTally, isOldEnough, type TalliedRule } from '../../core/history/match-tally.ts';
import type { RulePerformance } from '../../core/history/over-time.ts';
import { shareOf } from '../../core/history/share.ts';
import { readingParts } from '../../core/history/window.ts';

/** What was counted of a span of time. */
export interface Performance {
  /** Asks that a policy judged. */
  readonly asks: number;
  readonly rules: readonly RulePerformance[];
}

/**
 * What every rule and threshold did in a span of time, those that matched nothing with the rest. Read some days at a
 * time, so that no statement is long: others want the database as well.
 */
export async function readPerformance(pool: SqlPool, query: MatchQuery, view: AgeView): Promise<Performance> {
  const tally = createMatchTally(view);
  const judged: JudgedLine[] = [];
  const queue: QueueLine[] = [];
  for (const span of readingParts(query)) {
    const part = { ...query, ...span };
    judged.push(...(await judgedLines(pool, part)));
    for (const line of await silentMatches(pool, part)) tally.addSilent(line);
    for (const match of await labelledMatches(pool, part)) tally.addLabelled(labelledOf(match));
    queue.push(...(await reviewQueue(pool, part, query.fromMs)));
    // Answers to Stripe get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const presences = await presencesOf(pool, judged);
  const customers = await undisputedCustomers(pool, query);
  const tallied = new Map(tally.rules().map((one) => [one.rule, one]));
  const names = [...new Set([...presences.keys(), ...tallied.keys()])].sort();
  const wanted = names.filter((name) => query.rule === undefined || name === query.rule);
  const rules = wanted.flatMap((rule): RulePerformance[] => {
    const counted = tallied.get(rule) ?? NOTHING;
    const presence = presences.get(rule) ?? presenceIn(counted);
    if (presence === null) return [];
    const undisputed = customers.get(rule) ?? 0;
    return [performanceOf({ rule, counted, presence, undisputed, queue, view })];
  });
  return { asks: judged.reduce((sum, { count }) => sum + count, 0), rules };
}

/** With those labels that are about the purchase: not every warning about its card is. */
function labelledOf({ labels, authorizationId, card, ...match }: SaidMatch) {
  const bought = { id: authorizationId, card, createdMs: match.askedAtMs };
  return { ...match, labels: labels.filter((label) => isAbout(label, bought)) };
}

interface Presence extends Pick<Finding, 'action'> {
  readonly isShadow: boolean;
  readonly asks: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * Which rules there were, of how many asks. A version's rules of a portfolio are those of any decision under it; what
 * they did at last, those of the last one.
 */
async function presencesOf(pool: SqlPool, judged: readonly JudgedLine[]): Promise<Map<string, Presence>> {
  const groups = Map.groupBy(judged, ({ policyVersion, portfolio }) => `${policyVersion} ${portfolio}`);
  const samples = [...groups.values()].flatMap((lines) => lines.at(-1)?.lastDecisionId ?? []);
  const considered = await consideredBy(pool, samples);
  const presences = new Map<string, Presence>();
  const inOrder = [...groups.values()].sort((one, other) => lastAskedMs(one) - lastAskedMs(other));
  for (const lines of inOrder) {
    const asks = lines.reduce((sum, { count }) => sum + count, 0);
    const first = lines[0]?.day ?? '';
    for (const { id, action, isShadow = false } of considered.get(lines.at(-1)?.lastDecisionId ?? '') ?? []) {
      const before = presences.get(id);
      presences.set(id, {
        ...{ action, isShadow, asks: asks + (before?.asks ?? 0), lastDay: lastDay(lines) },
        firstDay: before && before.firstDay < first ? before.firstDay : first,
      });
    }
  }
  return presences;
}

function lastAskedMs(lines: readonly JudgedLine[]): number {
  return lines.at(-1)?.lastAskedMs ?? 0;
}

function lastDay(lines: readonly JudgedLine[]): string {
  return lines.at(-1)?.day ?? '';
}

const NOTHING: TalliedRule = {
  ...{ rule: '', action: 'block', money: new Map(), goodCustomersHit: 0, days: [] },
  counts: {
    ...{ matched: 0, decided: 0, overridden: 0, beside: 0, shadow: 0, alone: 0, declines: 0 },
    ...{ declines_confirmed: 0, declines_unconfirmed: 0, challenges: 0, reviews: 0 },
  },
  soFar: { fraud: 0, good: 0, undisputed: 0, unknowable: 0, precision: shareOf(0, 0) },
  atAge: { matched: 0, fraud: 0, good: 0, undisputed: 0, unknowable: 0, precision: shareOf(0, 0) },
};

/** Of a rule whose sample of a decision is gone: as its matches tell it. */
function presenceIn({ action, counts, days }: TalliedRule): Presence | null {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const isShadow = last.counts.shadow === last.counts.matched;
  return { action, isShadow, asks: counts.matched, firstDay: first.day, lastDay: last.day };
}

interface Found {
  readonly rule: string;
  readonly counted: TalliedRule;
  readonly presence: Presence;
  readonly undisputed: number;
  readonly queue: readonly QueueLine[];
  readonly view: AgeView;
}

function performanceOf({ rule, counted, presence, undisputed, queue, view }: Found): RulePerformance {
  const { counts, soFar, atAge, money, goodCustomersHit, days } = counted;
  const inQueue = (state: QueueLine['state']) =>
    queue.reduce((sum, line) => (line.rule === rule && line.state === state ? sum + line.count : sum), 0);
  return {
    rule,
    action: presence.action,
    kind: isThreshold(rule) ? 'threshold' : 'rule',
    mode: presence.isShadow ? 'shadow' : 'live',
    asks: presence.asks,
    first_day: presence.firstDay,
    last_day: presence.lastDay,
    ...counts,
    money: [...money].sort().map(([currency, amount]) => ({ currency, amount })),
    so_far: soFar,
    at_age: atAge,
    good_customers_hit: goodCustomersHit,
    undisputed_customers: undisputed,
    queue: { open: inQueue('open'), legitimate: inQueue('legitimate'), fraud: inQueue('fraud') },
    days: days.map((of) => ({
      ...{ day: of.day, policy_version: of.policyVersion, ...of.counts, so_far: of.soFar },
      at_age: isOldEnough(of.day, view) ? of.atAge : null,
    })),
  };
}
