import { type Disturbed, measureCalmly } from '../measure/calm.ts';
import { median } from '../measure/statistics.ts';
import { watchOthers } from '../stage/process-cpu.ts';
import type { BenchAsk } from './asks.ts';
import type { Contestant } from './contestant.ts';

/**
 * What one contestant took for an evaluation of all its rules, in nanoseconds. CPU is that of all threads of the process:
 * it doesn't grow by waiting for a machine that others use. Medians of the rounds, where nothing else is said.
 */
export interface Figure {
  readonly name: string;
  readonly hasTrace: boolean;
  readonly cpuNanos: number;
  readonly leastCpuNanos: number;
  readonly mostCpuNanos: number;
  readonly elapsedNanos: number;
  /** How many times the first contestant's CPU, made round by round. */
  readonly ratio: number;
}

/** What all rounds found. */
export interface Figures {
  readonly figures: readonly Figure[];
  /** What other programs took of the machine, at worst, from 0 to 1; null where that can't be seen. */
  readonly othersShare: number | null;
}

/** How much is measured: rounds that count, and about how much CPU each contestant takes in one. */
export interface Effort {
  readonly rounds: number;
  readonly sliceMs: number;
}

/**
 * Measures all contestants in every round, one right after the other, so that what else goes on strikes all of them.
 * Each was warmed up by being timed. Throws where two of those given the same asks find a different number of matches.
 */
export async function measureRounds(
  contestants: readonly Contestant[],
  asks: readonly BenchAsk[],
  { rounds, sliceMs }: Effort,
): Promise<Figures> {
  const counts: number[] = [];
  for (const contestant of contestants) counts.push(await countFor(contestant, asks, sliceMs));
  const measured = await measureCalmly(rounds, () => round(contestants, asks, counts));
  const shares = measured.map(({ othersShare }) => othersShare ?? Number.NaN);
  const figures = contestants.map(({ name, hasTrace }, at) => {
    const takings = measured.flatMap(({ value }) => value[at] ?? []);
    const cpu = takings.map(({ cpuNanos }) => cpuNanos);
    return {
      name,
      hasTrace,
      cpuNanos: median(cpu),
      leastCpuNanos: Math.min(...cpu),
      mostCpuNanos: Math.max(...cpu),
      elapsedNanos: median(takings.map(({ elapsedNanos }) => elapsedNanos)),
      ratio: median(measured.map(({ value }) => (value[at]?.cpuNanos ?? Number.NaN) / (value[0]?.cpuNanos ?? 0))),
    };
  });
  const othersShare = Math.max(...shares);
  return { figures, othersShare: Number.isNaN(othersShare) ? null : othersShare };
}

/** How many evaluations fill a slice: whole passes over the asks, so that all contestants meet the same. */
async function countFor(contestant: Contestant, asks: readonly BenchAsk[], sliceMs: number): Promise<number> {
  let passes = 1;
  for (;;) {
    const { cpuMs } = await timed(contestant, asks, passes * asks.length);
    if (cpuMs >= sliceMs / 2) return Math.max(1, Math.round((passes * sliceMs) / cpuMs)) * asks.length;
    passes *= 2;
  }
}

/** What one evaluation took in one slice. */
interface Taking {
  readonly cpuNanos: number;
  readonly elapsedNanos: number;
}

/** One slice of every contestant, in their order. */
async function round(
  contestants: readonly Contestant[],
  asks: readonly BenchAsk[],
  counts: readonly number[],
): Promise<Disturbed<readonly Taking[]>> {
  const others = watchOthers([]);
  const takings: Taking[] = [];
  const shares = new Set<number>();
  for (const [at, contestant] of contestants.entries()) {
    const count = counts[at] ?? asks.length;
    const { cpuMs, elapsedMs, matches } = await timed(contestant, asks, count);
    takings.push({ cpuNanos: (cpuMs * 1e6) / count, elapsedNanos: (elapsedMs * 1e6) / count });
    shares.add((matches * asks.length) / count);
  }
  if (shares.size > 1) throw new Error(`the engines differ in how many rules match: ${[...shares].join(', ')}`);
  return { value: takings, othersShare: others() };
}

async function timed(contestant: Contestant, asks: readonly BenchAsk[], count: number) {
  const before = process.cpuUsage();
  const startMs = performance.now();
  const result = contestant.evaluate(asks, count);
  // What answers at once is not made to wait its turn.
  const matches = typeof result === 'number' ? result : await result;
  const elapsedMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, elapsedMs, matches };
}
