import type { LoadResult } from '../load/messages.ts';
import type { Pair, Run, Speed } from './speed.ts';
import { median, quantile } from './statistics.ts';

/** What one server did in one placement: medians of its runs. */
export interface Figures {
  readonly requestsPerSecond: number;
  readonly cpuMicrosPerRequest: number | null;
  /** With bringing the record into the database. */
  readonly cpuMicrosUntilShipped: number | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of all runs together: one run has too few for it. */
  readonly p999Ms: number;
  readonly cpuMicrosAtSteadyRate: number | null;
}

/** Two servers side by side. A ratio is the service's figure over the bare handler's, made pair by pair. */
export interface Comparison {
  readonly placement: string;
  readonly bare: Figures;
  readonly service: Figures;
  readonly throughputRatio: { readonly median: number; readonly least: number; readonly most: number };
  readonly cpuRatio: number | null;
  /** How late the load generator was itself, at worst. */
  readonly generatorLateP99Ms: number;
  /** What other programs took of the machine while this was measured, at worst; null where that can't be seen. */
  readonly othersShare: number | null;
  readonly faults: Faults;
}

/** Answers that should not have been as they were; zero everywhere, or the speed is worth nothing. */
export interface Faults {
  readonly lost: number;
  readonly refused: number;
  readonly wrong: number;
  readonly late: number;
}

/** Sums up the runs of one placement. */
export function compare({ placement, saturated, steady }: Speed): Comparison {
  const ratios = saturated.map(({ bare, service }) => service.load.answersPerSecond / bare.load.answersPerSecond);
  const cpuRatios = saturated.map(({ bare, service }) => cpuMicros(service) / cpuMicros(bare));
  const runs = [...saturated, ...steady].flatMap(({ bare, service }) => [bare, service]);
  return {
    placement,
    bare: figuresOf(saturated, steady, 'bare'),
    service: figuresOf(saturated, steady, 'service'),
    throughputRatio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
    cpuRatio: known(median(cpuRatios)),
    generatorLateP99Ms: Math.max(...runs.map(({ load }) => load.generatorLateP99Ms)),
    othersShare: known(Math.max(...[...saturated, ...steady].map(({ othersShare }) => othersShare ?? Number.NaN))),
    faults: faultsOf(runs.map(({ load }) => load)),
  };
}

/** Adds up what went wrong. */
export function faultsOf(loads: readonly LoadResult[]): Faults {
  const sum = (count: (load: LoadResult) => number) => loads.reduce((total, load) => total + count(load), 0);
  return {
    lost: sum(({ lost }) => lost),
    refused: sum(({ refused }) => refused),
    wrong: sum(({ wrong }) => wrong),
    late: sum(({ late }) => late),
  };
}

function figuresOf(saturated: readonly Pair[], steady: readonly Pair[], which: 'bare' | 'service'): Figures {
  const full = saturated.map((pair) => pair[which]);
  const calm = steady.map((pair) => pair[which]);
  const middle = (runs: readonly Run[], figure: (run: Run) => number) => median(runs.map(figure));
  return {
    requestsPerSecond: middle(full, ({ load }) => load.answersPerSecond),
    cpuMicrosPerRequest: known(middle(full, cpuMicros)),
    cpuMicrosUntilShipped: known(
      middle(full, ({ cpuUntilShippedMs, load }) => ((cpuUntilShippedMs ?? Number.NaN) * 1000) / load.sent),
    ),
    p50Ms: middle(calm, ({ load }) => quantile(load.latenciesMs, 0.5)),
    p99Ms: middle(calm, ({ load }) => quantile(load.latenciesMs, 0.99)),
    p999Ms: quantile(
      calm.flatMap(({ load }) => load.latenciesMs),
      0.999,
    ),
    cpuMicrosAtSteadyRate: known(middle(calm, cpuMicros)),
  };
}

function cpuMicros({ cpuMs, load }: Run): number {
  return ((cpuMs ?? Number.NaN) * 1000) / load.sent;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
