import type { Action, Finding, ListHit, RuleError } from '../domain/decision.ts';
import type { Value } from '../domain/value.ts';
import type { AttributeInputs } from '../rules/attributes.ts';
import type { Policy, PolicyRule, Portfolio, Reaction } from './policy.ts';
import { isSampled } from './sample.ts';
import { type Step, stepsOf } from './steps.ts';

/** What all rules of a profile said of one ask. */
export interface Evaluation {
  readonly considered: readonly Finding[];
  readonly errors: readonly RuleError[];
  /** Ids of the rules that match, by action; a failed rule stands under what it counts as. */
  readonly matched: Readonly<Record<Action, readonly string[]>>;
  /** Ids of the matching rules that nothing overrides. */
  readonly always: readonly string[];
  readonly attributes: Readonly<Record<string, Value>>;
  readonly listHits: readonly ListHit[];
}

const REACTIONS: Readonly<Record<Reaction, Action | 'no_match'>> = {
  ignore: 'no_match',
  review: 'review',
  challenge: 'challenge',
  decline: 'block',
};

/** What a live rule that fails counts as. */
export function failureOf({ onError }: Pick<Portfolio['profile'], 'onError'>): Action | 'no_match' {
  return REACTIONS[onError];
}

/** The portfolio that owns the card: the first whose condition holds. Throws what a condition throws. */
export function choosePortfolio(policy: Policy, inputs: AttributeInputs): Portfolio {
  for (const portfolio of policy.portfolios) {
    if (portfolio.when === null || portfolio.when.evaluate(inputs).truth === true) return portfolio;
  }
  // INVARIANT: a policy's last portfolio has no condition; the bundle refuses any other.
  throw new Error('no portfolio matches: the last one must match everything');
}

/**
 * Evaluates a portfolio's thresholds and the policy's rules, all of them, since the explanation needs them all. A rule
 * that throws is recorded, never skipped: it counts as the profile says. A shadow is recorded and counts for nothing.
 */
export function evaluateRules(portfolio: Portfolio, rules: readonly PolicyRule[], inputs: AttributeInputs) {
  const evaluation = emptyEvaluation();
  const { askedAtMs, card } = inputs.authorization;
  for (const step of stepsOf(portfolio, rules)) {
    if (step.limits) {
      const { expiresMs, samplePercent } = step.limits;
      if (expiresMs !== null && expiresMs <= askedAtMs) continue;
      if (samplePercent !== null && !isSampled(step.rule.id, card.id, samplePercent)) {
        evaluation.considered.push(finding(step, 'not_sampled', NO_REASONS));
        continue;
      }
    }
    consider(step, failureOf(portfolio.profile), inputs, evaluation);
  }
  return evaluation satisfies Evaluation;
}

const NO_REASONS: readonly string[] = [];

function emptyEvaluation() {
  return {
    considered: [] as Finding[],
    errors: [] as RuleError[],
    matched: { allow: [], block: [], challenge: [], review: [] } as Record<Action, string[]>,
    always: [] as string[],
    attributes: {} as Record<string, Value>,
    listHits: [] as ListHit[],
  };
}

function finding(
  { rule: { id, action }, isLive }: Step,
  result: Finding['result'],
  because: readonly string[],
): Finding {
  return isLive ? { id, action, result, because } : { id, action, result, because, isShadow: true };
}

function consider(
  step: Step,
  failure: Action | 'no_match',
  inputs: AttributeInputs,
  { considered, errors, matched, always, attributes, listHits }: ReturnType<typeof emptyEvaluation>,
): void {
  const { rule, isLive } = step;
  const { id, action } = rule;
  try {
    // Read first: a rule that fails must not take with it what later rules read as well.
    for (const { definition, read } of step.attributes) attributes[definition.name] = read(inputs);
    for (const list of step.lists) if (list.isHit(inputs)) addHit(list, listHits);
    const { truth, because } = rule.condition.evaluate(inputs);
    considered.push(finding(step, truth === 'missing' ? 'missing' : truth ? 'matched' : 'not_matched', because));
    if (truth !== true || !isLive) return;
    matched[action].push(id);
    if (rule.isAlways) always.push(id);
  } catch (error) {
    const countedAs = isLive ? failure : 'no_match';
    errors.push({ rule: id, message: error instanceof Error ? error.message : String(error), countedAs });
    considered.push(finding(step, 'error', NO_REASONS));
    if (countedAs !== 'no_match') matched[countedAs].push(id);
  }
}

/** Rules of a sample may read a list that another one reads as well. */
function addHit({ list, attribute }: ListHit, hits: ListHit[]): void {
  if (!hits.some((hit) => hit.list === list && hit.attribute === attribute)) hits.push({ list, attribute });
}
