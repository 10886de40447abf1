// Buckets grow by this factor, so a quantile is off by half of it at most: 1 %.
const GROWTH = 1.02;
const LEAST_MS = 0.05;
const MOST_MS = 60_000;
const BUCKETS = Math.ceil(Math.log(MOST_MS / LEAST_MS) / Math.log(GROWTH)) + 1;

/** Times in milliseconds, many of them in little memory. */
export interface Latencies {
  add(ms: number): void;
  /**
   * The time that this share (0 to 1) of all stayed within: 1 % off at most, between 0.05 ms and a minute; 0 while
   * there are none.
   */
  quantile(share: number): number;
  /** The longest one, exactly; 0 while there are none. */
  maxMs(): number;
}

/** A histogram of fixed size, with narrow buckets where times are short and wide ones where they are long. */
export function createLatencies(): Latencies {
  const buckets = new Uint32Array(BUCKETS);
  let count = 0;
  let maxMs = 0;
  return {
    add(ms) {
      const bucket = Math.floor(Math.log(Math.max(ms, LEAST_MS) / LEAST_MS) / Math.log(GROWTH));
      const index = Math.min(bucket, BUCKETS - 1);
      buckets[index] = (buckets[index] ?? 0) + 1;
      count += 1;
      maxMs = Math.max(maxMs, ms);
    },
    quantile(share) {
      let left = Math.max(1, Math.ceil(share * count));
      for (const [bucket, times] of buckets.entries()) {
        left -= times;
        // The middle of the bucket; nothing took longer than the longest.
        if (left <= 0 && times > 0) return Math.min(maxMs, LEAST_MS * GROWTH ** (bucket + 0.5));
      }
      return maxMs;
    },
    maxMs: () => maxMs,
  };
}
