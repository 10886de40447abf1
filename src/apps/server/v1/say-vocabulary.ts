import type { z } from 'zod';
import { FUNCTION_FAMILIES } from '../../../core/features/functions/catalogue.ts';
import { signature } from '../../../core/features/functions/signature.ts';
import type { ScowlType } from '../../../core/features/scowl-type.ts';
import type { SeenTypes } from '../../../core/features/seen-types.ts';
import type { CheckedEvent, CheckedInput } from '../../../core/features/term.ts';
import {
  AGGREGATE_WORDS,
  CLAUSE_WORDS,
  claimMeaning,
  SCOWL_WORDS,
  TYPE_WORDS,
  UNIT_WORDS,
} from '../../../core/features/words.ts';
import { AUTHORIZATION, AUTHORIZATION_EVENT } from '../../../core/policy/authorization-event.ts';
import { isAttribute, policyAttributes } from '../../../core/policy/features.ts';
import { jsonSchemas } from '../../../core/policy/json-schemas.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { NAME_ALIASES } from '../../../core/rules/aliases/names.ts';
import { type AttributeDefinition, createCatalogue } from '../../../core/rules/attributes.ts';
import { RULE_ACTIONS, RULE_CONNECTIVES, RULE_OPERATORS, type RuleWord } from '../../../core/rules/words.ts';
import type { vocabulary } from '../../../sdk/schema/vocabulary.ts';

type Vocabulary = z.input<typeof vocabulary>;
type Event = Vocabulary['events'][number];
type Input = Event['inputs'][number];

/** All words that the files of a policy may use; `seen` is what events showed of their inputs, whatever is declared. */
export function sayVocabulary(policy: Policy, seen: SeenTypes): Vocabulary {
  return { ...ofLanguages(), ...ofPolicy(policy), events: eventsOf(policy, seen) };
}

// They are those of this software, whatever the policy.
let languages: Pick<Vocabulary, 'rule_language' | 'scowl' | 'schemas'> | null = null;

function ofLanguages() {
  languages ??= {
    rule_language: {
      actions: RULE_ACTIONS.map(sayWord),
      operators: RULE_OPERATORS.map((operator) => ({ ...sayWord(operator), types: [...operator.types] })),
      words: RULE_CONNECTIVES.map(sayWord),
    },
    scowl: {
      functions: [...FUNCTION_FAMILIES].flatMap(([family, functions]) =>
        functions.map((each) => {
          const { name, description: meaning, example } = each;
          return { name, family, signature: signature(each), meaning, example };
        }),
      ),
      aggregates: [...AGGREGATE_WORDS],
      clauses: [...CLAUSE_WORDS],
      words: [...SCOWL_WORDS],
      types: [...TYPE_WORDS],
      units: [...UNIT_WORDS],
    },
    schemas: jsonSchemas(),
  };
  return languages;
}

function sayWord({ word, example: form, meaning }: RuleWord) {
  return { word, form, meaning };
}

function ofPolicy(policy: Policy) {
  const { version, lists, portfolios, profiles, rules } = policy;
  const catalogue = createCatalogue(policyAttributes(policy.features));
  const thresholds = [...profiles.values()].flatMap((profile) => profile.rules.map(({ id }) => id));
  return {
    version,
    attributes: catalogue.names().flatMap((name) => sayAttribute(catalogue.get(name))),
    lists: [...lists.values()].map(({ name, type, note }) => ({ name, type, note })),
    portfolios: portfolios.map(({ name, profile, whenText }) => ({ name, profile: profile.name, when: whenText })),
    profiles: [...profiles.values()].map(({ name, settings }) => ({ name, description: settings.description ?? null })),
    rules: [...new Set([...rules.map(({ id }) => id), ...thresholds])],
  };
}

function sayAttribute(definition: AttributeDefinition | null): Vocabulary['attributes'] {
  if (!definition) return [];
  const { name, type, family, description: meaning, source, values, range } = definition;
  const aliases = [...NAME_ALIASES].flatMap(([theirs, { attribute }]) => (attribute === name ? [theirs] : []));
  const { isOpen: open = false, isOrdered: ordered = false } = definition;
  const can = { values: values ? [...values] : null, open, ordered, range: range ?? null };
  return [{ name, type, family, meaning, source, ...can, aliases }];
}

function eventsOf({ features: { program } }: Policy, seen: SeenTypes): Event[] {
  const names = new Set([AUTHORIZATION, ...program.events.keys(), ...seen.keys()]);
  return [...names].map((name) => {
    const event = program.events.get(name) ?? null;
    const isBuiltIn = name === AUTHORIZATION;
    const claims = isBuiltIn ? [...AUTHORIZATION_EVENT.outcomes] : [];
    return {
      name,
      built_in: isBuiltIn,
      inputs: isBuiltIn ? builtInInputs() : inputsOf(event, seen.get(name) ?? new Map()),
      features: featuresOf(event),
      claims: claims.map(([claim, outcomes]) => ({ name: claim, meaning: claimMeaning(claim, outcomes) })),
    };
  });
}

function builtInInputs(): Input[] {
  return AUTHORIZATION_EVENT.inputs.map(({ name, type, description: meaning }) => {
    return { name, type: type.kind, meaning, basis: 'built_in' };
  });
}

function inputsOf(event: CheckedEvent | null, seen: ReadonlyMap<string, ScowlType>): Input[] {
  const declared = (event?.inputs ?? []).map((input) => sayInput(input));
  const known = new Set((event?.inputs ?? []).map(({ path }) => path.join('.')));
  const others = [...seen].filter(([path]) => !known.has(path));
  return [
    ...declared,
    ...others.map(
      ([name, { kind }]): Input => ({ name, type: kind, meaning: 'seen in events that came', basis: 'seen' }),
    ),
  ];
}

function sayInput({ name, path, type, isImplied }: CheckedInput): Input {
  const meaning = `$.${path.join('.')}`;
  return { name, type: type.kind, meaning, basis: isImplied ? 'read' : 'declared' };
}

function featuresOf(event: CheckedEvent | null): Event['features'] {
  return (event?.features ?? []).map(({ name, event: of, term: { type }, text }) => {
    return { name, type: type.kind, text, attribute: of === AUTHORIZATION && isAttribute(type) };
  });
}
