/** What was kept lately, by a key. Times are to come in their order. */
export interface Recent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, atMs: number): void;
}

/** Keeps what was set for so long at least, and for twice as long at most: to forget costs nothing. */
export function createRecent<T>(keepMs: number): Recent<T> {
  let latest = new Map<string, T>();
  let earlier = new Map<string, T>();
  let fromMs = Number.NEGATIVE_INFINITY;
  return {
    get: (key) => latest.get(key) ?? earlier.get(key),
    set(key, value, atMs) {
      if (atMs - fromMs > keepMs) {
        earlier = atMs - fromMs > 2 * keepMs ? new Map() : latest;
        latest = new Map();
        fromMs = atMs;
      }
      latest.set(key, value);
    },
  };
}
