type Hash = Readonly<Record<string, unknown>>;

/**
 * The `previous_attributes` of an `.updated` event: what changed, as it was. Of a hash only the keys that changed, of a
 * list all of it; a key that is new was null. Relies on unchanged parts being the same objects.
 */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  return changedIn(before as Hash, after as Hash);
}

function changedIn(before: Hash, after: Hash): Record<string, unknown> {
  const previous: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[key];
    const is = after[key];
    if (was === is) continue;
    if (!isHash(was) || !isHash(is)) previous[key] = was ?? null;
    else {
      const inside = changedIn(was, is);
      if (Object.keys(inside).length > 0) previous[key] = inside;
    }
  }
  return previous;
}

function isHash(value: unknown): value is Hash {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
