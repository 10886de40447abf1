import { availableParallelism, loadavg } from 'node:os';
import { aimsOf } from './aims.ts';
import type { DuelFigures } from './duel.ts';
import type { HotFigures } from './hot-merchant.ts';
import type { MixFigures } from './mix.ts';
import type { Figure, Figures, Spread } from './rounds.ts';

/** Everything that a run found; what was not asked for, or could not be measured, is empty. */
export interface FeaturesReport {
  readonly mixes: readonly MixFigures[];
  readonly hot: readonly HotFigures[];
  readonly duels: readonly DuelFigures[];
  /** What was left out, and why. */
  readonly skipped: readonly string[];
}

/** Tables for people, as Markdown has them. */
export function featuresText(report: FeaturesReport): string {
  const { mixes, hot, duels, skipped } = report;
  const parts = [
    `Node ${process.version}, ${availableParallelism()} cores, load average ${loadavg()[0]?.toFixed(1)}. ` +
      'Medians of the rounds, least and most in brackets; times in µs.',
    ...skipped.map((why) => `Skipped: ${why}.`),
    ...(mixes.length === 0 ? [] : [mixTable(mixes), sizeTable(mixes)]),
    ...(hot.length === 0 ? [] : [hotTable(hot)]),
    ...(duels.length === 0 ? [] : [duelTable(duels)]),
    aimTable(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The same for programs. */
export function featuresJson(report: FeaturesReport): string {
  const machine = { node: process.version, cores: availableParallelism(), loadAverage: loadavg()[0] };
  return `${JSON.stringify({ machine, ...report, aims: aimsOf(report) }, null, 2)}\n`;
}

function mixTable(mixes: readonly MixFigures[]): string {
  const rows = mixes.flatMap((mix) => {
    const { store, size, featureCount, figures } = mix;
    return figures
      .filter(({ part }) => part === 'counted')
      .map((counted) => {
        const settled = figures.find(({ part, name }) => part === 'settled' && name === counted.name);
        return [
          `${featureCount}`,
          keysOf(size),
          store,
          counted.name,
          spread(counted.cpu),
          (counted.cpu.median / featureCount).toFixed(2),
          counted.serverCpu ? spread(counted.serverCpu) : '',
          spread(counted.elapsed),
          grouped(1e6 / counted.elapsed.median),
          settled ? sides(settled) : '',
        ];
      });
  });
  const heads = [
    'features',
    'cards, merchants',
    'in',
    'at once',
    'CPU',
    'a feature',
    'of Redis',
    'elapsed',
    'a second',
  ];
  return [table([...heads, 'to settle, CPU'], rows), '', disturbance(mixes)].join('\n');
}

function sizeTable(mixes: readonly MixFigures[]): string {
  const rows = mixes.map(({ store, size, featureCount, writtenCount, bytesPerAsk }) => [
    `${featureCount}`,
    keysOf(size),
    store,
    grouped(bytesPerAsk),
    `${writtenCount}`,
    grouped(bytesPerAsk / writtenCount),
  ]);
  return table(
    ['features', 'cards, merchants', 'in', 'bytes an authorization', 'in timelines', 'bytes an entry'],
    rows,
  );
}

function keysOf({ cards, merchants, skew }: MixFigures['size']): string {
  return `${grouped(cards)}, ${grouped(merchants)}${skew === 1 ? '' : ' of all sizes'}`;
}

function hotTable(hot: readonly HotFigures[]): string {
  const rows = hot.flatMap(({ store, atOnce, figures }) =>
    figures
      .filter(({ part }) => part === 'counted')
      .map(({ name, cpu, serverCpu, elapsed, ratio }) => [
        store,
        `${atOnce}`,
        name,
        spread(cpu),
        serverCpu ? spread(serverCpu) : '',
        spread(elapsed),
        spread(ratio, 2),
      ]),
  );
  const heads = ['in', 'at once', "in the merchant's week", 'CPU', 'of Redis', 'elapsed', 'all CPU, times the first'];
  return [table(heads, rows), '', disturbance(hot)].join('\n');
}

function duelTable(duels: readonly DuelFigures[]): string {
  const rows = duels.flatMap(({ aggregates, rowCount, figures }) =>
    figures.map(({ name, cpu, elapsed, ratio }) => [
      aggregates.join(' '),
      name,
      seconds(cpu),
      (cpu.median / rowCount).toFixed(2),
      seconds(elapsed),
      spread(ratio, 1),
    ]),
  );
  const [first] = duels;
  const told =
    `DuckDB ${first?.duckDbVersion} on one thread, ${grouped(first?.rowCount ?? 0)} rows: the same answers, ` +
    `${grouped(first?.comparedRows ?? 0)} rows compared one by one and the sums of all.`;
  const heads = ['over all rows', 'by', 'CPU, s', 'µs a row', 'elapsed, s', "times DuckDB's CPU"];
  return [table(heads, rows), '', told, disturbance(duels)].join('\n');
}

function aimTable(report: FeaturesReport): string {
  const rows = aimsOf(report).map(({ aim, measured, isReached }) => [
    aim,
    measured,
    isReached ? 'reached' : '**not reached**',
  ]);
  return table(['aim', 'measured', ''], rows);
}

function disturbance(all: readonly Figures[]): string {
  const shares = all.map(({ othersShare }) => othersShare ?? Number.NaN);
  const most = Math.max(...shares);
  const others = Number.isNaN(most) ? 'an unknown part' : `at most ${Math.round(most * 100)} %`;
  return `Other programs took ${others} of the machine meanwhile.`;
}

function sides({ cpu, serverCpu }: Figure): string {
  return serverCpu ? `${number(cpu.median)}, of Redis ${number(serverCpu.median)}` : number(cpu.median);
}

function spread({ median, least, most }: Spread, places?: number): string {
  return `${number(median, places)} (${number(least, places)} to ${number(most, places)})`;
}

function seconds({ median, least, most }: Spread): string {
  return spread({ median: median / 1e6, least: least / 1e6, most: most / 1e6 }, 2);
}

function number(value: number, places = value < 10 ? 1 : 0): string {
  return value.toFixed(places);
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
