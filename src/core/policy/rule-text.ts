import type { Action } from '../domain/decision.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { checkCondition } from '../rules/check.ts';
import { type CompiledCondition, compileCondition } from '../rules/compile.ts';
import type { LintedRule } from '../rules/lint.ts';
import { parseRule, printRule } from '../rules/parse-rule.ts';
import type { Reach } from './conditions.ts';
import { type Path, placesInYaml, type YamlDocument } from './document.ts';

/** A rule's text, read: what it does, ready to be asked, and how to say where something in it stands. */
export interface ReadRule {
  readonly action: Action;
  readonly condition: CompiledCondition;
  /** In canonical form. */
  readonly text: string;
  readonly linted: LintedRule;
  /** Moves a diagnostic from the rule's own text into the file. */
  locate(found: Diagnostic): Diagnostic;
}

/**
 * Reads the rule text at a path of a document; `read` is null where it has an error. Faults are located in the file.
 */
export function ruleAt(
  document: YamlDocument,
  path: Path,
  id: string,
  text: string,
  reach: Reach,
): { read: ReadRule | null; diagnostics: Diagnostic[] } {
  const source = { path: document.source.path, text };
  const place = placesInYaml(document.source, document.spanOf(path), text);
  const locate = (found: Diagnostic) => ({ ...found, source: document.source, span: place(found.span) });
  const parsed = parseRule(source);
  if (!parsed.rule) return { read: null, diagnostics: parsed.diagnostics.map(locate) };
  const lists = reach.lists ?? new Map();
  const checked = checkCondition(parsed.rule.condition, { ...reach, source, lists });
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics].map(locate);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { read: null, diagnostics };
  const rule = { ...parsed.rule, condition: checked.condition };
  const condition = compileCondition(checked.condition, reach.catalogue, lists);
  const linted = { id, source, rule };
  return { read: { action: rule.action, condition, text: printRule(rule), linted, locate }, diagnostics };
}
