import { type Authorization, askKeyOf } from '../../core/domain/authorization.ts';
import { limits } from '../../core/domain/limits.ts';
import { scopeKey } from '../../core/domain/scope.ts';

/** The asks that were decided lately. */
export interface SeenAsks {
  /** Whether an ask was seen before: its event, or its authorization with the same history length and amount. */
  isRepeated(authorization: Authorization, eventId: string | null): boolean;
}

/**
 * Remembers the last `least` asks at least, and twice as many at most: who sends an ask again does so within moments,
 * and in the order of their times both stand close together.
 */
export function createSeenAsks(least: number = limits.replaySeenAsks): SeenAsks {
  let latest = new Set<string>();
  let earlier = new Set<string>();
  let asks = 0;
  return {
    isRepeated(authorization, eventId) {
      const scope = scopeKey(authorization.scope);
      const ask = `${scope}|ask|${askKeyOf(authorization)}`;
      const event = eventId === null ? null : `${scope}|event|${eventId}`;
      const isKnown = (key: string) => latest.has(key) || earlier.has(key);
      if (isKnown(ask) || (event !== null && isKnown(event))) return true;
      if (asks === least) {
        earlier = latest;
        latest = new Set();
        asks = 0;
      }
      asks += 1;
      latest.add(ask);
      if (event !== null) latest.add(event);
      return false;
    },
  };
}
