import { type Disturbed, measureCalmly } from '../measure/calm.ts';
import { median } from '../measure/statistics.ts';
import { watchOthers } from '../stage/process-cpu.ts';

/** What something took, in microseconds. */
export interface Cost {
  readonly elapsed: number;
  /** Of all threads of this process: it doesn't grow by waiting for a machine that others use. */
  readonly cpu: number;
  /** Of the store's server; null where there is none. */
  readonly serverCpu: number | null;
}

/** Something that is measured again and again. */
export interface Contestant {
  readonly name: string;
  /** Measures one slice of it, and gives what each thing of it took; the same parts every time. */
  take(): Promise<Readonly<Record<string, Cost>>>;
}

/** Median of all rounds, and least and most. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What one part of one contestant took. */
export interface Figure {
  readonly name: string;
  readonly part: string;
  readonly elapsed: Spread;
  readonly cpu: Spread;
  readonly serverCpu: Spread | null;
  /** What this process and the server used of the processor, as a multiple of the first contestant's, round by round. */
  readonly ratio: Spread;
}

export interface Figures {
  readonly figures: readonly Figure[];
  /** What other programs took of the machine, at worst, from 0 to 1; null where that can't be seen. */
  readonly othersShare: number | null;
}

/** How much is measured: rounds that count, and those before that only warm up. */
export interface Effort {
  readonly rounds: number;
  readonly warmups: number;
}

type Taking = readonly Readonly<Record<string, Cost>>[];

/**
 * Measures all contestants in every round, one right after the other, so that what else goes on strikes all of them.
 * `pids` are those of processes that work for them.
 */
export async function measureRounds(
  contestants: readonly Contestant[],
  { rounds, warmups }: Effort,
  pids: readonly number[],
): Promise<Figures> {
  for (let warmup = 0; warmup < warmups; warmup += 1) await takeAll(contestants, pids);
  const measured = await measureCalmly(rounds, () => takeAll(contestants, pids));
  const takings = measured.map(({ value }) => value);
  const parts = Object.keys(takings[0]?.[0] ?? {});
  const othersShare = Math.max(...measured.map((each) => each.othersShare ?? Number.NaN));
  return {
    figures: contestants.flatMap(({ name }, at) => parts.map((part) => figureOf(takings, { name, at, part }))),
    othersShare: Number.isNaN(othersShare) ? null : othersShare,
  };
}

/** Adds up what is done many times, or of many things together. */
export interface Meter {
  /** Runs it, and adds what that took. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** What each of so many took of all that was run. */
  each(count: number): Cost;
}

/** A meter at zero. `serverCpuMicros` says what a store's server has used so far; null where there is none. */
export function createMeter(serverCpuMicros: () => Promise<number | null> = async () => null): Meter {
  let [elapsed, cpu] = [0, 0];
  let serverCpu: number | null = null;
  return {
    async run(work) {
      const serverBefore = await serverCpuMicros();
      const before = process.cpuUsage();
      const startMs = performance.now();
      const result = await work();
      elapsed += (performance.now() - startMs) * 1_000;
      const { user, system } = process.cpuUsage(before);
      cpu += user + system;
      const serverAfter = await serverCpuMicros();
      if (serverBefore !== null && serverAfter !== null) serverCpu = (serverCpu ?? 0) + serverAfter - serverBefore;
      return result;
    },
    each: (count) => ({
      elapsed: elapsed / count,
      cpu: cpu / count,
      serverCpu: serverCpu === null ? null : serverCpu / count,
    }),
  };
}

async function takeAll(contestants: readonly Contestant[], pids: readonly number[]): Promise<Disturbed<Taking>> {
  const others = watchOthers(pids);
  const value: Readonly<Record<string, Cost>>[] = [];
  for (const contestant of contestants) value.push(await contestant.take());
  return { value, othersShare: others() };
}

function figureOf(takings: readonly Taking[], which: { name: string; at: number; part: string }): Figure {
  const { name, at, part } = which;
  const costs = takings.flatMap((taking) => taking[at]?.[part] ?? []);
  const servers = costs.flatMap(({ serverCpu }) => serverCpu ?? []);
  return {
    name,
    part,
    elapsed: spreadOf(costs.map(({ elapsed }) => elapsed)),
    cpu: spreadOf(costs.map(({ cpu }) => cpu)),
    serverCpu: servers.length === 0 ? null : spreadOf(servers),
    ratio: spreadOf(takings.map((taking) => allCpu(taking[at]?.[part]) / allCpu(taking[0]?.[part]))),
  };
}

function allCpu(cost: Cost | undefined): number {
  return cost === undefined ? Number.NaN : cost.cpu + (cost.serverCpu ?? 0);
}

function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
