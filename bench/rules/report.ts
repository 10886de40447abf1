import { availableParallelism, loadavg } from 'node:os';
import type { ManyRules } from './many-rules.ts';
import type { Figure, Figures } from './rounds.ts';

/** Everything that a run found. */
export interface RulesReport {
  readonly askCount: number;
  readonly attributeCount: number;
  readonly ten: Figures;
  readonly many: ManyRules;
}

/** A page for people. */
export function rulesText({ askCount, attributeCount, ten, many }: RulesReport): string {
  const { count, readMs, decisions } = many;
  return [
    `Node ${process.version}, ${availableParallelism()} cores, load average ${loadavg()[0]?.toFixed(1)}`,
    '',
    `ten rules over ${attributeCount} attributes, an evaluation of all of them; the same rules match in every engine on`,
    `${askCount} different asks`,
    ...figureLines(ten),
    '',
    `${count} rules: from their files to a policy in ${millis(readMs.median)} of CPU ` +
      `(${millis(readMs.least)} to ${millis(readMs.most)})`,
    ...figureLines(decisions),
    '',
  ].join('\n');
}

/** The same for programs. */
export function rulesJson(report: RulesReport): string {
  const machine = { node: process.version, cores: availableParallelism(), loadAverage: loadavg()[0] };
  return `${JSON.stringify({ machine, ...report }, null, 2)}\n`;
}

function figureLines({ figures, othersShare }: Figures): string[] {
  const others = othersShare === null ? 'an unknown part' : `at most ${Math.round(othersShare * 100)} %`;
  return [...figures.map(figureLine), `  other programs took ${others} of the machine meanwhile`];
}

function figureLine(figure: Figure): string {
  const { name, hasTrace, cpuNanos, leastCpuNanos, mostCpuNanos, elapsedNanos, ratio } = figure;
  return [
    `  ${name.padEnd(24)}${hasTrace ? 'with trace' : 'without   '}  ${grouped(cpuNanos).padStart(9)} ns of CPU`,
    `(${grouped(leastCpuNanos)} to ${grouped(mostCpuNanos)}), ${ratio.toFixed(ratio < 10 ? 2 : 0)} times the first;`,
    `${grouped(elapsedNanos)} elapsed`,
  ].join(' ');
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function millis(value: number): string {
  return `${value.toFixed(0)} ms`;
}
