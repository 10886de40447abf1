import type { Metadata } from '../../domain/card.ts';
import type { MetadataOwner } from '../condition.ts';
import { type AttributeDefinition, type AttributeInputs, type Family, sent } from './definition.ts';

const FAMILIES: Readonly<Record<MetadataOwner, Family>> = {
  authorization: 'metadata',
  card: 'card',
  cardholder: 'cardholder',
};

/** The attribute that is one key of an object's metadata; `name` is how a condition prints it. */
export function metadataAttribute(owner: MetadataOwner, key: string, name: string): AttributeDefinition {
  const prefix = owner === 'authorization' ? '' : owner === 'card' ? 'card.' : 'card.cardholder.';
  return {
    name,
    type: 'metadata',
    family: FAMILIES[owner],
    description: `"${key}" of the ${owner}'s metadata`,
    source: `${prefix}metadata`,
    read: (inputs) => readKey(metadataOf(owner, inputs), key),
  };
}

function metadataOf(owner: MetadataOwner, { authorization }: AttributeInputs): Metadata {
  if (owner === 'card') return authorization.card.metadata;
  return owner === 'cardholder' ? authorization.cardholder.metadata : authorization.metadata;
}

// Own keys only: `::constructor::` must not find what every object has.
function readKey(metadata: Metadata, key: string) {
  return sent(Object.hasOwn(metadata, key) ? metadata[key] : null);
}
