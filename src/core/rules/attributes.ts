import { AMOUNT_ATTRIBUTES } from './attributes/amounts.ts';
import { CARD_ATTRIBUTES } from './attributes/cards.ts';
import { CHALLENGE_ATTRIBUTES } from './attributes/challenges.ts';
import type { AttributeDefinition, Family } from './attributes/definition.ts';
import { MERCHANT_ATTRIBUTES } from './attributes/merchants.ts';
import { metadataAttribute } from './attributes/metadata.ts';
import { readGiven, recorded } from './attributes/recorded.ts';
import { SIGNAL_ATTRIBUTES } from './attributes/signals.ts';
import { TIME_ATTRIBUTES } from './attributes/times.ts';
import { VERIFICATION_ATTRIBUTES } from './attributes/verification.ts';
import type { AttributeReference, MetadataOwner } from './condition.ts';
import { printAttribute } from './print.ts';

export type { AttributeDefinition, AttributeInputs, Family } from './attributes/definition.ts';

/** Every attribute that a condition can name between single colons. Metadata needs no entry. */
export interface Catalogue {
  get(name: string): AttributeDefinition | null;
  /** In the order of the documentation: by family, then as they were added. */
  names(): readonly string[];
  /** The attribute that is one key of an object's metadata. */
  metadata(owner: MetadataOwner, key: string, name: string): AttributeDefinition;
}

const BUILT_IN: readonly AttributeDefinition[] = [
  ...SIGNAL_ATTRIBUTES,
  ...AMOUNT_ATTRIBUTES,
  ...MERCHANT_ATTRIBUTES,
  ...VERIFICATION_ATTRIBUTES,
  ...CARD_ATTRIBUTES,
  ...TIME_ATTRIBUTES,
  ...CHALLENGE_ATTRIBUTES,
];

/** What a portfolio's condition may read: whose card it is, not what is being bought. */
export const PORTFOLIO_FAMILIES: ReadonlySet<Family> = new Set<Family>(['card', 'cardholder', 'account']);

/** What a stand-in condition may read: the authorization alone, since features may be what did not come. */
export const STAND_IN_FAMILIES: ReadonlySet<Family> = new Set<Family>([
  'signal',
  'amount',
  'merchant',
  'verification',
  'card',
  'cardholder',
  'account',
  'time',
  'metadata',
]);

/** The built-in attributes and the given ones. Throws where two have the same name. */
export function createCatalogue(extra: readonly AttributeDefinition[] = []): Catalogue {
  const byName = new Map<string, AttributeDefinition>();
  for (const definition of [...BUILT_IN, ...extra]) {
    if (byName.has(definition.name)) throw new Error(`two attributes are named ${definition.name}`);
    byName.set(definition.name, definition);
  }
  const names = [...byName.keys()];
  return { get: (name) => byName.get(name) ?? null, names: () => names, metadata: metadataAttribute };
}

/** The same attributes as they were recorded with a decision: each reads its value from the features, by its name. */
export function createRecordedCatalogue(extra: readonly AttributeDefinition[] = []): Catalogue {
  const { get, names, metadata } = createCatalogue(extra);
  return {
    get(name) {
      const definition = get(name);
      return definition && recorded(definition);
    },
    names,
    metadata: (owner, key, name) => recorded(metadata(owner, key, name)),
  };
}

/** The same attributes, but that those of these names read what is given for them, wherever they come from else. */
export function createGivenCatalogue(names: ReadonlySet<string>): typeof createCatalogue {
  return (extra) => {
    const { get, names: all, metadata } = createCatalogue(extra);
    const given = (definition: AttributeDefinition | null) =>
      definition && names.has(definition.name) ? readGiven(definition) : definition;
    const known = new Map(all().map((name) => [name, given(get(name))]));
    return { get: (name) => known.get(name) ?? null, names: all, metadata };
  };
}

/** What a condition refers to: an entry of the catalogue, or a metadata key; null where there is no such attribute. */
export function findAttribute(catalogue: Catalogue, reference: AttributeReference): AttributeDefinition | null {
  if (reference.kind === 'named') return catalogue.get(reference.name);
  return catalogue.metadata(reference.owner, reference.key, printAttribute(reference));
}

const BUILT_IN_NAMES = new Set(BUILT_IN.map(({ name }) => name));

/** Whether it is an attribute that every policy has: neither metadata nor a feature. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN_NAMES.has(name);
}

const PERSONAL = new Set(BUILT_IN.filter((definition) => definition.isPersonal).map(({ name }) => name));

/** Whether a record must not hold the value of this attribute in the clear. The name as the catalogue has it. */
export function isPersonal(name: string): boolean {
  return PERSONAL.has(name);
}
