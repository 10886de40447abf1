import { limits } from '../domain/limits.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import { createReporter, type Reporter } from '../language/reporter.ts';
import type { Source } from '../language/source.ts';
import { nearestAlias, radarFault, withOurNames } from './aliases.ts';
import type { AttributeDefinition, Family } from './attributes/definition.ts';
import { type Catalogue, findAttribute } from './attributes.ts';
import { checkComparison, checkMatch, checkMembership } from './check-comparison.ts';
import { checkList, type DeclaredLists } from './check-list.ts';
import type { AttributeReference, Condition, Leaf } from './condition.ts';
import { printAttribute } from './print.ts';

/** What a condition is checked against. */
export interface CheckOptions {
  /** The text that the condition was read from. */
  readonly source: Source;
  readonly catalogue: Catalogue;
  readonly lists: DeclaredLists;
  /** The families that may be read here; all, if not given. */
  readonly families?: ReadonlySet<Family>;
  /** What is said to somebody who reads another one. */
  readonly familiesHint?: string;
}

interface Check extends CheckOptions {
  readonly reporter: Reporter;
}

/**
 * Checks a condition by the types of its attributes. The condition that comes back says the same in canonical form
 * (`:x: = 'true'` is `:x:`) and in our names (Radar's `:risk_score:` is `:fraud_risk_score:`); where no diagnostic is
 * an error, it compiles. Never throws.
 */
export function checkCondition(
  condition: Condition,
  options: CheckOptions,
): { condition: Condition; diagnostics: Diagnostic[] } {
  const reporter = createReporter(options.source, limits.maxConditionFaults);
  const checked = check(condition, { ...options, reporter });
  return { condition: checked, diagnostics: reporter.diagnostics };
}

function check(condition: Condition, options: Check): Condition {
  if (options.reporter.isFull()) return condition;
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, operands: condition.operands.map((operand) => check(operand, options)) };
    case 'not':
      return { ...condition, operand: check(condition.operand, options) };
    default:
      return checkLeaf(withOurNames(condition, options.catalogue, options.reporter), options);
  }
}

function checkLeaf(leaf: Leaf, options: Check): Condition {
  switch (leaf.kind) {
    case 'is_missing':
      resolve(leaf.attribute, options);
      return leaf;
    case 'attribute':
      return checkAlone(leaf, options);
    case 'in_list':
      checkList(leaf, resolve(leaf.left, options), options.lists, options.reporter);
      return leaf;
    default:
      return checkTyped(leaf, options);
  }
}

function checkTyped(condition: Condition & { kind: 'compare' | 'in' | 'match' }, options: Check): Condition {
  const { reporter } = options;
  const left = resolve(condition.left, options);
  if (condition.kind !== 'compare') {
    if (!left) return condition;
    const comparing = { left, right: null, reporter };
    return condition.kind === 'in' ? checkMembership(condition, comparing) : checkMatch(condition, comparing);
  }
  const reference = condition.right.kind === 'named' || condition.right.kind === 'metadata' ? condition.right : null;
  const right = reference && resolve(reference, options);
  // An attribute that there isn't has its fault; nothing can be said about what it is compared with.
  if (!left || (reference && !right)) return condition;
  return checkComparison(condition, { left, right, reporter });
}

/** The attribute that is referred to, if there is one and it may be read here; else that is reported. */
function resolve(reference: AttributeReference, options: Check): AttributeDefinition | null {
  const { catalogue, families, familiesHint, reporter } = options;
  const definition = findAttribute(catalogue, reference);
  const printed = printAttribute(reference);
  if (!definition) {
    const name = reference.kind === 'named' ? reference.name : reference.key;
    const { message, hint } = radarFault(name, catalogue) ?? unknownName(name, catalogue);
    reporter.error(reference.span, message, hint);
  } else if (families && !families.has(definition.family)) {
    reporter.error(
      reference.span,
      `${printed} can't be read here`,
      familiesHint ?? `write one of ${[...families].join(', ')}`,
    );
    return null;
  }
  return definition;
}

function unknownName(name: string, catalogue: Catalogue): { message: string; hint: string } {
  const near = nearest(name, catalogue.names()) ?? nearestAlias(name);
  const hint = near ? `did you mean :${near}:?` : `if it is metadata, write ::${name}:: or ::card:${name}::`;
  return { message: `there is no attribute :${name}:`, hint };
}

function checkAlone(condition: Condition & { kind: 'attribute' }, options: Check): Condition {
  const definition = resolve(condition.attribute, options);
  if (!definition || definition.type === 'boolean' || definition.isUnchecked) return condition;
  const printed = printAttribute(condition.attribute);
  const examples = { number: `${printed} > 0`, metadata: `${printed} = 'true'` };
  const example = definition.type === 'number' || definition.type === 'metadata' ? examples[definition.type] : null;
  const value = definition.values?.[0] ?? '…';
  const hint = `compare it, e.g. ${example ?? `${printed} = '${value}'`}`;
  options.reporter.error(condition.span, `${printed} is not true or false by itself`, hint);
  return condition;
}
