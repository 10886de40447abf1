import type { Alarms, Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';

/** Whether the disk takes what it is given. */
export interface Health {
  /** A write was handed over. */
  began(): void;
  /** It is durable; ends the alarm. */
  succeeded(): void;
  /** It failed; raises the alarm. Returns whether this is the first failure after a success. */
  failed(code: string, detail: Readonly<Record<string, number>>): boolean;
  isWritable(): boolean;
  close(): void;
}

/**
 * Keeps the alarm `journal_unwritable`. A write that never returns can't say so: one timer looks now and then whether
 * the write under way has been so for `journalHangMs`, which costs nothing per write.
 */
export function createHealth(alarms: Alarms, clock: Clock): Health {
  let isFailing = false;
  let isHanging = false;
  let beganAtMs: number | null = null;
  let cancelWatch: (() => void) | null = null;

  function watch(inMs: number): void {
    cancelWatch = clock.after(inMs, () => {
      cancelWatch = null;
      if (beganAtMs === null) return;
      const waitedMs = clock.nowMs() - beganAtMs;
      if (waitedMs < limits.journalHangMs) {
        watch(limits.journalHangMs - waitedMs);
      } else {
        isHanging = true;
        alarms.raise('journal_unwritable', { code: 'no_answer', waitedMs });
      }
    });
  }

  return {
    began() {
      beganAtMs = clock.nowMs();
      if (cancelWatch === null) watch(limits.journalHangMs);
    },
    succeeded() {
      beganAtMs = null;
      if (isFailing || isHanging) alarms.end('journal_unwritable');
      isFailing = false;
      isHanging = false;
    },
    failed(code, detail) {
      beganAtMs = null;
      alarms.raise('journal_unwritable', { code, ...detail });
      const isFirst = !isFailing;
      isFailing = true;
      isHanging = false;
      return isFirst;
    },
    isWritable: () => !isFailing && !isHanging,
    close() {
      cancelWatch?.();
      cancelWatch = null;
    },
  };
}
