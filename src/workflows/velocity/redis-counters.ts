import type { RedisConnection } from '../../adapters/counters/redis-connection.ts';
import { runAlone } from '../../adapters/counters/redis-lock.ts';
import { createRedisTimelines } from '../../adapters/counters/redis-timelines.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { Counters, CountersListener } from './ports.ts';

/** Counters in Redis, for all gateways. The connection stays open when they are closed. */
export function createRedisCounters(
  connection: RedisConnection,
  { hash, clock, onLost }: { readonly hash: (text: string) => string; readonly clock: Clock; onLost(): void },
): Counters {
  let listener: CountersListener = { forgotten: () => {}, lost: () => {} };
  const timelines = createRedisTimelines(connection, {
    hash,
    clock,
    onCoverageLost: () => listener.forgotten(),
    onLost(sinceMs) {
      onLost();
      listener.lost(sinceMs);
    },
  });
  return {
    timelines,
    filling: timelines.filling,
    isFilled: timelines.isFilled,
    markFilled: timelines.markFilled,
    drop: timelines.drop,
    forget: timelines.forget,
    async alone(run) {
      await connection.up();
      return runAlone(connection, { name: 'fill', hash, clock }, run);
    },
    lose: timelines.lose,
    listen(next) {
      listener = next;
    },
    found: timelines.resume,
    status: () => ({
      ...timelines.status(),
      kind: connection.isCluster ? 'redis_cluster' : 'redis',
      server: connection.serverVersion(),
    }),
    close: timelines.close,
  };
}
