import { limits } from '../domain/limits.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { createReporter } from '../language/reporter.ts';
import type { Source } from '../language/source.ts';
import type { Catalogue } from './attributes.ts';
import { lintCeiling } from './lint/ceiling.ts';
import { lintContradictions } from './lint/contradictions.ts';
import { lintNegations } from './lint/negations.ts';
import { isWayWithin, type Way, waysToBeTrue } from './lint/ways.ts';
import type { Rule } from './parse-rule.ts';

/** A rule without errors, its condition as the checker gave it back, and the text that it was read from. */
export interface LintedRule {
  readonly id: string;
  readonly source: Source;
  readonly rule: Rule;
}

/**
 * What a rule may say, but hardly means: warnings, each at its place. That it never matches or always does is said only
 * where it is certain; where it is not said, nothing follows. Never throws on a checked rule.
 */
export function lintRule({ source, rule }: LintedRule, catalogue: Catalogue): Diagnostic[] {
  const reporter = createReporter(source, limits.maxConditionFaults);
  lintContradictions(rule.condition, catalogue, reporter);
  lintNegations(rule.condition, catalogue, reporter);
  lintCeiling(rule, catalogue, reporter);
  return reporter.diagnostics;
}

/**
 * Warns of each rule that matches only where another one of the same action does; of two that match alike, of the later
 * one. Said only where it is certain. The rules given must all run for the same asks (live, of one portfolio, without a
 * sample), or one that is covered here would still matter elsewhere.
 */
export function lintRules(rules: readonly LintedRule[], catalogue: Catalogue): Diagnostic[] {
  const all = rules.map((linted) => ({ ...linted, ways: waysToBeTrue(linted.rule.condition, catalogue) ?? [] }));
  return all.flatMap((linted, index): Diagnostic[] => {
    const cover = all.find(
      (other, at) =>
        at !== index &&
        other.rule.action === linted.rule.action &&
        covers(other.ways, linted.ways) &&
        (at < index || !covers(linted.ways, other.ways)),
    );
    if (!cover) return [];
    const { source, rule } = linted;
    const message = `${linted.id} matches only where ${cover.id} does, which does the same`;
    return [
      { severity: 'warning', source, span: rule.span, message, hint: `take out ${linted.id}, or narrow ${cover.id}` },
    ];
  });
}

/** Whether whatever comes true in one of the first ways is certain to where one of the others does. */
function covers(ways: readonly Way[], others: readonly Way[]): boolean {
  return others.length > 0 && others.every((other) => ways.some((way) => isWayWithin(other, way)));
}
