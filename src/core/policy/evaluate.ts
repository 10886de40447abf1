import type { Action, Finding, ListHit, RuleError } from '../domain/decision.ts';
import type { Value } from '../domain/value.ts';
import type { AttributeInputs } from '../rules/attributes.ts';
import type { Policy, PolicyRule, Portfolio, Reaction, Rule } from './policy.ts';
import { isSampled } from './sample.ts';

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
export function evaluateRules({ name, profile }: Portfolio, rules: readonly PolicyRule[], inputs: AttributeInputs) {
  const evaluation = emptyEvaluation();
  for (const rule of profile.rules) consider(rule, true, profile.onError, inputs, evaluation);
  const { askedAtMs, card } = inputs.authorization;
  for (const rule of rules) {
    if (!runs(rule, name, askedAtMs)) continue;
    const isLive = rule.mode === 'live';
    if (rule.samplePercent !== null && !isSampled(rule.id, card.id, rule.samplePercent)) {
      const finding = { id: rule.id, action: rule.action, result: 'not_sampled', because: [] } as const;
      evaluation.considered.push(isLive ? finding : { ...finding, isShadow: true });
    } else {
      consider(rule, isLive, profile.onError, inputs, evaluation);
    }
  }
  return evaluation satisfies Evaluation;
}

/** Whether a rule concerns this ask at all. */
function runs({ mode, portfolios, expiresMs }: PolicyRule, portfolio: string, askedAtMs: number): boolean {
  if (mode === 'off' || (expiresMs !== null && expiresMs <= askedAtMs)) return false;
  return portfolios === null || portfolios.has(portfolio);
}

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

function consider(
  rule: Rule,
  isLive: boolean,
  onError: Reaction,
  inputs: AttributeInputs,
  { considered, errors, matched, always, attributes, listHits }: ReturnType<typeof emptyEvaluation>,
): void {
  const { id, action } = rule;
  const finding = isLive ? { id, action } : ({ id, action, isShadow: true } as const);
  try {
    const { truth, because } = rule.condition.evaluate(inputs);
    readAttributes(rule, inputs, attributes);
    readLists(rule, inputs, listHits);
    const result = truth === 'missing' ? 'missing' : truth ? 'matched' : 'not_matched';
    considered.push({ ...finding, result, because });
    if (truth !== true || !isLive) return;
    matched[action].push(id);
    if (rule.isAlways) always.push(id);
  } catch (error) {
    const countedAs = isLive ? REACTIONS[onError] : 'no_match';
    errors.push({ rule: id, message: error instanceof Error ? error.message : String(error), countedAs });
    considered.push({ ...finding, result: 'error', because: [] });
    if (countedAs !== 'no_match') matched[countedAs].push(id);
  }
}

function readLists({ condition }: Rule, inputs: AttributeInputs, hits: ListHit[]): void {
  for (const { list, attribute, isHit } of condition.listsRead ?? []) {
    const isKnown = hits.some((hit) => hit.list === list && hit.attribute === attribute);
    if (!isKnown && isHit(inputs)) hits.push({ list, attribute });
  }
}

function readAttributes(rule: Rule, inputs: AttributeInputs, attributes: Record<string, Value>): void {
  for (const { definition, read } of rule.condition.attributes) attributes[definition.name] ??= read(inputs);
}
