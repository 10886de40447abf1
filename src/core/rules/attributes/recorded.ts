import { missing } from '../../domain/value.ts';
import type { AttributeDefinition } from './definition.ts';

/** The attribute as a record has it: missing (`not_recorded`) where no rule read it when the decision was made. */
export function recorded(definition: AttributeDefinition): AttributeDefinition {
  return { ...definition, read: ({ features }) => features.get(definition.name) ?? missing('not_recorded') };
}

/** The attribute as a history has it under its own name, e.g. in a column of a file; otherwise as it is read anyway. */
export function readGiven(definition: AttributeDefinition): AttributeDefinition {
  return { ...definition, read: (inputs) => inputs.features.get(definition.name) ?? definition.read(inputs) };
}
