import { reasonText } from '../../../core/decision/explain.ts';
import type { CaseResult, UncoveredRule } from '../../../core/decision/run-cases.ts';

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

/** A case as `--json` gives it. */
export function caseAsJson({ name, path, line, isPassed, differences, record }: CaseResult) {
  return { name, path, line, passed: isPassed, differences, decision: record };
}
