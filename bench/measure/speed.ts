import type { Arrivals, LoadResult } from '../load/messages.ts';
import type { Settings } from '../settings.ts';
import { type Load, startLoad } from '../stage/load.ts';
import type { Placement } from '../stage/placement.ts';
import { processCpuMs, watchOthers } from '../stage/process-cpu.ts';
import { isShipped, untilReady } from '../stage/readiness.ts';
import { type Server, startBare, startService } from '../stage/server.ts';
import type { Stage } from '../stage/stage.ts';
import { type Disturbed, measureCalmly } from './calm.ts';

/** One run of load against one server. */
export interface Run {
  readonly load: LoadResult;
  /** What the whole process used during the run; null where that can't be seen. */
  readonly cpuMs: number | null;
  /** And what it used until its records were in its database. */
  readonly cpuUntilShippedMs: number | null;
  readonly shippedAfterSeconds: number;
}

/** The same load on the bare handler and on the service, one right after the other. */
export interface Pair {
  readonly bare: Run;
  readonly service: Run;
  /** How much of the machine other programs used meanwhile, from 0 to 1; null where that can't be seen. */
  readonly othersShare: number | null;
}

/** All runs in one placement. */
export interface Speed {
  readonly placement: string;
  readonly saturated: readonly Pair[];
  readonly steady: readonly Pair[];
}

const OPEN_MS = 60_000;
const SHIP_MS = 120_000;

/**
 * Measures both servers in one placement, alternating, each as a process of its own that was warmed up. Between two runs
 * the service brings what it recorded into its database, so that none pays for another.
 */
export async function measureSpeed(
  stage: Stage,
  placement: Placement,
  settings: Settings,
  say: (line: string) => void,
): Promise<Speed> {
  const name = `service-${placement.server.length === 0 ? 'free' : 'pinned'}`;
  const bare = await startBare(stage, placement.server);
  const service = await startService(stage, name, { RECORD: 'journal' }, placement.server);
  const load = startLoad(stage, placement.load);
  await untilReady(service, 'the embedded database', OPEN_MS, ({ database }) => database.state === 'open');
  let seed = 0;

  async function pair(arrivals: Arrivals): Promise<Disturbed<Pick<Pair, 'bare' | 'service'>>> {
    seed += 1;
    const others = watchOthers([bare.pid, service.pid, load.pid]);
    const value = {
      bare: await runOnce(load, bare, { seed, arrivals, expected: 'approved' }, false),
      service: await runOnce(load, service, { seed, arrivals, expected: 'by_score' }, true),
    };
    return { value, othersShare: others() };
  }

  async function pairs(count: number, what: string, arrivals: Arrivals): Promise<Pair[]> {
    const made = await measureCalmly(count, (attempt) => {
      say(`${placement.name}: ${what}, pair ${attempt}`);
      return pair(arrivals);
    });
    return made.map(({ value, othersShare }) => ({ ...value, othersShare }));
  }

  const { connections, requests, warmupRequests, ratePerSecond, latencySeconds } = settings;
  await pairs(1, 'warming up', { kind: 'closed', connections, requests: warmupRequests });
  const saturated = await pairs(settings.pairs, 'saturated', { kind: 'closed', connections, requests });
  const steady = await pairs(settings.latencyPairs, `${ratePerSecond}/s`, {
    kind: 'open',
    ratePerSecond,
    seconds: latencySeconds,
  });
  await Promise.all([bare.child.stop(), service.child.stop(), load.stop()]);
  return { placement: placement.name, saturated, steady };
}

async function runOnce(
  load: Load,
  { pid, port, ...rest }: Server,
  plan: { readonly seed: number; readonly arrivals: Arrivals; readonly expected: 'approved' | 'by_score' },
  isShipping: boolean,
): Promise<Run> {
  const before = processCpuMs(pid);
  const result = await load.run({ ...plan, port });
  const after = processCpuMs(pid);
  const endedMs = performance.now();
  if (isShipping) await untilReady({ pid, port, ...rest }, 'shipping', SHIP_MS, isShipped);
  const shipped = processCpuMs(pid);
  return {
    load: result,
    cpuMs: before === null || after === null ? null : after - before,
    cpuUntilShippedMs: before === null || shipped === null ? null : shipped - before,
    shippedAfterSeconds: (performance.now() - endedMs) / 1000,
  };
}
