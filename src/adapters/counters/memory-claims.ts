import type { Answer, AskIdentity, Claim, Claims } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import { scopeKey } from '../../core/domain/scope.ts';

/** Claims of this process, and what it learned of those before it. */
export interface MemoryClaims extends Claims {
  claim(ask: AskIdentity): Claim;
  /** Takes over an answer that was given before, by an earlier process or another one. */
  learn(ask: AskIdentity, answer: Answer): void;
  /** Says that every answer to asks made at or after this time is known here. */
  reachBackTo(sinceMs: number): void;
  readonly size: number;
  /** Asks made before this are looked up where answers are stored. */
  readonly knownSinceMs: number;
}

interface Entry {
  readonly keys: readonly string[];
  readonly createdAtMs: number;
  readonly answer: Promise<Answer | null>;
}

/**
 * Claims in process memory, bounded to `maxClaims` asks: the oldest is forgotten first, and from then on asks as old as
 * that are no longer `isNew`, so that the caller looks them up where answers are stored. `sinceMs` is when the process
 * began, before which it knows nothing.
 */
export function createMemoryClaims(sinceMs: number, maxClaims: number = limits.maxClaims): MemoryClaims {
  const byKey = new Map<string, Entry>();
  // In the order of claiming: Set keeps it, and the first is the oldest.
  const entries = new Set<Entry>();
  let knownSinceMs = sinceMs + limits.claimsClockMarginMs;

  function find(keys: readonly string[]): Entry | undefined {
    for (const key of keys) {
      const entry = byKey.get(key);
      if (entry) return entry;
    }
    return undefined;
  }

  function remember(entry: Entry): void {
    entries.add(entry);
    for (const key of entry.keys) byKey.set(key, entry);
    if (entries.size <= maxClaims) return;
    const [oldest] = entries;
    if (!oldest) return;
    forget(oldest);
    knownSinceMs = Math.max(knownSinceMs, oldest.createdAtMs + limits.claimsClockMarginMs);
  }

  function forget(entry: Entry): void {
    entries.delete(entry);
    for (const key of entry.keys) if (byKey.get(key) === entry) byKey.delete(key);
  }

  return {
    claim(ask): Claim {
      const keys = keysOf(ask);
      const known = find(keys);
      if (known) return { kind: 'duplicate', answer: known.answer };
      const { promise, resolve } = Promise.withResolvers<Answer | null>();
      const entry = { keys, createdAtMs: ask.createdAtMs, answer: promise };
      remember(entry);
      return {
        kind: 'first',
        isNew: ask.createdAtMs >= knownSinceMs,
        settle(answer) {
          if (answer === null) forget(entry);
          resolve(answer);
        },
      };
    },
    async forget(asks) {
      for (const entry of asks.flatMap((ask) => find(keysOf(ask)) ?? [])) forget(entry);
    },
    learn(ask, answer) {
      const keys = keysOf(ask);
      if (!find(keys)) remember({ keys, createdAtMs: ask.createdAtMs, answer: Promise.resolve(answer) });
    },
    reachBackTo(learnedSinceMs) {
      if (entries.size < maxClaims) knownSinceMs = Math.min(knownSinceMs, learnedSinceMs);
    },
    get size() {
      return entries.size;
    },
    get knownSinceMs() {
      return knownSinceMs;
    },
  };
}

/** An ask without event id and key is like no other. */
function keysOf({ scope, eventId, askKey }: AskIdentity): string[] {
  const prefix = scopeKey(scope);
  const keys: string[] = [];
  if (eventId !== null) keys.push(`${prefix}|event|${eventId}`);
  if (askKey !== null) keys.push(`${prefix}|ask|${askKey}`);
  return keys;
}
