import { reportEvents } from '../../adapters/stripe/reports.ts';
import { askEvent, featureValue } from '../../core/decision/count-ask.ts';
import { decide } from '../../core/decision/decide.ts';
import { entryOutcome } from '../../core/decision/past-asks.ts';
import { standIn } from '../../core/decision/stand-in.ts';
import type { Authorization } from '../../core/domain/authorization.ts';
import type { Outcome, Verdict } from '../../core/domain/decision.ts';
import { type Facts, NO_FACTS } from '../../core/domain/facts.ts';
import type { Features } from '../../core/domain/features.ts';
import type { JsonValue } from '../../core/domain/json.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { dataEvent } from '../../core/features/data-event.ts';
import type { FeatureEvent, FeatureResult } from '../../core/features/feature-event.ts';
import type { TimelineStore } from '../../core/features/timeline/store.ts';
import { AUTHORIZATION } from '../../core/policy/authorization-event.ts';
import { type ListEntries, listsAt, NO_ENTRIES } from '../../core/policy/listed.ts';
import { type Policy, withOwner } from '../../core/policy/policy.ts';
import { createCounts, type FeaturesOnly } from './counts.ts';
import type { ReplayEvent, ReplayedAsk } from './replay-event.ts';
import { createSeenAsks } from './seen-asks.ts';

/** What was decided about one ask. */
export interface ReplayedDecision {
  /** Stripe's id of the authorization. */
  readonly authorization: string;
  /** Null where there is nothing to decide by; so is `verdict`. */
  readonly outcome: Outcome | null;
  readonly reasons: readonly string[];
  /** Every feature of an authorization by its name: null for what is missing, and what is personal concealed. */
  readonly features: Readonly<Record<string, JsonValue>>;
  readonly verdict: Verdict | null;
}

/** What came of an ask. */
export interface Judged {
  /** Null where there is nothing to decide by. */
  readonly verdict: Verdict | null;
  /** Null where nothing is counted. */
  readonly result: FeatureResult | null;
  readonly policy: Policy | FeaturesOnly;
}

/** Takes the past event by event, in the order in which it is to be seen. */
export interface Replayer {
  /**
   * The same as `take` for who only wants the verdict. It comes at once where nothing is counted: a turn for each ask
   * would cost as much as its decision.
   */
  judge(ask: ReplayedAsk): Judged | null | Promise<Judged>;
  /** Null for what is no ask, and for an ask that was decided before: it changes nothing. */
  take(event: ReplayEvent): Promise<ReplayedDecision | null>;
  /** Decides by this policy from the next event on. */
  use(policy: Policy): void;
  /** Counts by this policy, too, from the next event on: one that is to decide later shall have its past by then. */
  keep(policy: Policy): void;
  /** The lists hold these entries from the next event on. */
  setEntries(entriesOf: (scope: Scope) => ListEntries): void;
  /** Events that were there before and changed nothing. */
  duplicates(): number;
}

export interface ReplayerOptions {
  /** Without portfolios nothing is decided: asks count as approved, unless Stripe reported otherwise. */
  readonly policy: Policy | FeaturesOnly;
  /** Counters without a past that are not cold. */
  readonly store: TimelineStore;
  readonly entries?: (scope: Scope) => ListEntries;
  /** Whether it is known that no ask comes twice: to remember each costs as much as to decide it by thresholds. */
  readonly isEachOnce?: boolean;
  conceal(text: string): string;
}

// The answers that are ours: in a replay the policy gives them again.
const OURS: ReadonlySet<string | null> = new Set(['webhook_approved', 'webhook_declined']);

/** A replay that begins with nothing counted. It sees no clock: the same events give the same decisions. */
export function createReplayer(options: ReplayerOptions): Replayer {
  const { policy, store, entries = () => NO_ENTRIES, isEachOnce = false, conceal } = options;
  const counts = createCounts(store, conceal);
  counts.keep(policy);
  const seen = createSeenAsks();
  let current = policy;
  let entriesOf = entries;
  const owned = new Map<string, Policy | FeaturesOnly>();
  let arrival = 0;
  let duplicates = 0;

  /** The policy with cards of this portfolio alone. */
  function ownedBy(name: string): Policy | FeaturesOnly {
    const known = owned.get(name) ?? (isPolicy(current) ? withOwner(current, name) : current);
    owned.set(name, known);
    return known;
  }

  function judge(ask: ReplayedAsk): Judged | null | Promise<Judged> {
    arrival += 1;
    if (!isEachOnce && seen.isRepeated(ask.authorization, ask.eventId)) {
      duplicates += 1;
      return null;
    }
    const { portfolio = null, authorization } = ask;
    const policy = portfolio === null ? current : ownedBy(portfolio);
    if (counts.isCounted(AUTHORIZATION, policy)) return judgeCounted(ask, policy);
    return { policy, result: null, verdict: verdictIn(ask, policy, entriesOf(authorization.scope), null) };
  }

  async function judgeCounted(ask: ReplayedAsk, policy: Policy | FeaturesOnly): Promise<Judged> {
    const { authorization, given = null, became = null } = ask;
    // To the ask itself approved and pending are the same: what is known to be approved is written once.
    const first = became === 'approved' ? became : 'pending';
    const event = askEvent(authorization, policy.rates, arrival, { given, outcome: first });
    const result = await counts.count({ ...event, isNew: isEachOnce }, policy);
    const verdict = verdictIn(ask, policy, entriesOf(authorization.scope), result);
    const outcome = became ?? entryOutcome(verdict?.outcome ?? 'approve');
    if (result && outcome !== first) await counts.settle(result, outcome);
    await counts.countBesides({ ...event, outcome }, policy);
    return { policy, result, verdict };
  }

  async function takeOne(event: FeatureEvent): Promise<FeatureResult | null> {
    const result = await counts.count(event, current);
    await counts.countBesides(event, current);
    return result;
  }

  return {
    judge,
    async take(event) {
      if (event.kind !== 'ask') arrival += 1;
      switch (event.kind) {
        case 'ask':
          return decisionOf(event, await judge(event));
        case 'report': {
          const report = { ...event.report, received_at: arrival };
          for (const each of reportEvents(report, current.rates, wantedBy(current))) await takeOne(each);
          return null;
        }
        case 'tracked': {
          const { data, ...tracked } = event.tracked;
          const result = await takeOne({ ...dataEvent(data), ...tracked, arrival });
          if (result?.isDuplicate) duplicates += 1;
          return null;
        }
      }
    },
    use(policy) {
      counts.keep(policy);
      owned.clear();
      current = policy;
    },
    keep: counts.keep,
    setEntries(next) {
      entriesOf = next;
    },
    duplicates: () => duplicates,
  };
}

/** The decision for whoever writes it down. What nobody asks for is not worked out: it costs more than to decide. */
function decisionOf({ authorization }: ReplayedAsk, judged: Judged | null): ReplayedDecision | null {
  if (!judged) return null;
  const { verdict, result, policy } = judged;
  return {
    authorization: authorization.id,
    outcome: verdict?.outcome ?? null,
    reasons: verdict?.reasons ?? [],
    get features() {
      return keptFeatures(result, policy);
    },
    verdict,
  };
}

function verdictIn(
  { authorization, facts = null, given = null }: ReplayedAsk,
  policy: Policy | FeaturesOnly,
  entries: ListEntries,
  result: FeatureResult | null,
): Verdict | null {
  if (!isPolicy(policy)) return null;
  const known = factsAt(facts, policy, entries, authorization.askedAtMs);
  return verdictOf(authorization, featuresOf(result, given), known, policy);
}

/** Which asks of a report are counted. */
function wantedBy(policy: Policy | FeaturesOnly): (ask: { readonly reason: string | null }) => boolean {
  return ({ reason }) => !isPolicy(policy) || !OURS.has(reason);
}

function isPolicy(policy: Policy | FeaturesOnly): policy is Policy {
  return 'portfolios' in policy;
}

/** What is known of an ask; on the lists is what was found there then, and what stood there. */
function factsAt(given: Facts | null, policy: Policy | FeaturesOnly, entries: ListEntries, atMs: number): Facts {
  if (!isPolicy(policy)) return given ?? NO_FACTS;
  const standing = listsAt(policy, entries, atMs);
  if (!given) return { ...NO_FACTS, lists: standing };
  const { lists: found } = given;
  return { ...given, lists: { has: (list, value) => found.has(list, value) || standing.has(list, value) } };
}

/** As the live path decides, once it has its features. */
function verdictOf(authorization: Authorization, features: Features, facts: Facts, policy: Policy): Verdict {
  try {
    return decide(authorization, features, facts, policy);
  } catch {
    return standIn(authorization, policy, 'decide_failed');
  }
}

function featuresOf(result: FeatureResult | null, given: Features | null): Features {
  const counted: Features = { get: (name) => featureValue(result?.values.get(name)) };
  return given ? { get: (name) => given.get(name) ?? counted.get(name) } : counted;
}

function keptFeatures(result: FeatureResult | null, { features }: FeaturesOnly): Record<string, JsonValue> {
  const names = (features.program.events.get(AUTHORIZATION)?.features ?? []).map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, result?.kept(name) ?? null]));
}
