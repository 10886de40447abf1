import { connectRedis } from '../../../src/adapters/counters/redis-connection.ts';
import { createRedisTimelines } from '../../../src/adapters/counters/redis-timelines.ts';
import type { Clock } from '../../../src/core/decision/ports.ts';
import { createTestAlarms, type TestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { testHash } from '../../support/redis.ts';

export interface ProcessOptions {
  readonly prefix?: string;
  readonly clock?: Clock;
  /** As it is in production where a test is about time; else long, since the machine may be busy. */
  readonly commandMs?: number;
  readonly alarms?: TestAlarms;
}

/** As much of a gateway as counts in Redis, and what it was told. Wants to be closed. */
export async function openProcess(url: string, options: ProcessOptions = {}) {
  const { prefix = 'cs', clock = realClock, commandMs = 10_000, alarms = createTestAlarms() } = options;
  const connection = connectRedis(url, { alarms, clock, commandMs });
  const told = { coverageLost: 0, lostSince: [] as number[] };
  const timelines = createRedisTimelines(connection, {
    hash: testHash,
    clock,
    prefix,
    onCoverageLost: () => {
      told.coverageLost += 1;
    },
    onLost: (sinceMs) => void told.lostSince.push(sinceMs),
  });
  await connection.up();
  return {
    alarms,
    connection,
    timelines,
    told,
    async close() {
      await timelines.close();
      await connection.close();
    },
  };
}
