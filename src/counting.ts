import { createMemoryReservations } from './adapters/counters/memory-reservations.ts';
import { DatabaseUnavailable } from './adapters/store/database/errors.ts';
import { recentVersions } from './adapters/store/policies/recent.ts';
import type { Config } from './config.ts';
import { limits } from './core/domain/limits.ts';
import type { Stores } from './stores.ts';
import { storedHistory } from './workflows/velocity/history.ts';
import { createMemoryCounters } from './workflows/velocity/memory-counters.ts';
import type { Counters } from './workflows/velocity/ports.ts';
import type { Shared } from './workflows/velocity/redis-shared.ts';
import { createVelocity, type Velocity } from './workflows/velocity/velocity.ts';

/** Where this process counts, and asks who answers and who may ask: in Redis if one is named, else by itself. */
export async function openShared(
  { redisUrl }: Config,
  { claims: memory, hash, clock, alarms }: Stores,
): Promise<Shared> {
  if (redisUrl === null) {
    const counters = createMemoryCounters();
    return { counters, claims: memory, reservations: createMemoryReservations(clock), close: counters.close };
  }
  // Only where it is needed: its client slows down how every text of the process is read.
  const { openRedisShared } = await import('./workflows/velocity/redis-shared.ts');
  return openRedisShared(redisUrl, { memory, hash, clock, alarms });
}

/** Starts to count: over counters that are filled from the database as soon as it can be read. */
export function startCounting(
  counters: Counters,
  { database, shipper, live, hash, clock, alarms, logger }: Stores,
): Velocity {
  const velocity = createVelocity({
    clock,
    alarms,
    logger,
    conceal: hash,
    inForce: () => [live.current(), live.shadow()].filter((policy) => policy !== null),
    counters,
    history: (rates) => (sinceMs) => storedHistory(database.pool, sinceMs, rates),
    // What the journal still holds is history, too.
    recorded: () => database.ready().then(() => shipper.drained()),
  });
  // Whether or not anybody asks: what it answers by shall have its past, and so what it may go back to.
  velocity.keep(live.current());
  void keepRecent(velocity, { database, clock, logger });
  return velocity;
}

/** Keeps the features of the versions that were in force lately, which one command goes back to. */
async function keepRecent(
  velocity: Velocity,
  { database: { pool, ready }, clock, logger }: Pick<Stores, 'database' | 'clock' | 'logger'>,
): Promise<void> {
  try {
    await ready();
    for (const policy of await recentVersions(pool, clock.nowMs() - limits.keepFeaturesMs)) velocity.keep(policy);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) logger.warn({ err: error }, 'recent versions could not be read');
  }
}
