import { sayCount } from '../../core/domain/figures.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Traffic } from '../../sdk/index.ts';
import { EXIT, write } from './command.ts';
import { numberOption } from './options.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign traffic [--minutes N] [--json]

What all gateways answered in the last minutes, a line for each minute with asks: how many were approved, declined and
challenged, how long the answers took, and what the stand-in answered. Figures are a few seconds old.

  --minutes N   how many minutes back (${limits.trafficMinutes})
  --json        one JSON object, with every minute
${WORLD_HELP}

${WHERE_HELP}

example: countersign traffic --minutes 15
`;

type Counts = Traffic['totals'];

/** `countersign traffic`: how many were asked, and how long it took. */
export const trafficCommand: RemoteCommand = {
  name: 'traffic',
  summary: 'count what was answered, by the minute, and how long it took',
  help: HELP.trimStart(),
  options: { minutes: { type: 'string' }, json: { type: 'boolean' }, ...WORLD_OPTIONS },
  positionals: [0, 0],
  prepare({ values }) {
    const minutes = numberOption('minutes', values.minutes, limits.trafficMinutes, 1, limits.maxTrafficMinutes);
    return async ({ client }, terminal) => {
      const traffic = await client.traffic.get({ minutes });
      if (values.json) await writeJson(terminal, traffic);
      else await write(terminal.stdout, textOf(traffic, minutes));
      return EXIT.done;
    };
  },
};

const HEADINGS = ['MINUTE (UTC)', 'ASKS', 'APPROVED', 'DECLINED', 'CHALLENGED', 'STAND-IN', 'P50 MS', 'P99 MS'];

function textOf({ minutes, totals, stripe_timeout_ms: timeoutMs, deadline_ms }: Traffic, asked: number): string {
  if (totals.asked === 0) return `Nothing was asked in the last ${asked} minutes.\n`;
  const rows = minutes
    .filter((minute) => minute.asked > 0)
    .map(({ at, ...counts }) => [at.slice(11, 16), ...cells(counts)]);
  const { p99_ms: p99Ms, too_late: late } = totals;
  const left = p99Ms === null ? '' : `${Math.round(timeoutMs - p99Ms)} ms of Stripe's ${timeoutMs} were left at p99`;
  const deadline = `deadline ${deadline_ms.shortest} ms`;
  const tooLate = late === 0 ? '' : `; ${late} took longer than Stripe waits`;
  const all = table(HEADINGS, [...rows, ['all', ...cells(totals)]]);
  return `${all}\n${left} (${deadline})${tooLate}.\n${causes(totals)}`;
}

function cells(counts: Counts): string[] {
  const standIns = Object.values(counts.stand_ins).reduce((sum, count) => sum + count, 0);
  const numbers = [counts.asked, counts.approved, counts.declined, counts.challenged, standIns];
  const latencies = [counts.p50_ms, counts.p99_ms].map((ms) => (ms === null ? '' : String(ms)));
  return [...numbers.map((number) => sayCount(number)), ...latencies];
}

function causes({ stand_ins, missing, recorded_late: late }: Counts): string {
  const listed = (heading: string, counts: Readonly<Record<string, number>>) => {
    const named = Object.entries(counts).map(([cause, count]) => `${cause} ${sayCount(count)}`);
    return named.length === 0 ? [] : [`${heading}: ${named.join(', ')}`];
  };
  const lines = [
    ...listed('Stand-in', stand_ins),
    ...listed('Missing', missing),
    ...(late > 0 ? [`Recorded late: ${sayCount(late)}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
