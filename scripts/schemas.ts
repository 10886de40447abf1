// Writes schemas/*.json from the zod schemas, so that editors complete and check the files of a policy folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { portfoliosSchema, profileSchema, ratesSchema } from '../src/core/policy/schema.ts';

const SCHEMAS = { portfolios: portfoliosSchema, profile: profileSchema, rates: ratesSchema };

/** The text of each schema file, by its name. */
export function schemaFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
      return [`${name}.json`, `${JSON.stringify(json, null, 2)}\n`];
    }),
  );
}

if (import.meta.main) {
  mkdirSync('schemas', { recursive: true });
  for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(`schemas/${name}`, text);
}
