import type { Catalogue } from '../../../src/core/rules/attributes.ts';
import { checkCondition } from '../../../src/core/rules/check.ts';
import type { DeclaredLists } from '../../../src/core/rules/check-list.ts';
import type { LintedRule } from '../../../src/core/rules/lint.ts';
import { parseRule } from '../../../src/core/rules/parse-rule.ts';
import { catalogue as builtIn } from './sample.ts';

/** A rule's text, parsed and checked, as lint wants it; throws where it has an error. */
export function lintedRule(
  id: string,
  text: string,
  catalogue: Catalogue = builtIn,
  lists: DeclaredLists = new Map(),
): LintedRule {
  const source = { path: id, text };
  const { rule, diagnostics } = parseRule(source);
  if (!rule) throw new Error(`no rule: ${text}`);
  const { condition, diagnostics: faults } = checkCondition(rule.condition, { source, catalogue, lists });
  const error = [...diagnostics, ...faults].find(({ severity }) => severity === 'error');
  if (error) throw new Error(`${text}: ${error.message}`);
  return { id, source, rule: { ...rule, condition } };
}
