/** Which entries of a list are looked at, as the address has it. */
export interface ListSearch {
  /** Within the value. */
  readonly text?: string;
}

/** Reads it from an address; what is not understood is left out. */
export function readListSearch({ text }: Record<string, unknown>): ListSearch {
  // The router reads what looks like a number as one; ids of merchants do.
  const words = typeof text === 'number' ? String(text) : text;
  return typeof words === 'string' && words !== '' && words.length <= 500 ? { text: words } : {};
}
