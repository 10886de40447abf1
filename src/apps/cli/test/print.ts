import { reasonText } from '../../../core/decision/explain.ts';
import type { CaseResult, UncoveredFeature, UncoveredRule } from '../../../core/decision/run-cases.ts';
import { limits } from '../../../core/domain/limits.ts';
import { AUTHORIZATION } from '../../../core/policy/authorization-event.ts';

/** A failed case for people: its place and name, each difference, and why it was decided as it was. */
export function failureText({ name, path, line, differences, record }: CaseResult): string {
  const reasons = record ? record.reasons.map((reason) => reasonText(record, reason)) : [];
  return [
    `${path}:${line}: ${name}`,
    ...differences.map((difference) => `  ${difference}`),
    ...reasons.map((reason) => `  because ${reason}`),
    '',
  ].join('\n');
}

/** How many passed and failed, in words. */
export function summary(results: readonly CaseResult[]): string {
  const failures = results.filter(({ isPassed }) => !isPassed).length;
  if (results.length === 0) return 'no cases';
  return `${results.length - failures} passed, ${failures} failed`;
}

/** A warning that names what no case makes match; nothing where there is no such rule. */
export function uncoveredText(uncovered: readonly UncoveredRule[]): string {
  if (uncovered.length === 0) return '';
  const names = uncovered.map(({ id, profile }) => (profile === null ? id : `${id} of ${profile}`));
  return `warning: no case makes these match: ${names.join(', ')}\n`;
}

/** A warning that names the first features that no case is about; nothing where there is none. */
export function uncoveredFeaturesText(uncovered: readonly UncoveredFeature[]): string {
  if (uncovered.length === 0) return '';
  const shown = uncovered.slice(0, limits.cliShownRows);
  const names = shown.map(({ event, feature }) => (event === AUTHORIZATION ? feature : `${feature} of ${event}`));
  const more = uncovered.length > shown.length ? ` and ${uncovered.length - shown.length} more` : '';
  return `warning: no case expects these features to come to anything: ${names.join(', ')}${more}\n`;
}

/** A case as `--json` gives it. */
export function caseAsJson({ name, path, line, isPassed, differences, record }: CaseResult) {
  return { name, path, line, passed: isPassed, differences, decision: record };
}
