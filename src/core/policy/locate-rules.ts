import type { Source, Span } from '../language/source.ts';
import { parseYaml } from './document.ts';
import { nameWithin, type PolicyFile } from './files.ts';
import { looseRules } from './schema.ts';

/** Where the text of each rule stands, by its id: for what is found out about a rule only after it was read. */
export function locateRules(files: readonly PolicyFile[]): ReadonlyMap<string, { source: Source; span: Span }> {
  const places = new Map<string, { source: Source; span: Span }>();
  for (const { name, source } of files) {
    const document = nameWithin('rules', name) === null ? null : parseYaml(source).document;
    for (const [index, { id }] of looseRules.parse(document?.value).rules.entries()) {
      if (id !== null && document) places.set(id, { source, span: document.spanOf(['rules', index, 'rule']) });
    }
  }
  return places;
}
