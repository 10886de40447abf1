import { availableParallelism } from 'node:os';
import type { Comparison, Faults, Figures } from './figures.ts';
import type { Outage } from './outage.ts';
import { quantile } from './statistics.ts';

/** Everything that a run of the bench found. */
export interface Report {
  readonly comparisons: readonly Comparison[];
  readonly outages: readonly Outage[];
  /** What was not measured, and why. */
  readonly skipped: readonly string[];
}

/** A page for people: ratios first. */
export function reportText({ comparisons, outages, skipped }: Report): string {
  return [
    `Node ${process.version}, ${availableParallelism()} cores`,
    ...comparisons.flatMap(comparisonLines),
    ...(outages.length > 0 ? outageLines(outages) : []),
    ...skipped.map((what) => `\nskipped: ${what}`),
    '',
  ].join('\n');
}

/** The same for programs, without the single latencies and ids. */
export function reportJson({ comparisons, outages, skipped }: Report): string {
  const machine = { node: process.version, cores: availableParallelism() };
  const told = outages.map(({ load: { decisionIds, latenciesMs, ...load }, ...outage }) => ({
    ...outage,
    answered: latenciesMs.length,
    p99Ms: quantile(latenciesMs, 0.99),
    worstMs: quantile(latenciesMs, 1),
    ...load,
  }));
  return `${JSON.stringify({ machine, comparisons, outages: told, skipped }, null, 2)}\n`;
}

/** Whether every answer was as it had to be, and none was forgotten. */
export function isSound({ comparisons, outages }: Report): boolean {
  const isClean = ({ lost, refused, wrong, late }: Faults) => lost + refused + wrong + late === 0;
  return (
    comparisons.every(({ faults }) => isClean(faults)) &&
    outages.every(({ load, notStored }) => isClean(load) && notStored === 0)
  );
}

function comparisonLines(found: Comparison): string[] {
  const { placement, bare, service, throughputRatio, cpuRatio, faults } = found;
  const row = (name: string, value: (figures: Figures) => string) =>
    `  ${name.padEnd(34)} ${value(bare).padStart(12)} ${value(service).padStart(12)}`;
  return [
    '',
    `${placement}: ${throughputRatio.median.toFixed(2)} of the bare handler's throughput ` +
      `(pairs from ${throughputRatio.least.toFixed(2)} to ${throughputRatio.most.toFixed(2)}), ` +
      `${cpuRatio === null ? 'unknown' : cpuRatio.toFixed(2)} times its CPU`,
    `  ${''.padEnd(34)} ${'bare'.padStart(12)} ${'Countersign'.padStart(12)}`,
    row('requests/s at saturation', ({ requestsPerSecond }) => Math.round(requestsPerSecond).toString()),
    row('CPU per request', ({ cpuMicrosPerRequest }) => micros(cpuMicrosPerRequest)),
    row('  with shipping to the database', ({ cpuMicrosUntilShipped }) => micros(cpuMicrosUntilShipped)),
    row('p50 at the steady rate', ({ p50Ms }) => millis(p50Ms)),
    row('p99', ({ p99Ms }) => millis(p99Ms)),
    row('p99.9', ({ p999Ms }) => millis(p999Ms)),
    row('CPU per request at that rate', ({ cpuMicrosAtSteadyRate }) => micros(cpuMicrosAtSteadyRate)),
    `  ${faultText(faults)}; the generator itself was late by ${millis(found.generatorLateP99Ms)} at its p99;`,
    `  other programs took at most ${share(found.othersShare)} of the machine meanwhile`,
  ];
}

function outageLines(outages: readonly Outage[]): string[] {
  return [
    '',
    'with the database stopped under load',
    ...outages.map(({ kind, record, load, notStored, recordedLate, storedAfterSeconds }) =>
      [
        `  ${kind.padEnd(7)} RECORD=${record.padEnd(9)} ${load.sent} asked, ${faultText(load)},`,
        `${notStored} not stored; ${recordedLate} recorded late; p99 ${millis(quantile(load.latenciesMs, 0.99))},`,
        `worst ${millis(quantile(load.latenciesMs, 1))} (the generator itself ${millis(load.generatorLateWorstMs)});`,
        `all stored ${storedAfterSeconds.toFixed(1)} s after the last`,
      ].join(' '),
    ),
  ];
}

function faultText({ lost, refused, wrong, late }: Faults): string {
  return `${late} late, ${refused} not 200, ${lost} lost, ${wrong} wrong`;
}

function share(value: number | null): string {
  return value === null ? 'an unknown part' : `${Math.round(value * 100)} %`;
}

function micros(value: number | null): string {
  return value === null ? 'unknown' : `${Math.round(value)} µs`;
}

function millis(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
