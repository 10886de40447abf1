const INTEGER = /^[+-]?\d+$/;

/**
 * The id that a job of this key has with BullMQ, which takes no colon and no bare integer: one id for one key, readable
 * as far as that goes. `sweep:card_1` is `sweep%3Acard_1`.
 */
export function idOfKey(key: string): string {
  const encoded = key.replaceAll('%', '%25').replaceAll(':', '%3A');
  return INTEGER.test(encoded) ? `%${encoded.charCodeAt(0).toString(16)}${encoded.slice(1)}` : encoded;
}

/** The key of a job by its id; an id of BullMQ's own making is its own key. */
export function keyOfId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
