import { ApiError } from './error.ts';

/** An answer as it is kept and sent: the body is JSON. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** The `Request-Id` under which the work was done. */
  readonly requestId: string;
}

export interface IdempotencyKeys {
  /**
   * The reply that was saved under the key; null if the key is new. Throws an ApiError if the key was used with other
   * parameters, is still at work, or is too long.
   */
  find(key: string, fingerprint: string): Reply | null;
  /** From now on the key is at work. */
  begin(key: string, fingerprint: string): void;
  save(key: string, reply: Reply): void;
  /** Nothing was done under the key after all. */
  forget(key: string): void;
}

interface Kept {
  readonly fingerprint: string;
  readonly sinceMs: number;
  /** Null while at work. */
  reply: Reply | null;
}

const MAX_KEY_LENGTH = 255;
const KEPT_MS = 86_400_000;
/** The `stripe` package sends a key with every POST: a simulator that runs for days keeps the last ones only. */
const MAX_KEPT = 10_000;

/** Idempotency as v1 of Stripe's API has it: https://docs.stripe.com/api/idempotent_requests. */
export function createIdempotencyKeys(nowMs: () => number): IdempotencyKeys {
  const keys = new Map<string, Kept>();

  function prune(): void {
    for (const [key, { sinceMs, reply }] of keys) {
      if (keys.size <= MAX_KEPT && nowMs() - sinceMs < KEPT_MS) return;
      if (reply !== null) keys.delete(key);
    }
  }

  return {
    find(key, fingerprint) {
      if (key.length > MAX_KEY_LENGTH) {
        throw new ApiError(`An idempotency key can be up to ${MAX_KEY_LENGTH} characters long.`, {
          type: 'idempotency_error',
        });
      }
      prune();
      const kept = keys.get(key);
      if (!kept) return null;
      if (kept.fingerprint !== fingerprint) {
        const message = `The key '${key}' was used before, with other parameters; a key belongs to one request.`;
        throw new ApiError(message, { type: 'idempotency_error' });
      }
      if (kept.reply) return kept.reply;
      const message = 'Another request with this idempotency key is at work right now; try again shortly.';
      throw new ApiError(message, { status: 409, type: 'idempotency_error', code: 'idempotency_key_in_use' });
    },
    begin: (key, fingerprint) => void keys.set(key, { fingerprint, sinceMs: nowMs(), reply: null }),
    save(key, reply) {
      const kept = keys.get(key);
      if (kept) kept.reply = reply;
    },
    forget: (key) => void keys.delete(key),
  };
}
