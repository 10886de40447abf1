import type { RecordText } from '../../../core/decision/ports.ts';

/** A record on its way to the disk, and whom to tell. */
export interface Entry {
  readonly text: RecordText;
  resolve(): void;
  reject(error: Error): void;
}

/** Records that wait for their batch, first come first. */
export interface Entries {
  push(entry: Entry): void;
  /** Removes and returns the oldest; null if none waits. */
  shift(): Entry | null;
  /** Shows all to `load`, the oldest at index `from`; removes and returns those before the index that it answers. */
  take(load: (entries: readonly Entry[], from: number) => number): readonly Entry[];
  count(): number;
}

/** An empty queue. Dropping the oldest of very many costs no more than appending: there is no moving of the rest. */
export function createEntries(): Entries {
  let entries: Entry[] = [];
  let first = 0;

  function moveTo(index: number): void {
    first = index;
    // At most half of the array is dead, so that cutting it off is paid for by what was taken.
    if (first * 2 < entries.length) return;
    entries = first === entries.length ? [] : entries.slice(first);
    first = 0;
  }

  return {
    push(entry) {
      entries.push(entry);
    },
    shift() {
      const entry = entries[first];
      if (entry === undefined) return null;
      moveTo(first + 1);
      return entry;
    },
    take(load) {
      const end = load(entries, first);
      const taken = entries.slice(first, end);
      moveTo(end);
      return taken;
    },
    count: () => entries.length - first,
  };
}
