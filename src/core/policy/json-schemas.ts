import { z } from 'zod';
import { listSchema, portfoliosSchema, profileSchema, ratesSchema, rulesSchema } from './schema.ts';
import { casesSchema } from './schema-cases.ts';
import { textsSchema } from './schema-texts.ts';

const SCHEMAS = {
  portfolios: portfoliosSchema,
  profile: profileSchema,
  rates: ratesSchema,
  rules: rulesSchema,
  list: listSchema,
  texts: textsSchema,
  cases: casesSchema,
};

/** What a file of a policy is, by whose schema it is written. */
export type SchemaName = keyof typeof SCHEMAS;

/** The JSON schemas (draft 7) of a policy's YAML files, by what they are of. */
export function jsonSchemas(): Record<SchemaName, object> {
  const entries = Object.entries(SCHEMAS).map(([name, schema]) => {
    return [name, z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })];
  });
  return Object.fromEntries(entries);
}
