import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Progress } from '../replay/progress.ts';

/** Tells of rows that can't be read: the first with their places, of the rest how many they are. */
export interface Teller {
  tell(place: string, problem: string): void;
  /** Says how many more there were. */
  end(): void;
  /** How many there are. */
  told(): number;
}

/** One for a history of this name. */
export function createTeller(name: string, progress: Progress): Teller {
  let count = 0;
  return {
    tell(place, problem) {
      count += 1;
      if (count <= limits.toldTableFaults) progress.say(`${name}: ${place}: ${problem}`);
    },
    end() {
      const more = count - limits.toldTableFaults;
      if (more > 0) progress.say(`${name}: ${sayCount(more)} more can't be read`);
    },
    told: () => count,
  };
}
