import { nearest } from '../language/nearest.ts';
import type { Reporter } from '../language/reporter.ts';
import { radarCounter } from './aliases/counters.ts';
import { NAME_ALIASES } from './aliases/names.ts';
import { radarRefusal } from './aliases/refused.ts';
import { VALUE_ALIASES } from './aliases/values.ts';
import type { Catalogue } from './attributes.ts';
import type { AttributeReference, Leaf, Literal } from './condition.ts';

/**
 * The leaf with Radar's names and values as ours: `:risk_score: > 80` is `:fraud_risk_score: > 80`. Silently where both
 * mean the same, with a warning where they don't quite. A name that the catalogue has is left as it is, and so is
 * what is neither.
 */
export function withOurNames(leaf: Leaf, catalogue: Catalogue, reporter: Reporter): Leaf {
  const rename = (reference: AttributeReference) => ourName(reference, catalogue, reporter);
  switch (leaf.kind) {
    case 'is_missing':
    case 'attribute':
      return { ...leaf, attribute: rename(leaf.attribute) };
    case 'in': {
      const left = rename(leaf.left);
      return { ...leaf, left, items: leaf.items.map((item) => ourValue(left, item)) };
    }
    case 'compare': {
      const left = rename(leaf.left);
      const { right } = leaf;
      const isReference = right.kind === 'named' || right.kind === 'metadata';
      return { ...leaf, left, right: isReference ? rename(right) : ourValue(left, right) };
    }
    default:
      return { ...leaf, left: rename(leaf.left) };
  }
}

/** What is said of a name that the catalogue lacks, where Radar has it: why it can't be read, and what to write. */
export function radarFault(name: string, catalogue: Catalogue): { message: string; hint: string } | null {
  const refusal = radarRefusal(name);
  if (refusal) return { message: `there is no :${name}: here: ${refusal.why}`, hint: refusal.instead };
  const counter = radarCounter(name);
  if (!counter) return null;
  const message = `there is no :${name}: here: what is counted from earlier purchases comes as a feature`;
  const { feature, differs } = counter;
  if (feature === null) return { message, hint: 'write it as a feature' };
  const isThere = differs !== null && catalogue.get(feature) !== null;
  const hint = isThere
    ? `write :${feature}:, which ${differs}, or a feature`
    : `write it as a feature, named ${feature}`;
  return { message, hint };
}

/** Our attribute for what seems to be a misspelt name of Radar's, or null. */
export function nearestAlias(name: string): string | null {
  const near = nearest(name, NAME_ALIASES.keys());
  return near === null ? null : (NAME_ALIASES.get(near)?.attribute ?? null);
}

function ourName(reference: AttributeReference, catalogue: Catalogue, reporter: Reporter): AttributeReference {
  if (reference.kind !== 'named' || catalogue.get(reference.name)) return reference;
  const alias = NAME_ALIASES.get(reference.name);
  if (alias && catalogue.get(alias.attribute)) {
    if (alias.caution) reporter.warn(reference.span, alias.caution.message, alias.caution.hint);
    return { ...reference, name: alias.attribute };
  }
  const counter = radarCounter(reference.name);
  if (!counter?.feature || counter.differs !== null || !catalogue.get(counter.feature)) return reference;
  return { ...reference, name: counter.feature };
}

function ourValue(left: AttributeReference, literal: Literal): Literal {
  if (left.kind !== 'named' || literal.kind !== 'string') return literal;
  const value = VALUE_ALIASES.get(left.name)?.get(literal.value.toLowerCase());
  return value === undefined ? literal : { ...literal, value };
}
