/** A place in the journal. */
export interface JournalPlace {
  readonly segment: number;
  readonly offset: number;
}

/** A segment that is still wanted. */
export interface SegmentExtent {
  readonly number: number;
  /** Of this process's segments: what is durable, a line's end. Of earlier ones: the file's size. */
  readonly bytes: number;
  /** More may come. */
  readonly isOpen: boolean;
  /** This process writes it or wrote it, so that `bytes` is exact: a tail that is torn within is damage. */
  readonly isOwn: boolean;
}

/** How far the journal reaches, and from where on it is still wanted. */
export interface Extent {
  /** The end of what is durable. */
  place(): JournalPlace;
  /** A batch of that many bytes is durable in that segment, the present one or a new one. */
  grew(segment: number, bytes: number): void;
  /** Nothing before that place is wanted any more. */
  release(place: JournalPlace): void;
  /** In their order; the last one is open. */
  segments(): readonly SegmentExtent[];
  heldBytes(): number;
  /** All that became durable since the start, whether or not it is still wanted. */
  grownBytes(): number;
}

/** Whether `a` comes before `b`. */
export function isBefore(a: JournalPlace, b: JournalPlace): boolean {
  return a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);
}

/** The extent of a journal that found the segments of earlier processes and is about to open `firstOwn`. */
export function createExtent(
  firstOwn: number,
  found: readonly { readonly number: number; readonly bytes: number }[],
): Extent {
  const ends = new Map(found.map(({ number, bytes }) => [number, bytes]));
  let current: JournalPlace = { segment: firstOwn, offset: 0 };
  let wantedFrom: JournalPlace = { segment: 0, offset: 0 };
  let grownBytes = 0;
  ends.set(firstOwn, 0);

  return {
    place: () => current,
    grew(segment, bytes) {
      const offset = (segment === current.segment ? current.offset : 0) + bytes;
      current = { segment, offset };
      ends.set(segment, offset);
      grownBytes += bytes;
    },
    release(place) {
      wantedFrom = place;
      for (const segment of ends.keys()) if (segment < place.segment) ends.delete(segment);
    },
    // INVARIANT: an abandoned segment counts as open until the next one holds its records: until then it stays.
    segments: () =>
      [...ends]
        .filter(([number]) => number <= current.segment)
        .map(([number, bytes]) => ({ number, bytes, isOpen: number === current.segment, isOwn: number >= firstOwn }))
        .sort((a, b) => a.number - b.number),
    heldBytes() {
      let heldBytes = 0;
      for (const [segment, bytes] of ends) {
        heldBytes += segment === wantedFrom.segment ? Math.max(0, bytes - wantedFrom.offset) : bytes;
      }
      return heldBytes;
    },
    grownBytes: () => grownBytes,
  };
}
