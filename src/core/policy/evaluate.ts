import type { Action, Finding, RuleError } from '../domain/decision.ts';
import type { Value } from '../domain/value.ts';
import type { AttributeInputs } from '../rules/attributes.ts';
import type { Policy, Portfolio, Profile, Reaction, Rule } from './policy.ts';

/** What all rules of a profile said of one ask. */
export interface Evaluation {
  readonly considered: readonly Finding[];
  readonly errors: readonly RuleError[];
  /** Ids of the rules that match, by action; a failed rule stands under what it counts as. */
  readonly matched: Readonly<Record<Action, readonly string[]>>;
  /** Ids of the matching rules that nothing overrides. */
  readonly always: readonly string[];
  readonly attributes: Readonly<Record<string, Value>>;
}

const REACTIONS: Readonly<Record<Reaction, Action | 'no_match'>> = {
  ignore: 'no_match',
  review: 'review',
  challenge: 'challenge',
  decline: 'block',
};

/** The portfolio that owns the card: the first whose condition holds. Throws what a condition throws. */
export function choosePortfolio(policy: Policy, inputs: AttributeInputs): Portfolio {
  for (const portfolio of policy.portfolios) {
    if (portfolio.when === null || portfolio.when.evaluate(inputs).truth === true) return portfolio;
  }
  // INVARIANT: a policy's last portfolio has no condition; the bundle refuses any other.
  throw new Error('no portfolio matches: the last one must match everything');
}

/**
 * Evaluates all rules, since the explanation needs them all. A rule that throws is recorded, never skipped: it counts
 * as the profile says.
 */
export function evaluateRules(profile: Profile, inputs: AttributeInputs): Evaluation {
  const considered: Finding[] = [];
  const errors: RuleError[] = [];
  const matched: Record<Action, string[]> = { allow: [], block: [], challenge: [], review: [] };
  const always: string[] = [];
  const attributes: Record<string, Value> = {};
  for (const rule of profile.rules) {
    const { id, action } = rule;
    try {
      const { truth, because } = rule.condition.evaluate(inputs);
      readAttributes(rule, inputs, attributes);
      considered.push({
        id,
        action,
        result: truth === 'missing' ? 'missing' : truth ? 'matched' : 'not_matched',
        because,
      });
      if (truth !== true) continue;
      matched[action].push(id);
      if (rule.isAlways) always.push(id);
    } catch (error) {
      const countedAs = REACTIONS[profile.onError];
      errors.push({ rule: id, message: error instanceof Error ? error.message : String(error), countedAs });
      considered.push({ id, action, result: 'error', because: [] });
      if (countedAs !== 'no_match') matched[countedAs].push(id);
    }
  }
  return { considered, errors, matched, always, attributes };
}

function readAttributes(rule: Rule, inputs: AttributeInputs, attributes: Record<string, Value>): void {
  for (const { definition, read } of rule.condition.attributes) attributes[definition.name] ??= read(inputs);
}
