// Writes schemas/*.json from the zod schemas, so that editors complete and check the files of a policy folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from '../src/core/policy/json-schemas.ts';

/** The text of each schema file, by its name. */
export function schemaFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(jsonSchemas()).map(([name, json]) => [`${name}.json`, `${JSON.stringify(json, null, 2)}\n`]),
  );
}

if (import.meta.main) {
  mkdirSync('schemas', { recursive: true });
  for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(`schemas/${name}`, text);
}
