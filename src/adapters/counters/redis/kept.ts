/** Values by text, of which the latest `max` or so are kept. */
export interface Kept<Value> {
  get(text: string): Value | undefined;
  set(text: string, value: Value): void;
}

/** Two halves: what is asked for moves to the young one, and when that is full the old one is forgotten. */
export function createKept<Value>(max: number): Kept<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  function set(text: string, value: Value): void {
    if (young.size >= max / 2) {
      old = young;
      young = new Map();
    }
    young.set(text, value);
  }

  return {
    get(text) {
      const value = young.get(text);
      if (value !== undefined) return value;
      const older = old.get(text);
      if (older !== undefined) set(text, older);
      return older;
    },
    set,
  };
}
