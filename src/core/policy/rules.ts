import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import { lintRule, lintRules } from '../rules/lint.ts';
import type { Reach } from './conditions.ts';
import type { YamlDocument } from './document.ts';
import type { PolicyRule } from './policy.ts';
import { type ReadRule, ruleAt } from './rule-text.ts';
import { looseRules, type RuleEntry, rulesSchema } from './schema.ts';
import { validate } from './validate.ts';

/** What rules may name: attributes and lists, and the portfolios that there are. */
export interface RuleReach extends Reach {
  readonly portfolios: readonly string[];
}

type FileRule = ReadRule & { readonly rule: PolicyRule };

/** Reads all `rules/*.yaml` together. The rules come sorted by id: neither files nor places in them matter. */
export function readRules(
  documents: readonly YamlDocument[],
  reach: RuleReach,
): { rules: PolicyRule[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const read = documents.flatMap((document) => readFile(document, reach, diagnostics));
  diagnostics.push(...repeatedIds(documents), ...lint(read, reach));
  const rules = read.map(({ rule }) => rule).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { rules, diagnostics };
}

function readFile(document: YamlDocument, reach: RuleReach, diagnostics: Diagnostic[]): FileRule[] {
  const valid = validate(document, rulesSchema);
  diagnostics.push(...valid.diagnostics);
  // Whatever else is wrong in the file, the text of every rule is looked at in the same run.
  return looseRules.parse(document.value).rules.flatMap(({ id, rule: text }, index): FileRule[] => {
    if (text === null) return [];
    const entry = valid.value?.rules[index];
    const found = ruleAt(document, ['rules', index, 'rule'], id ?? 'a rule', text, reach);
    diagnostics.push(...found.diagnostics, ...unknownPortfolios(document, index, entry?.portfolios ?? [], reach));
    if (entry?.always && found.read && found.read.action !== 'block') diagnostics.push(idleAlways(document, index));
    return entry && found.read ? [{ ...found.read, rule: policyRule(entry, found.read) }] : [];
  });
}

function policyRule(entry: RuleEntry, { action, condition, text }: ReadRule): PolicyRule {
  return {
    id: entry.id,
    action,
    condition,
    text,
    mode: entry.mode,
    isAlways: entry.always,
    samplePercent: entry.sample_percent ?? null,
    portfolios: entry.portfolios ? new Set(entry.portfolios) : null,
    tags: entry.tags,
    expiresMs: entry.expires === undefined ? null : Date.parse(entry.expires),
    note: entry.note ?? null,
  };
}

function unknownPortfolios(
  document: YamlDocument,
  index: number,
  named: readonly string[],
  { portfolios }: RuleReach,
): Diagnostic[] {
  return named.flatMap((name, at): Diagnostic[] => {
    if (portfolios.includes(name)) return [];
    const near = nearest(name, portfolios);
    const hint = near ? `did you mean "${near}"?` : `there are: ${portfolios.join(', ')}`;
    const span = document.spanOf(['rules', index, 'portfolios', at]);
    return [{ severity: 'error', source: document.source, span, message: `there is no portfolio "${name}"`, hint }];
  });
}

/** Only an answer that something could override wants this. */
function idleAlways(document: YamlDocument, index: number): Diagnostic {
  const message = 'always changes nothing here: it keeps a block from being overridden';
  const at = { source: document.source, span: document.spanOfKey(['rules', index, 'always']) };
  return { severity: 'warning', ...at, message, hint: 'take it out, or write Block if …' };
}

/** An id names one rule of the whole policy: a decision's reasons are ids. */
function repeatedIds(documents: readonly YamlDocument[]): Diagnostic[] {
  const paths = new Map<string, string>();
  return documents.flatMap((document) =>
    looseRules.parse(document.value).rules.flatMap(({ id }, index): Diagnostic[] => {
      if (id === null) return [];
      const first = paths.get(id);
      paths.set(id, first ?? document.source.path);
      if (first === undefined) return [];
      const span = document.spanOf(['rules', index, 'id']);
      const hint = `the first one is in ${first}`;
      return [{ severity: 'error', source: document.source, span, message: `there is another rule "${id}"`, hint }];
    }),
  );
}

/** What rules may say, but hardly mean. One covers another only where both run for every ask. */
function lint(read: readonly FileRule[], { catalogue }: RuleReach): Diagnostic[] {
  const alone = read.flatMap(({ linted, locate }) => lintRule(linted, catalogue).map(locate));
  const unconditional = read.filter(({ rule }) => runsForAll(rule));
  const together = lintRules(
    unconditional.map(({ linted }) => linted),
    catalogue,
  );
  const placed = together.map(
    (found) => unconditional.find(({ linted }) => linted.source === found.source)?.locate(found) ?? found,
  );
  return [...alone, ...placed];
}

function runsForAll({ mode, portfolios, samplePercent, expiresMs }: PolicyRule): boolean {
  return mode === 'live' && portfolios === null && samplePercent === null && expiresMs === null;
}
