import type { MemoryClaims } from '../../adapters/counters/memory-claims.ts';
import { createRedisClaims } from '../../adapters/counters/redis-claims.ts';
import { connectRedis } from '../../adapters/counters/redis-connection.ts';
import { createRedisReservations } from '../../adapters/counters/redis-reservations.ts';
import type { Reservations } from '../../core/challenge/reservations.ts';
import type { Alarms, Claims, Clock } from '../../core/decision/ports.ts';
import type { Counters } from './ports.ts';
import { createRedisCounters } from './redis-counters.ts';

/** What is counted, claimed and reserved with the other gateways, if there are any. */
export interface Shared {
  readonly counters: Counters;
  readonly claims: Claims;
  readonly reservations: Reservations;
  close(): Promise<void>;
}

/** All of it in one Redis. `memory` is what this process claimed itself. */
export function openRedisShared(
  url: string,
  edges: {
    readonly memory: MemoryClaims;
    readonly hash: (text: string) => string;
    readonly clock: Clock;
    readonly alarms: Alarms;
  },
): Shared {
  const connection = connectRedis(url, edges);
  const claims = createRedisClaims(connection, edges);
  // What was lost of counters may have been lost of answers as well.
  const counters = createRedisCounters(connection, { ...edges, onLost: claims.doubt });
  return {
    counters,
    claims,
    reservations: createRedisReservations(connection, edges),
    async close() {
      await counters.close();
      await connection.close();
    },
  };
}
