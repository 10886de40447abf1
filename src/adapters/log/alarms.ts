import type { AlarmName, Alarms } from '../../core/decision/ports.ts';
import type { Logger } from './logger.ts';

/** An alarm that stands. */
export interface StandingAlarm {
  readonly alarm: AlarmName;
  readonly sinceMs: number;
  readonly times: number;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** An alarm that was raised or ended just now. */
export interface AlarmChange extends StandingAlarm {
  readonly change: 'raised' | 'ended';
  readonly atMs: number;
}

/** Alarms, and those that stand now. */
export interface AlarmBoard extends Alarms {
  standing(): readonly StandingAlarm[];
  /**
   * Tells of every alarm that is raised or ended from now on: at once, in their order, and not of one that is raised
   * while it stands. `listener` must not throw.
   */
  watch(listener: (change: AlarmChange) => void): void;
}

/** Faults of one request have no end that could be seen: they stand for this long after the last one. */
const PASSING: ReadonlySet<AlarmName> = new Set<AlarmName>([
  'answer_not_taken',
  'answer_refused',
  'answer_too_late',
  'answered_twice',
  'authorization_unreadable',
  'capture_forced',
  'decide_failed',
  'records_restored',
  'rule_failed',
  'signed_request_refused',
]);
const PASSING_MS = 600_000;
/** A standing alarm is said again at most this often, however often it is raised. */
const REPEAT_MS = 10_000;

interface Entry extends StandingAlarm {
  lastMs: number;
  lastLoggedMs: number;
  times: number;
  detail: StandingAlarm['detail'];
}

/** An alarm is a log line with a stable `alarm` name that also stands in `/readyz` until it ends. */
export function createAlarmBoard(logger: Logger, nowMs: () => number): AlarmBoard {
  const board = new Map<AlarmName, Entry>();
  const listeners: ((change: AlarmChange) => void)[] = [];

  function tell(change: AlarmChange['change'], { alarm, sinceMs, times, detail }: Entry, atMs: number): void {
    for (const listener of listeners) listener({ change, alarm, sinceMs, times, detail, atMs });
  }

  function raise(name: AlarmName, detail: StandingAlarm['detail'] = {}): void {
    const now = nowMs();
    const entry = board.get(name) ?? {
      alarm: name,
      sinceMs: now,
      lastMs: now,
      lastLoggedMs: -Infinity,
      times: 0,
      detail,
    };
    entry.lastMs = now;
    entry.times += 1;
    entry.detail = detail;
    board.set(name, entry);
    if (entry.times === 1) tell('raised', entry, now);
    if (now - entry.lastLoggedMs < REPEAT_MS) return;
    entry.lastLoggedMs = now;
    logger.error({ alarm: name, state: 'raised', times: entry.times, ...detail }, `alarm: ${name}`);
  }

  function end(name: AlarmName): void {
    const entry = board.get(name);
    if (!entry) return;
    board.delete(name);
    tell('ended', entry, nowMs());
    logger.warn(
      { alarm: name, state: 'ended', times: entry.times, stood_ms: nowMs() - entry.sinceMs },
      `alarm ended: ${name}`,
    );
  }

  function standing(): StandingAlarm[] {
    const now = nowMs();
    for (const [name, entry] of board) if (PASSING.has(name) && now - entry.lastMs > PASSING_MS) end(name);
    return [...board.values()].map(({ alarm, sinceMs, times, detail }) => ({ alarm, sinceMs, times, detail }));
  }

  return { raise, end, standing, watch: (listener) => void listeners.push(listener) };
}
