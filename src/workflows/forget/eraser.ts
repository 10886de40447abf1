import { type HeldPlace, type HeldRow, readHoldings } from '../../adapters/store/database/holdings.ts';
import { type Erased, type EraseOptions, type ErasureRequest, erasePerson, knownPerson } from './erase.ts';

/** What is held of persons, and how to be rid of it. */
export interface Eraser {
  /** What is held of somebody, so many rows from a place on; `next` is null after the last. */
  held(
    who: Omit<ErasureRequest, 'author'>,
    place: HeldPlace,
    limit: number,
  ): Promise<{ readonly rows: readonly HeldRow[]; readonly next: HeldPlace | null }>;
  erase(request: ErasureRequest): Promise<Erased>;
}

/** One after the other: two erasures at once would wait for each other's locks. */
export function createEraser(options: EraseOptions): Eraser {
  let last: Promise<unknown> = Promise.resolve();
  return {
    held: async (who, place, limit) => readHoldings(options.pool, await knownPerson(options, who), place, limit),
    erase(request) {
      const erased = last.then(() => erasePerson(options, request));
      last = erased.catch(() => {});
      return erased;
    },
  };
}
