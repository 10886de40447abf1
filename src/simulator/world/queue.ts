/** What waits for its time. Of two things due at one time the one that was added first comes first. */
export interface Queue<T> {
  add(atMs: number, item: T): void;
  /** The next one, which stays. */
  first(): Due<T> | undefined;
  take(): Due<T> | undefined;
}

export interface Due<T> {
  readonly atMs: number;
  readonly item: T;
}

interface Entry<T> extends Due<T> {
  readonly order: number;
}

/** An empty queue: a binary heap, so that adding and taking cost the logarithm of what waits. */
export function createQueue<T>(): Queue<T> {
  const heap: Entry<T>[] = [];
  let added = 0;

  function rise(entry: Entry<T>): void {
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, entry)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  function sink(entry: Entry<T>): void {
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = heap[below];
      const other = heap[below + 1];
      if (child === undefined) break;
      if (other !== undefined && isBefore(other, child)) {
        below += 1;
        child = other;
      }
      if (isBefore(entry, child)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = entry;
  }

  return {
    add(atMs, item) {
      added += 1;
      rise({ atMs, item, order: added });
    },
    first: () => heap[0],
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (last !== undefined && last !== first) sink(last);
      return first;
    },
  };
}

function isBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.atMs === other.atMs ? one.order < other.order : one.atMs < other.atMs;
}
