import type { AlarmName, Alarms, Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/** What there is to say; null where it is over. */
type Look = () => Promise<Parameters<Alarms['raise']>[1] | null>;

/** Alarms about how things stand in the database, which any process may put right. */
export interface StandingAlarms {
  /** Raises or ends an alarm by what is there now. Rejects where that can't be looked at. */
  judge(alarm: AlarmName, look: Look): Promise<void>;
  close(): void;
}

/**
 * Looks at each that this process raised again every minute until it is over: the next job that would see that is
 * perhaps another process's.
 */
export function createStandingAlarms({
  alarms,
  clock,
}: {
  readonly alarms: Alarms;
  readonly clock: Clock;
}): StandingAlarms {
  const standing = new Map<AlarmName, Look>();
  let isClosed = false;
  let cancel: (() => void) | null = null;

  async function judge(alarm: AlarmName, look: Look): Promise<void> {
    const detail = await look();
    if (detail === null) {
      standing.delete(alarm);
      alarms.end(alarm);
      return;
    }
    standing.set(alarm, look);
    alarms.raise(alarm, detail);
    next();
  }

  function next(): void {
    if (!isClosed && standing.size > 0) cancel ??= clock.after(limits.standingAlarmMs, () => void again());
  }

  async function again(): Promise<void> {
    // The database is away: looked at again.
    for (const [alarm, look] of standing) await judge(alarm, look).catch(() => {});
    cancel = null;
    next();
  }

  return {
    judge,
    close() {
      isClosed = true;
      cancel?.();
    },
  };
}
