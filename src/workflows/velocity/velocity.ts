import type { Logger } from '../../adapters/log/logger.ts';
import { type ReportRecord, reportEvents } from '../../adapters/stripe/reports.ts';
import { askEvent, countedRecord, featureValue, toStripe } from '../../core/decision/count-ask.ts';
import { entryOutcome } from '../../core/decision/past-asks.ts';
import type { Alarms, Clock, CountedAsk } from '../../core/decision/ports.ts';
import type { Authorization } from '../../core/domain/authorization.ts';
import type { Decision, Outcome } from '../../core/domain/decision.ts';
import { type Features, NO_FEATURES } from '../../core/domain/features.ts';
import { limits } from '../../core/domain/limits.ts';
import { createFeatureEngine } from '../../core/features/engine.ts';
import type { FeatureEvent, FeatureResult } from '../../core/features/feature-event.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';
import { AUTHORIZATION } from '../../core/policy/authorization-event.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { ReadHistory } from './fill.ts';
import { createFiller, type Filler, type Filling, type Wanted } from './filler.ts';
import { createKeptPlans, type KeptPlans } from './kept-plans.ts';
import { personKeys } from './person-keys.ts';
import type { Counters } from './ports.ts';

/** Counts events as they come, and knows what earlier ones count up to. */
export interface Velocity {
  /** Counts an ask and reads its features by a policy's definitions, in one step. Rejects where counters fail. */
  count(authorization: Authorization, policy: Policy, receivedAtMs: number): Promise<CountedAsk>;
  /** Counts a tracked event and gives its features; `isDry` counts nothing. */
  take(event: FeatureEvent, policy: Policy, isDry: boolean): Promise<FeatureResult>;
  /** Takes over what Stripe reported of an authorization. Never rejects. */
  report(record: ReportRecord, policy: Policy): Promise<void>;
  /** The features of a decision's ask by another policy's definitions; nothing is counted. */
  featuresFor(decision: Decision, policy: Policy): Promise<Features>;
  /**
   * Sees to it that a policy's features are counted and filled, though nothing is decided by it: one that is or was in
   * force when this process starts.
   */
  keep(policy: Policy): void;
  /**
   * Fills a policy's features from history, so that it can go live. Gives how far that is by `waitMs` at the latest.
   */
  prepare(policy: Policy, waitMs: number): Promise<Filling>;
  /** Forgets all that is counted of a person: of these events, under keys in which one of the marks stands. */
  forget(events: readonly FeatureEvent[], marks: readonly string[]): Promise<void>;
  readonly filler: Filler;
  /** What `/readyz` says of it. */
  status(): ReturnType<Counters['status']> & ReturnType<Filler['status']>;
  close(): void;
}

export interface VelocityOptions {
  readonly counters: Counters;
  /** The stored past, by a policy's currency rates. */
  history(rates: Policy['rates']): ReadHistory;
  /** Resolves when the stored past can be read, with all that this process recorded until now in it. */
  recorded(): Promise<unknown>;
  /** The policies that decide and that are in shadow. */
  inForce(): readonly Policy[];
  conceal(text: string): string;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly logger: Logger;
}

/** Velocity over these counters. Policies are filled in the order in which they turn up. */
export function createVelocity(options: VelocityOptions): Velocity {
  const { counters, conceal, clock, alarms } = options;
  const engine = createFeatureEngine({ store: counters.timelines, conceal });
  const plans = createKeptPlans();
  const filler = createFiller({
    ...options,
    plans,
    engine: createFeatureEngine({ store: counters.filling(), conceal }),
  });

  /** Keeps a policy's plan, and has it filled if it was not kept before. */
  function use(policy: Policy, { keepMs = limits.keepFeaturesMs, wanted = 'all' as Wanted } = {}): FeaturePlan {
    const { kept, isNew } = plans.use(policy, clock.nowMs() + keepMs);
    if (isNew && kept.plan.timelines.length > 0) filler.want(kept, wanted);
    return kept.plan;
  }

  const endPruning = startPruning(plans, use, options);

  async function evaluate(event: FeatureEvent, plan: FeaturePlan, mode: 'count' | 'dry'): Promise<FeatureResult> {
    const result = await engine.evaluate(event, plan, mode);
    if (result.storeError) {
      alarms.raise('counters_failed', { error: String(result.storeError) });
      // Its later stages were not written, and nothing else would write them.
      if (mode === 'count') counters.lose(event.arrival);
    } else alarms.end('counters_failed');
    return result;
  }

  /** Counts an event by the plans that are kept besides the one that answered: nobody waits for them. */
  async function countBesides(event: FeatureEvent, plan: FeaturePlan): Promise<void> {
    for (const kept of plans.besides(plan)) {
      if (kept.plan.events.has(event.type)) await evaluate(event, kept.plan, 'count');
    }
  }

  async function count(authorization: Authorization, policy: Policy, receivedAtMs: number): Promise<CountedAsk> {
    const plan = use(policy);
    if (!plan.events.has(AUTHORIZATION)) return { features: NO_FEATURES, record: null, toStripe: {}, settle: () => {} };
    const event = askEvent(authorization, policy.rates, receivedAtMs);
    const result = await evaluate(event, plan, 'count');
    return {
      features: featuresOf(result),
      record: countedRecord(result, policy),
      toStripe: toStripe(result),
      settle: (outcome) => void settle(event, plan, result, outcome),
    };
  }

  async function settle(event: FeatureEvent, plan: FeaturePlan, { written }: FeatureResult, outcome: Outcome) {
    try {
      await engine.settle(written, entryOutcome(outcome));
      await countBesides({ ...event, outcome: entryOutcome(outcome) }, plan);
    } catch (error) {
      // It stays pending, which ends by itself, and is what was recorded once it is counted again.
      failed(error);
      counters.lose(event.arrival);
    }
  }

  function failed(error: unknown): void {
    alarms.raise('counters_failed', { error: String(error) });
  }

  return {
    count,
    async take(event, policy, isDry) {
      const plan = use(policy);
      const result = await evaluate(event, plan, isDry ? 'dry' : 'count');
      if (!isDry) void countBesides(event, plan).catch(failed);
      return result;
    },
    async report(record, policy) {
      const plan = use(policy);
      try {
        for (const event of reportEvents(record, policy.rates)) {
          if (plan.events.has(AUTHORIZATION)) await evaluate(event, plan, 'count');
          await countBesides(event, plan);
        }
      } catch (error) {
        failed(error);
      }
    },
    async featuresFor({ authorization, receivedAtMs }, policy) {
      const plan = use(policy);
      if (!authorization || !plan.events.has(AUTHORIZATION)) return NO_FEATURES;
      return featuresOf(await evaluate(askEvent(authorization, policy.rates, receivedAtMs), plan, 'dry'));
    },
    keep: (policy) => void use(policy, { wanted: 'latest' }),
    prepare(policy, waitMs) {
      // Until it is in force, or given up.
      use(policy, { keepMs: limits.keepCandidateMs });
      return filler.until(policy.features, waitMs);
    },
    async forget(events, marks) {
      const kept = plans.all().map(({ plan }) => plan);
      await counters.forget(await personKeys(kept, events, marks, conceal));
    },
    filler,
    status: () => ({ ...counters.status(), ...filler.status() }),
    close() {
      endPruning();
      filler.close();
    },
  };
}

/**
 * Forgets, now and then, the plans that nobody used for long. What is in force is used, whether or not anybody asks.
 */
function startPruning(
  plans: KeptPlans,
  use: (policy: Policy) => void,
  { inForce, counters, clock }: VelocityOptions,
): () => void {
  let isEnded = false;
  let cancel = clock.after(limits.policySweepMs, () => void prune());
  async function prune(): Promise<void> {
    for (const policy of inForce()) use(policy);
    const ids = plans.prune(clock.nowMs());
    // What is shared may be in use elsewhere, and ends by itself.
    if (counters.status().kind === 'memory') for (const id of ids) await counters.drop(id);
    if (!isEnded) cancel = clock.after(limits.policySweepMs, () => void prune());
  }
  return () => {
    isEnded = true;
    cancel();
  };
}

function featuresOf({ values }: FeatureResult): Features {
  return { get: (name) => featureValue(values.get(name)) };
}
