import type { Clock } from '../../core/decision/ports.ts';

/** What an account still means to do. */
export interface Agenda {
  /** Runs something after `delayMs`; it must not reject. Does nothing once it is closed. */
  later(delayMs: number, run: () => Promise<void> | void): void;
  /** Resolves once nothing waits and nothing is under way. */
  drained(): Promise<void>;
  /** Drops what waits. */
  close(): void;
}

/** An empty agenda by this clock. */
export function createAgenda(clock: Clock): Agenda {
  const waiting = new Map<symbol, () => void>();
  let underWay = 0;
  let isClosed = false;
  let drains: (() => void)[] = [];

  function settle(): void {
    if (waiting.size + underWay > 0) return;
    for (const drained of drains) drained();
    drains = [];
  }

  async function perform(run: () => Promise<void> | void): Promise<void> {
    underWay += 1;
    try {
      await run();
    } finally {
      underWay -= 1;
      settle();
    }
  }

  return {
    later(delayMs, run) {
      if (isClosed) return;
      const key = Symbol();
      const begin = () => {
        waiting.delete(key);
        void perform(run);
      };
      waiting.set(key, clock.after(delayMs, begin));
    },
    drained: () =>
      new Promise((resolve) => {
        drains.push(resolve);
        settle();
      }),
    close() {
      isClosed = true;
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      settle();
    },
  };
}
