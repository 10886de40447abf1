import type { AttributeRead, ListRead } from '../rules/compile.ts';
import type { PolicyRule, Portfolio, Rule } from './policy.ts';

/** One rule to consider for a portfolio's cards, and what is read to tell of it that no rule before it has read. */
export interface Step {
  readonly rule: Rule;
  readonly isLive: boolean;
  /** Null: it is considered for every ask. */
  readonly limits: Pick<PolicyRule, 'expiresMs' | 'samplePercent'> | null;
  readonly attributes: readonly AttributeRead[];
  readonly lists: readonly ListRead[];
}

// Worked out once for a policy: a decision walks through it and reads no attribute twice.
const known = new WeakMap<Portfolio, { readonly rules: readonly PolicyRule[]; readonly steps: readonly Step[] }>();

/** A portfolio's thresholds and the policy's rules that may concern it, in the order in which they are considered. */
export function stepsOf(portfolio: Portfolio, rules: readonly PolicyRule[]): readonly Step[] {
  const had = known.get(portfolio);
  if (had?.rules === rules) return had.steps;
  const steps = planSteps(portfolio, rules);
  known.set(portfolio, { rules, steps });
  return steps;
}

function planSteps({ name, profile }: Portfolio, rules: readonly PolicyRule[]): Step[] {
  const read = new Set<string>();
  const thresholds = profile.rules.map((rule) => plan(rule, true, null, read));
  const concerning = rules.filter(({ mode, portfolios }) => mode !== 'off' && (portfolios?.has(name) ?? true));
  const steps = concerning.map((rule) => {
    const isLimited = rule.expiresMs !== null || rule.samplePercent !== null;
    return plan(rule, rule.mode === 'live', isLimited ? rule : null, read);
  });
  return [...thresholds, ...steps];
}

/** `read` names what is read for every ask so far; only a rule that is always considered adds to it. */
function plan(rule: Rule, isLive: boolean, limits: PolicyRule | null, read: Set<string>): Step {
  const lists = (rule.condition.listsRead ?? []).filter(({ list, attribute }) => !read.has(`@${list} ${attribute}`));
  const attributes = rule.condition.attributes.filter(({ definition }) => !read.has(definition.name));
  if (limits === null) {
    for (const { definition } of attributes) read.add(definition.name);
    for (const { list, attribute } of lists) read.add(`@${list} ${attribute}`);
  }
  return { rule, isLive, limits, attributes, lists };
}
