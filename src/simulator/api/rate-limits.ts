import { ApiError } from './error.ts';

export interface RateLimits {
  /** Of all requests together. */
  readonly perSecond: number;
  readonly perSecondAndEndpoint: number;
}

/** Those of a sandbox: https://docs.stripe.com/rate-limits */
export const SANDBOX_LIMITS: RateLimits = { perSecond: 25, perSecondAndEndpoint: 25 };

/** Counts a request to an endpoint, or throws the ApiError that refuses it. `nowMs` may start anywhere. */
export function createRateLimiter(limits: RateLimits, nowMs: () => number): (endpoint: string) => void {
  const all = createBucket(limits.perSecond, nowMs);
  const endpoints = new Map<string, () => boolean>();
  return (endpoint) => {
    const own = endpoints.get(endpoint) ?? createBucket(limits.perSecondAndEndpoint, nowMs);
    endpoints.set(endpoint, own);
    if (!all() || !own()) {
      const message = 'Too many requests in a short time; wait, with growing pauses, before you try again.';
      throw new ApiError(message, { status: 429, code: 'rate_limit' });
    }
  };
}

/** Takes a token if there is one: the bucket holds a second's worth and fills evenly. */
function createBucket(perSecond: number, nowMs: () => number): () => boolean {
  let tokens = perSecond;
  let filledAtMs = nowMs();
  return () => {
    const atMs = nowMs();
    tokens = Math.min(perSecond, tokens + ((atMs - filledAtMs) / 1_000) * perSecond);
    filledAtMs = atMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
