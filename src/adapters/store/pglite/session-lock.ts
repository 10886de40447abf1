import type { Clock } from '../../../core/decision/ports.ts';

/** Waited too long for the only session of the embedded database. */
export class SessionLockTimeout extends Error {
  override readonly name = 'SessionLockTimeout';
  /** Postgres's code for a lock that was not available. */
  readonly code = '55P03';
}

/** A lock that is given in the order of asking. */
export interface SessionLock {
  /** Resolves with the function that gives it back; rejects with SessionLockTimeout. */
  acquire(): Promise<() => void>;
}

/** The lock on PGlite's one session; whoever waits longer than `waitMs` is told what may hold it. */
export function createSessionLock(clock: Clock, waitMs: number): SessionLock {
  const waiting: (() => void)[] = [];
  let isHeld = false;

  function release(): void {
    const next = waiting.shift();
    if (next) next();
    else isHeld = false;
  }

  function releaseOnce(): () => void {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      release();
    };
  }

  return {
    acquire() {
      if (!isHeld) {
        isHeld = true;
        return Promise.resolve(releaseOnce());
      }
      return new Promise((resolve, reject) => {
        const grant = () => {
          cancel();
          resolve(releaseOnce());
        };
        const cancel = clock.after(waitMs, () => {
          waiting.splice(waiting.indexOf(grant), 1);
          reject(
            new SessionLockTimeout(
              `waited ${waitMs} ms for the only session of the embedded database: either \`db\` was used inside ` +
                '`db.transaction()` (use the handle that the transaction gives you, everything else waits for its ' +
                "end), or another caller's transaction or query takes that long",
            ),
          );
        });
        waiting.push(grant);
      });
    },
  };
}
