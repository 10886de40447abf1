import type { Objects } from '../stripe/account.ts';
import { ApiError } from './error.ts';

/**
 * The object with what `expand` names in place of ids: `cardholder`, `transaction.authorization`, `data.card` of a
 * list. What is an object already stays; a name that leads nowhere is an ApiError. The given object isn't changed.
 */
export function expanded(object: object, paths: readonly string[], objects: Objects): object {
  if (paths.length === 0) return object;
  const copy = structuredClone(object);
  for (const path of paths) {
    if (!expandAt(copy, path.split('.'), objects)) {
      throw new ApiError(`This property cannot be expanded (${path}).`, { param: 'expand' });
    }
  }
  return copy;
}

function expandAt(parent: object, [name = '', ...rest]: readonly string[], objects: Objects): boolean {
  if (Array.isArray(parent)) return parent.every((each) => expandAt(each, [name, ...rest], objects));
  const value: unknown = Reflect.get(parent, name);
  // Null may be an object at other times: nothing to expand now, and nothing wrong either.
  if (value === null) return true;
  const child = typeof value === 'string' ? objectOf(value, objects) : value;
  if (typeof child !== 'object' || child === null) return false;
  Reflect.set(parent, name, child);
  return rest.length === 0 || expandAt(child, rest, objects);
}

function objectOf(id: string, objects: Objects): object | undefined {
  for (const room of Object.values(objects) as ReadonlyMap<string, object>[]) {
    const found = room.get(id);
    if (found) return structuredClone(found);
  }
  return undefined;
}
