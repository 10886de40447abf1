import { ITEM, type Step } from './yaml-place.ts';

/** As much of a JSON schema as it takes to complete by it. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The schemas that what stands at the end of this way may follow; none where nothing is said of it. */
export function schemasAt(schema: Schema, path: readonly Step[]): readonly Schema[] {
  let at = alternatives(schema);
  for (const step of path) at = at.flatMap((each) => alternatives(below(each, step)));
  return at;
}

function alternatives(schema: Schema | null): readonly Schema[] {
  if (!schema) return [];
  return schema.anyOf ? schema.anyOf.flatMap(alternatives) : [schema];
}

function below({ properties, items, additionalProperties }: Schema, step: Step): Schema | null {
  if (step === ITEM) return items ?? null;
  const named = properties?.[step];
  return named ?? (typeof additionalProperties === 'object' ? additionalProperties : null);
}

/** What a value by this schema is, in a word or two: `number, 0 to 100`, `live, shadow or off`. */
export function sayType({ type, enum: values, const: only, minimum, maximum, items }: Schema): string {
  if (values) return values.join(', ');
  if (only !== undefined) return String(only);
  if (type === 'array') return items?.type ? `list of ${items.type}` : 'list';
  const isSafe = (bound: number | undefined): bound is number => bound !== undefined && Math.abs(bound) < 1e15;
  if (isSafe(minimum) && isSafe(maximum)) return `${type}, ${minimum} to ${maximum}`;
  return type === 'object' ? 'map' : (type ?? 'value');
}
