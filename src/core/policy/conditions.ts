import type { Diagnostic } from '../language/diagnostic.ts';
import type { Catalogue, Family } from '../rules/attributes.ts';
import { checkCondition } from '../rules/check.ts';
import type { DeclaredLists } from '../rules/check-list.ts';
import { type CompiledCondition, compileCondition } from '../rules/compile.ts';
import { parseCondition } from '../rules/parse.ts';
import { printCondition } from '../rules/print.ts';
import { type Path, placesInYaml, type YamlDocument } from './document.ts';

/** What a condition at some place of a policy may read, and how that is said to somebody who reads more. */
export interface Reach {
  readonly catalogue: Catalogue;
  /** The lists that may be read as `@name`; none, if not given. */
  readonly lists?: DeclaredLists;
  readonly families?: ReadonlySet<Family>;
  readonly familiesHint?: string;
}

/** A condition text, read: `condition` is null where it has an error, and then `printed` is the text as it was. */
interface ReadCondition {
  readonly condition: CompiledCondition | null;
  /** In canonical form. */
  readonly printed: string;
  readonly diagnostics: Diagnostic[];
}

/** Compiles the condition text at a path of a document; its faults are located in the file. */
export function conditionAt(document: YamlDocument, path: Path, text: string, reach: Reach): ReadCondition {
  const { source } = document;
  const result = compileText(source.path, text, reach);
  const place = placesInYaml(source, document.spanOf(path), text);
  return { ...result, diagnostics: result.diagnostics.map((found) => ({ ...found, source, span: place(found.span) })) };
}

/** Compiles a condition that stands by itself; `path` is what its diagnostics call it. */
export function compileText(path: string, text: string, reach: Reach): ReadCondition {
  const parsed = parseCondition({ path, text });
  if (!parsed.condition) return { condition: null, printed: text, diagnostics: parsed.diagnostics };
  const lists = reach.lists ?? new Map();
  const checked = checkCondition(parsed.condition, { ...reach, source: { path, text }, lists });
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics];
  const isFaulty = diagnostics.some(({ severity }) => severity === 'error');
  if (isFaulty) return { condition: null, printed: text, diagnostics };
  const condition = compileCondition(checked.condition, reach.catalogue, lists);
  return { condition, printed: printCondition(checked.condition), diagnostics };
}
