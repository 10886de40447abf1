import type { Clock } from '../../../core/decision/ports.ts';
import type { RedisConnection } from '../redis-connection.ts';
import { DOUBT } from './claim-scripts.ts';
import type { KeySpace } from './keys.ts';
import { createScript } from './script.ts';

/** Since when answers are known in Redis, as far as this process could harm that. */
export interface Doubts {
  /** Answers given until now may be missing there. */
  raise(): void;
  /** What was answered before this may be missing. */
  beforeMs(): number;
  /** Says so in Redis, for all gateways, unless that is done. */
  say(): void;
}

/** No doubts. */
export function createDoubts(connection: RedisConnection, space: KeySpace, clock: Clock): Doubts {
  const script = createScript(connection, DOUBT);
  let beforeMs = 0;
  let saidMs = 0;

  return {
    raise() {
      beforeMs = clock.nowMs();
    },
    beforeMs: () => beforeMs,
    say() {
      const sayingMs = beforeMs;
      if (sayingMs === saidMs) return;
      saidMs = sayingMs;
      Promise.all(space.shards.map((shard) => script([space.claimsSince(shard)], [sayingMs]))).catch(() => {
        if (saidMs === sayingMs) saidMs = 0;
      });
    },
  };
}
