import type { Action } from '../domain/decision.ts';
import { limits } from '../domain/limits.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { createReporter } from '../language/reporter.ts';
import type { Source, Span } from '../language/source.ts';
import type { Condition } from './condition.ts';
import { NEXT_RULE_HINT, parseCondition } from './parse.ts';
import { printCondition } from './print.ts';
import { ACTION_WORDS, readHead } from './rule-action.ts';

/** A rule as it was read: what to do, and when. */
export interface Rule {
  readonly action: Action;
  readonly condition: Condition;
  readonly span: Span;
}

/**
 * Reads the one rule that is this part of a source (all of it, if no span is given): `Block if …`, `Allow if …`,
 * `Challenge if …` or `Review if …`; Radar's `Request 3D Secure if …` is a challenge, with a warning. Every fault has
 * its place and what to write instead. Never throws; the time it takes grows with the length of the text.
 * INVARIANT: only where no diagnostic is an error is it the whole rule, and only then may it be compiled.
 */
export function parseRule(
  source: Source,
  span: Span = { start: 0, end: source.text.length },
): { rule: Rule | null; diagnostics: Diagnostic[] } {
  const reporter = createReporter(source, limits.maxConditionFaults);
  const { action, start, conditionAt } = readHead(source, span, reporter);
  // Of an empty rule all is said.
  if (start >= span.end) return { rule: null, diagnostics: reporter.diagnostics };
  const { condition, diagnostics } = parseCondition(source, { start: conditionAt, end: span.end });
  const rule = action && condition && { action, condition, span: { start, end: condition.span.end } };
  return { rule, diagnostics: [...reporter.diagnostics, ...upToNextRule(diagnostics)] };
}

/** A second rule in the text is one fault: what the condition's reader makes of its words is none of its own. */
function upToNextRule(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const next = diagnostics.find(({ hint }) => hint === NEXT_RULE_HINT);
  return next ? diagnostics.filter((found) => found === next || found.span.start < next.span.start) : diagnostics;
}

/** The canonical text of a rule. Parsing it gives the same rule. */
export function printRule({ action, condition }: Rule): string {
  return `${ACTION_WORDS[action]} if ${printCondition(condition)}`;
}
