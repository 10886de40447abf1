import { typeName } from '../functions/type-name.ts';
import type { ScowlType } from '../scowl-type.ts';

export type Kind = ScowlType['kind'];

/** The type as a sentence says it: `x is a string`. */
export function inWords({ kind }: ScowlType): string {
  return kind === 'unknown' ? 'of a type that is not known' : typeName(kind);
}

/** Kinds as a sentence says them: `a number, a duration or a time`. */
export function kindsInWords(kinds: readonly Kind[]): string {
  const isAnyNumber = kinds.includes('int') && kinds.includes('float');
  const words = kinds.map((kind) =>
    isAnyNumber && (kind === 'int' || kind === 'float') ? 'a number' : typeName(kind),
  );
  const [last, ...others] = [...new Set(words)].toReversed();
  return others.length === 0 ? `${last}` : `${others.toReversed().join(', ')} or ${last}`;
}

export function isNumber({ kind }: ScowlType): boolean {
  return kind === 'int' || kind === 'float';
}

/** Whether nothing is known of it: an input that no use settles, or null. */
export function isOpen({ kind }: ScowlType): boolean {
  return kind === 'unknown' || kind === 'null';
}

/** Whether it is one value: no list, map or struct. */
export function isScalar({ kind }: ScowlType): boolean {
  return kind !== 'array' && kind !== 'map' && kind !== 'struct';
}

/** Whether values of both can be equal. */
export function isAlike(a: ScowlType, b: ScowlType): boolean {
  return isOpen(a) || isOpen(b) || a.kind === b.kind || (isNumber(a) && isNumber(b));
}

/** Whether a value of it tells something of a person, itself or in a part of it. */
export function holdsPersonal(type: ScowlType): boolean {
  if (type.isPersonal) return true;
  if (type.kind === 'array') return holdsPersonal(type.item);
  if (type.kind === 'map') return holdsPersonal(type.value);
  return type.kind === 'struct' && [...type.fields.values()].some(holdsPersonal);
}

/** The same, as what tells something of a person. */
export function asPersonal(type: ScowlType): ScowlType {
  return { ...type, isPersonal: true };
}

/** What can be assumed of something that is used like a value of this type: neither its currency nor whose it is. */
export function bare({ isPersonal: _, ...type }: ScowlType): ScowlType {
  return isNumber(type) ? { kind: 'float' } : type;
}
