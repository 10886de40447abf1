import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createMemoryTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { connectRedis } from '../../src/adapters/counters/redis-connection.ts';
import { createRedisTimelines } from '../../src/adapters/counters/redis-timelines.ts';
import { createHasher } from '../../src/adapters/store/hasher.ts';
import type { FeaturePlan } from '../../src/core/features/plan.ts';
import type { TimelineStore } from '../../src/core/features/timeline/store.ts';
import { createTestAlarms } from '../../test/support/alarms.ts';
import { realClock } from '../../test/support/clock.ts';
import type { RedisServer } from './redis-server.ts';

/** A store of timelines, and what can be seen of it from outside. */
export interface BenchStore {
  readonly name: string;
  readonly store: TimelineStore;
  /** The same, to be filled. */
  readonly filling: TimelineStore;
  /** Says that a plan's timelines are filled, and waits for what was left to be done. */
  filled(plan: FeaturePlan): Promise<void>;
  /** What its server has used of the processor, in microseconds; null where it has none. */
  serverCpuMicros(): Promise<number | null>;
  /** Processes besides this one that work for it. */
  readonly pids: readonly number[];
  /** What of memory is in use now, after what is garbage was thrown away. */
  usedBytes(): Promise<number>;
  close(): Promise<void>;
}

/** A command may take so long: the machine may be busy, and what fails would not be measured. */
const COMMAND_MS = 30_000;

/** Timelines in this process. `usedBytes` is that of the whole process's heap and array buffers. */
export function openMemoryStore(): BenchStore {
  const timelines = createMemoryTimelines();
  const collectGarbage = garbageCollector();
  return {
    name: 'memory',
    store: timelines,
    filling: timelines.filling(),
    async filled({ timelines: all }) {
      for (const { id } of all) timelines.markFilled(id);
    },
    serverCpuMicros: async () => null,
    pids: [],
    async usedBytes() {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    },
    close: async () => {},
  };
}

/** Timelines in a Redis of the bench's own, which is emptied. */
export async function openRedisStore(server: RedisServer): Promise<BenchStore> {
  const connection = connectRedis(server.url, { alarms: createTestAlarms(), clock: realClock, commandMs: COMMAND_MS });
  await connection.up();
  await connection.client.flushall();
  const timelines = createRedisTimelines(connection, {
    hash: createHasher('bench'),
    clock: realClock,
    onCoverageLost: () => {},
    onLost: () => {},
  });
  const info = async (section: string, field: string) => {
    const text = String(await connection.client.info(section));
    return Number(new RegExp(`^${field}:(.*)$`, 'm').exec(text)?.[1]);
  };
  return {
    name: 'Redis',
    store: timelines,
    filling: timelines.filling(),
    async filled({ timelines: all }) {
      await timelines.markFilled(all.map(({ id }) => id));
      await timelines.refreshCoverage();
    },
    async serverCpuMicros() {
      const seconds = (await info('cpu', 'used_cpu_user')) + (await info('cpu', 'used_cpu_sys'));
      return seconds * 1e6;
    },
    pids: [await info('server', 'process_id')],
    usedBytes: () => info('memory', 'used_memory'),
    async close() {
      await timelines.close();
      await connection.close();
    },
  };
}

/** The engine's own, which is not there for everybody. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
