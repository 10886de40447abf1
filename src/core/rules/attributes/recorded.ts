import { missing } from '../../domain/value.ts';
import type { AttributeDefinition } from './definition.ts';

/** The attribute as a record has it: missing (`not_recorded`) where no rule read it when the decision was made. */
export function recorded(definition: AttributeDefinition): AttributeDefinition {
  return { ...definition, read: ({ features }) => features.get(definition.name) ?? missing('not_recorded') };
}
