/** An event that waits to be sent, as its line. */
export interface QueuedEvent {
  readonly type: string;
  readonly id: string;
  readonly line: string;
  /** In whose world it is; undefined: the client's. */
  readonly livemode: boolean | undefined;
  readonly account: string | undefined;
}

/** How much goes into one request. */
export interface BatchSize {
  readonly events: number;
  readonly bytes: number;
}

/** Events in the order in which they are to be sent; `max` of them at most. */
export interface TrackQueue {
  count(): number;
  /** Whether there is enough for a whole request. */
  isFull(size: BatchSize): boolean;
  /** Adds one; gives the oldest back where there were too many. */
  push(event: QueuedEvent): QueuedEvent | null;
  /** Takes what goes into the next request: events of one type and world, in their order. */
  take(size: BatchSize): readonly QueuedEvent[];
  /** Puts back what was taken, before all others; gives the oldest back that are too many. */
  putBack(events: readonly QueuedEvent[]): readonly QueuedEvent[];
}

/** An empty queue. */
export function createTrackQueue(max: number): TrackQueue {
  let queue: QueuedEvent[] = [];
  let bytes = 0;

  function drop(many: number): readonly QueuedEvent[] {
    const dropped = queue.splice(0, many);
    for (const { line } of dropped) bytes -= line.length;
    return dropped;
  }

  return {
    count: () => queue.length,
    isFull: (size) => queue.length >= size.events || bytes >= size.bytes,
    push(event) {
      queue.push(event);
      bytes += event.line.length;
      return queue.length > max ? (drop(1)[0] ?? null) : null;
    },
    take(size) {
      const [first] = queue;
      if (!first) return [];
      const taken: QueuedEvent[] = [];
      const left: QueuedEvent[] = [];
      let room = size.bytes;
      for (const event of queue) {
        const isNext =
          isAlike(event, first) && taken.length < size.events && (room >= event.line.length || event === first);
        if (!isNext) {
          left.push(event);
          // What comes after one that found no room must not overtake it.
          if (isAlike(event, first)) room = 0;
          continue;
        }
        taken.push(event);
        room -= event.line.length;
        bytes -= event.line.length;
      }
      queue = left;
      return taken;
    },
    putBack(events) {
      queue = [...events, ...queue];
      for (const { line } of events) bytes += line.length;
      return drop(Math.max(0, queue.length - max));
    },
  };
}

function isAlike(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.type === b.type && a.livemode === b.livemode && a.account === b.account;
}
