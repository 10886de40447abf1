import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { sayPresence } from '../../adapters/store/database/processes.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Presence } from '../../core/domain/presence.ts';

export interface PresenceOptions {
  readonly pool: SqlPool;
  readonly clock: Clock;
  /** The process as it is at the moment. */
  presence(): Presence;
}

/**
 * Says in the database that this process is there, every `presenceBeatMs`, and when it is closed that it ends, as far
 * as that can be said quickly. While the database is away nothing is said.
 */
export function startPresence({ pool, clock, presence }: PresenceOptions): { close(): Promise<void> } {
  let isClosed = false;
  let saying: Promise<void> = Promise.resolve();
  let cancel = clock.after(0, beat);

  const say = (isEnding: boolean) => sayPresence(pool, presence(), clock.nowMs(), isEnding).catch(() => {});

  function beat(): void {
    saying = say(false).then(() => {
      if (!isClosed) cancel = clock.after(limits.presenceBeatMs, beat);
    });
  }

  return {
    async close() {
      isClosed = true;
      cancel();
      await within(
        saying.then(() => say(true)),
        limits.alarmCloseMs,
        clock,
      );
    },
  };
}
