import type { Vocabulary } from '../../../sdk/index.ts';
import { type ConditionOf, completeRule } from './complete-rule.ts';
import type { Offer, Offers } from './offer.ts';
import { type Schema, sayType, schemasAt } from './schema.ts';
import { spelled } from './spelled.ts';
import { ITEM, type Step, type YamlPlace, yamlPlace } from './yaml-place.ts';

/** By which of the vocabulary's schemas a file is written; null for what is no YAML file of a policy. */
export function schemaName(file: string): string | null {
  if (file === 'portfolios.yaml') return 'portfolios';
  if (file === 'rates.yaml') return 'rates';
  const folder = /^(profiles|rules|lists|texts|cases)\/.+\.ya?ml$/.exec(file)?.[1];
  return { profiles: 'profile', rules: 'rules', lists: 'list', texts: 'texts', cases: 'cases' }[folder ?? ''] ?? null;
}

/** What may be written at this place of a YAML file; null where there is nothing to offer. */
export function completeYaml(file: string, text: string, offset: number, words: Vocabulary): Offers | null {
  const name = schemaName(file);
  const schema = name === null ? undefined : (words.schemas[name] as Schema | undefined);
  if (!schema) return null;
  const place = yamlPlace(text, offset);
  const condition = conditionOf(name, place);
  if (condition) return inCondition(text, place, offset, { words, condition });
  const block = blockCondition(text, offset, name);
  if (block) return inCondition(text, block.place, offset, { words, condition: block.condition });
  if (/^["'#]/.test(place.written) && place.key === null) return null;
  const offers = place.key === null ? keysOrItems(schema, place, words) : valuesOf(schema, place, words);
  return offers.length === 0 ? null : { from: place.from, offers };
}

function conditionOf(schema: string | null, { key, path }: YamlPlace): ConditionOf | null {
  if (schema === 'rules' && key === 'rule') return 'rule';
  if (schema === 'portfolios' && key === 'when') return 'portfolio';
  return schema === 'profile' && key === 'if' && path[0] === 'stand_in' ? 'stand_in' : null;
}

/** A condition that goes on over lines after `rule: >-`, or in quotes that are not closed. */
function blockCondition(text: string, offset: number, schema: string | null) {
  const lines = text.slice(0, offset).split('\n');
  for (let back = 1; back <= 8 && back < lines.length; back += 1) {
    const head = lines.slice(0, -back).join('\n');
    const place = yamlPlace(`${head}`, head.length);
    const condition = conditionOf(schema, place);
    if (!condition) continue;
    const isOpen = /^[|>]/.test(place.written) || /^(?:"[^"]*|'[^']*)$/.test(place.written);
    return isOpen ? { place, condition } : null;
  }
  return null;
}

function inCondition(
  text: string,
  { from }: YamlPlace,
  offset: number,
  { words, condition }: { readonly words: Vocabulary; readonly condition: ConditionOf },
): Offers | null {
  const { text: before, offsets } = spelled(text, from, offset);
  const found = completeRule(before, words, condition);
  return found && { from: offsets[found.from] ?? offset, offers: found.offers };
}

function keysOrItems(schema: Schema, { path, siblings }: YamlPlace, words: Vocabulary): Offer[] {
  const schemas = schemasAt(schema, path);
  const items = path.at(-1) === ITEM ? namesFor(path, words) : [];
  const dynamic = keyNamesFor(path, words).filter(({ label }) => !siblings.includes(label.replace(/:$/, '')));
  return [...items, ...dynamic, ...schemas.flatMap((each) => [...keysOf(each, siblings), ...valueOffers(each)])];
}

function keysOf(
  { properties = {}, required = [], propertyNames, additionalProperties }: Schema,
  siblings: readonly string[],
) {
  const named = Object.entries(properties).map(([key, schema]) => keyOffer(key, schema, required.includes(key)));
  const inner = typeof additionalProperties === 'object' ? additionalProperties : {};
  const listed = (propertyNames?.enum ?? []).map((key) => keyOffer(String(key), inner, false));
  return [...named, ...listed].filter(({ label }) => !siblings.includes(label));
}

function keyOffer(key: string, schema: Schema, isRequired: boolean): Offer {
  const more =
    schema.default === undefined || typeof schema.default === 'object' ? '' : ` By default ${schema.default}.`;
  const info = `${schema.description ?? ''}${more}`.trim();
  const detail = `${sayType(schema)}${isRequired ? ', required' : ''}`;
  return { label: key, apply: `${key}: `, detail, ...(info && { info }), kind: 'key' };
}

function valuesOf(schema: Schema, { path, key }: YamlPlace, words: Vocabulary): Offer[] {
  if (key === null) return [];
  const schemas = schemasAt(schema, [...path, key]);
  return [...namesFor([...path, key], words), ...schemas.flatMap(valueOffers)];
}

function valueOffers({ enum: values, type, description }: Schema): Offer[] {
  const all = values ?? (type === 'boolean' ? [true, false] : []);
  return all.map((value) => ({ label: String(value), ...(description && { info: description }), kind: 'value' }));
}

/** Names of the policy's own things, where one of them is meant. */
function namesFor(path: readonly Step[], words: Vocabulary): Offer[] {
  const key = path.findLast((step) => step !== ITEM);
  const isItem = path.at(-1) === ITEM;
  if (key === 'profile') return words.profiles.map(({ name, description }) => named(name, description));
  if (isItem && key === 'portfolios' && path.length > 2) return words.portfolios.map(({ name }) => named(name, null));
  if (isItem && ['reasons', 'not_reasons', 'matched', 'not_matched', 'errors'].includes(String(key))) {
    return words.rules.map((id) => named(id, null));
  }
  return key === 'event' ? words.events.map(({ name }) => named(name, null)) : [];
}

/** Keys that are names of the policy's own things: features that are expected, lists that something is on. */
function keyNamesFor(path: readonly Step[], words: Vocabulary): Offer[] {
  const key = path.at(-1);
  if (key === 'features') {
    const features = words.events.flatMap((event) => event.features);
    return features.map(({ name, type, text }) => {
      return { label: name, apply: `${name}: `, detail: type, info: text, kind: 'feature' };
    });
  }
  if (key !== 'lists' || path.length < 2) return [];
  return words.lists.map(({ name, type }) => ({ label: name, apply: `${name}: `, detail: type, kind: 'list' }));
}

function named(label: string, info: string | null): Offer {
  return { label, ...(info && { info }), kind: 'value' };
}
