import type { Rates } from '../../core/domain/rates.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';
import type { Policy } from '../../core/policy/policy.ts';

/** A plan whose timelines are written with every event. */
export interface KeptPlan {
  readonly plan: FeaturePlan;
  /** Of the version that has it; the latest one where several do. */
  rates: Rates;
  version: string;
  /** Until then it is kept, if nobody uses it again. */
  untilMs: number;
}

/**
 * The plans whose timelines are kept filled: those of the versions in force and in shadow, of those about to be
 * applied, and of those that were in force lately, so that going back is one step.
 */
export interface KeptPlans {
  /** Keeps a policy's plan until then at least, and says whether it was not kept before. */
  use(policy: Policy, untilMs: number): { readonly kept: KeptPlan; readonly isNew: boolean };
  find(plan: FeaturePlan): KeptPlan | null;
  /** All but this one. */
  besides(plan: FeaturePlan): readonly KeptPlan[];
  all(): readonly KeptPlan[];
  /** Takes off the plans whose time is over, and gives the timelines that no other plan has. */
  prune(nowMs: number): readonly string[];
}

/** No plan, to begin with. */
export function createKeptPlans(): KeptPlans {
  const byFingerprint = new Map<string, KeptPlan>();
  return {
    use({ features: plan, rates, version }, untilMs) {
      const known = byFingerprint.get(plan.fingerprint);
      const kept = known ?? { plan, rates, version, untilMs };
      // Another version may have the same features, and newer rates.
      Object.assign(kept, { rates, version, untilMs: Math.max(kept.untilMs, untilMs) });
      if (!known) byFingerprint.set(plan.fingerprint, kept);
      return { kept, isNew: !known };
    },
    find: (plan) => byFingerprint.get(plan.fingerprint) ?? null,
    besides: (plan) => [...byFingerprint.values()].filter((kept) => kept.plan.fingerprint !== plan.fingerprint),
    all: () => [...byFingerprint.values()],
    prune(nowMs) {
      const over = [...byFingerprint].filter(([, { untilMs }]) => untilMs < nowMs);
      for (const [fingerprint] of over) byFingerprint.delete(fingerprint);
      const kept = new Set([...byFingerprint.values()].flatMap(({ plan }) => plan.timelines.map(({ id }) => id)));
      const ids = over.flatMap(([, { plan }]) => plan.timelines.map(({ id }) => id));
      return [...new Set(ids)].filter((id) => !kept.has(id));
    },
  };
}
