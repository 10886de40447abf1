import { planFeatures } from '../features/plan.ts';
import type { CompiledCondition } from '../rules/compile.ts';
import { AUTHORIZATION } from './authorization-event.ts';
import type { Policy } from './policy.ts';

/**
 * The same policy with just those features that its conditions read: it decides the same, and counts less. For who
 * wants the verdicts alone; what is recorded of an authorization is every feature.
 */
export function withReadFeaturesAlone(policy: Policy, hash: (text: string) => string): Policy {
  const read = new Set(conditionsOf(policy).flatMap(featuresRead));
  const { program } = policy.features;
  return { ...policy, features: planFeatures(program, hash, new Map([[AUTHORIZATION, read]])) };
}

// Conditions of portfolios and of the stand-in can't read features.
function conditionsOf({ portfolios, rules }: Policy): readonly CompiledCondition[] {
  const thresholds = portfolios.flatMap(({ profile }) => profile.rules);
  return [...thresholds, ...rules.filter(({ mode }) => mode !== 'off')].map(({ condition }) => condition);
}

function featuresRead({ attributes }: CompiledCondition): readonly string[] {
  return attributes
    .map(({ definition }) => definition)
    .filter(({ family }) => family === 'feature')
    .map(({ name }) => name);
}
