import type { ScowlType } from '../scowl-type.ts';

/**
 * The type of a value that comes from one of several expressions, or null where they have none in common: int and
 * float are a float, null is of every type, and with an unknown one all is unknown. It is personal where one of them
 * is. Money is not kept: that is only what is read straight from an input.
 */
export function commonType(types: readonly ScowlType[]): ScowlType | null {
  let common: ScowlType | null = { kind: 'null' };
  for (const type of types) {
    common = joined(common, type);
    if (!common) return null;
  }
  return types.some(({ isPersonal }) => isPersonal) ? { ...common, isPersonal: true } : common;
}

function joined(a: ScowlType, b: ScowlType): ScowlType | null {
  if (a.kind === 'null') return b.kind === 'float' ? { kind: 'float' } : b;
  if (b.kind === 'null') return a;
  if (a.kind === 'unknown' || b.kind === 'unknown') return { kind: 'unknown' };
  if (isNumber(a) && isNumber(b)) return a.kind === 'int' && b.kind === 'int' ? { kind: 'int' } : { kind: 'float' };
  if (a.kind === 'array' && b.kind === 'array') {
    const item = commonType([a.item, b.item]);
    return item && { kind: 'array', item };
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const value = commonType([a.value, b.value]);
    return value && { kind: 'map', value };
  }
  if (a.kind === 'struct' && b.kind === 'struct') return joinedStructs(a.fields, b.fields);
  return a.kind === b.kind ? b : null;
}

/** Structs have a type in common only where they have the same fields. */
function joinedStructs(a: ReadonlyMap<string, ScowlType>, b: ReadonlyMap<string, ScowlType>): ScowlType | null {
  if (a.size !== b.size) return null;
  const fields = new Map<string, ScowlType>();
  for (const [name, type] of a) {
    const other = b.get(name);
    const common = other && commonType([type, other]);
    if (!common) return null;
    fields.set(name, common);
  }
  return { kind: 'struct', fields };
}

function isNumber({ kind }: ScowlType): boolean {
  return kind === 'int' || kind === 'float';
}
