// Writes schemas/*.json from the zod schemas, so that editors complete and check the files of a policy folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { listSchema, portfoliosSchema, profileSchema, ratesSchema, rulesSchema } from '../src/core/policy/schema.ts';
import { casesSchema } from '../src/core/policy/schema-cases.ts';

const SCHEMAS = {
  portfolios: portfoliosSchema,
  profile: profileSchema,
  rates: ratesSchema,
  rules: rulesSchema,
  list: listSchema,
  cases: casesSchema,
};

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
