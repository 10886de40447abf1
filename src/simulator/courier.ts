import type { Clock } from '../core/decision/ports.ts';

/** Runs errands at their time, a few at once. */
export interface Courier {
  /** Runs the errand after `delayMs` at the earliest; it must not reject. */
  later(delayMs: number, errand: () => Promise<void>): void;
  /** Errands that wait or are under way. */
  pending(): number;
  /** Resolves once nothing is pending. */
  drained(): Promise<void>;
  /** Drops what still waits, and gives how many that were; takes no more. */
  close(): number;
}

/** A courier who runs at most `connections` errands at once. */
export function createCourier(clock: Clock, connections: number): Courier {
  const waiting = new Map<symbol, () => void>();
  const due: (() => Promise<void>)[] = [];
  let underWay = 0;
  let isClosed = false;
  let drains: (() => void)[] = [];

  const pending = () => waiting.size + due.length + underWay;

  function work(): void {
    while (underWay < connections) {
      const errand = due.shift();
      if (!errand) break;
      underWay += 1;
      void errand().finally(() => {
        underWay -= 1;
        work();
      });
    }
    if (pending() > 0) return;
    for (const drained of drains) drained();
    drains = [];
  }

  return {
    later(delayMs, errand) {
      if (isClosed) return;
      const key = Symbol();
      const begin = () => {
        waiting.delete(key);
        due.push(errand);
        work();
      };
      waiting.set(key, clock.after(delayMs, begin));
    },
    pending,
    drained: () =>
      new Promise((resolve) => {
        drains.push(resolve);
        work();
      }),
    close() {
      isClosed = true;
      const dropped = waiting.size + due.length;
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      due.length = 0;
      work();
      return dropped;
    },
  };
}
