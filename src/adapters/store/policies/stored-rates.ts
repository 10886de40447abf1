import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Rates } from '../../../core/domain/rates.ts';
import type { SqlPool } from '../database/pool.ts';
import { recentVersions } from './recent.ts';

/**
 * The currency rates of the version in force, for a process that does not decide: read anew now and then, and the last
 * ones that were known where that can't be done. None before the first reading.
 */
export function storedRates(pool: SqlPool, clock: Clock, none: Rates): () => Rates {
  let rates = none;
  let readMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.nowMs() - readMs > limits.storedRatesMs) {
      readMs = clock.nowMs();
      recentVersions(pool, readMs).then(
        ([current]) => {
          if (current) ({ rates } = current);
        },
        () => {},
      );
    }
    return rates;
  };
}
