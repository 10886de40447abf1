import { z } from 'zod';
import { feature } from './counters.ts';
import { versionName } from './policy.ts';

/** Of which version; the live one without it. */
export const vocabularyQuery = z.strictObject({ version: versionName.optional() });

const attribute = z.object({
  name: z.string().meta({ description: 'As a condition names it between colons.' }),
  type: z.enum(['string', 'id', 'enum', 'country', 'currency', 'number', 'boolean', 'metadata']),
  family: z.string().meta({ description: 'What it is about; `feature` is one of the policy.' }),
  meaning: z.string(),
  source: z.string().meta({ description: "The field of Stripe's authorization, or what it is worked out from." }),
  values: z.array(z.string()).nullable().meta({ description: 'What it can be, from least to most where `ordered`.' }),
  open: z.boolean().meta({ description: 'Stripe may send other values, too.' }),
  ordered: z.boolean(),
  range: z.object({ min: z.number(), max: z.number() }).nullable(),
  aliases: z.array(z.string()).meta({ description: "Radar's names for it, which are read as this one." }),
});

const word = z.object({ word: z.string(), form: z.string(), meaning: z.string() });

const operator = word.extend({
  types: z.array(attribute.shape.type).meta({ description: 'The types of attributes that may stand to its left.' }),
});

const scowlFunction = z.object({
  name: z.string(),
  family: z.string(),
  signature: z.string(),
  meaning: z.string(),
  example: z.string(),
});

const input = z.object({
  name: z.string(),
  type: z.string(),
  meaning: z.string(),
  basis: z.enum(['built_in', 'declared', 'read', 'seen']).meta({
    description: 'Built in, declared in a file, read by a feature, or seen in an event that came.',
  }),
});

const event = z.object({
  name: z.string(),
  built_in: z.boolean(),
  inputs: z.array(input),
  features: z.array(feature.pick({ name: true, type: true, text: true, attribute: true })),
  claims: z.array(z.object({ name: z.string(), meaning: z.string() })).meta({
    description: 'What may be said in the where of an aggregate of what became of it.',
  }),
});

/** All words that the files of a policy may use. */
export const vocabulary = z
  .object({
    version: z.string(),
    attributes: z.array(attribute),
    lists: z.array(z.object({ name: z.string(), type: z.string(), note: z.string().nullable() })),
    portfolios: z.array(z.object({ name: z.string(), profile: z.string(), when: z.string().nullable() })),
    profiles: z.array(z.object({ name: z.string(), description: z.string().nullable() })),
    rules: z.array(z.string()).meta({ description: 'The ids of the rules, and of the thresholds of profiles.' }),
    rule_language: z.object({ actions: z.array(word), operators: z.array(operator), words: z.array(word) }),
    scowl: z.object({
      functions: z.array(scowlFunction),
      aggregates: z.array(word),
      clauses: z.array(word),
      words: z.array(word),
      types: z.array(word),
      units: z.array(z.string()),
    }),
    events: z.array(event),
    schemas: z
      .record(z.string(), z.unknown())
      .meta({ description: 'JSON schemas of the YAML files: portfolios, profile, rates, rules, list and cases.' }),
  })
  .meta({ id: 'Vocabulary', description: 'All words that the files of a policy may use, with what they mean.' });
