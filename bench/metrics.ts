import { parseArgs } from 'node:util';
import { createMetrics } from '../src/adapters/metrics/metrics.ts';
import { realClock } from '../test/support/clock.ts';
import { policyOf, shippedFiles } from '../test/support/policy.ts';
import { contestants } from './metrics/contestants.ts';
import { benchAsks } from './rules/asks.ts';
import { type Effort, measureRounds } from './rules/rounds.ts';

const HELP = `
usage: npm run bench:metrics -- [--quick]

Answers asks by the shipped policy without metrics, with ours, and with prom-client's labels, in one run and
alternating; and times a scrape. A quarter of a minute; --quick a few seconds.
`;

const USUAL: Effort = { rounds: 15, sliceMs: 150 };
const QUICK: Effort = { rounds: 3, sliceMs: 50 };
const SCRAPES = 200;

async function main(): Promise<number> {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { quick: flag, help: flag } });
  if (values.help) {
    process.stdout.write(HELP.trimStart());
    return 0;
  }
  const asks = benchAsks(500, [], 4);
  const { figures, othersShare } = await measureRounds(
    contestants(policyOf(shippedFiles())),
    asks,
    values.quick ? QUICK : USUAL,
  );
  process.stdout.write(
    '| an answer, in memory | CPU, µs | rounds | times the first, pair by pair |\n|---|---|---|---|\n',
  );
  for (const { name, cpuNanos, leastCpuNanos, mostCpuNanos, ratio } of figures) {
    const micros = (nanos: number) => (nanos / 1_000).toFixed(2);
    const rounds = `${micros(leastCpuNanos)} to ${micros(mostCpuNanos)}`;
    process.stdout.write(`| ${name} | ${micros(cpuNanos)} | ${rounds} | ${ratio.toFixed(3)} |\n`);
  }
  const others = othersShare === null ? 'unknown' : `${Math.round(othersShare * 100)} %`;
  process.stdout.write(`a scrape: ${(await scrapeMs()).toFixed(2)} ms of CPU; others took ${others} of the machine\n`);
  return 0;
}

/** What one scrape takes of CPU, with the process's own metrics. */
async function scrapeMs(): Promise<number> {
  const metrics = createMetrics({ clock: realClock, withProcess: true });
  await metrics.text();
  const before = process.cpuUsage();
  for (let time = 0; time < SCRAPES; time += 1) await metrics.text();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / SCRAPES;
}

process.exitCode = await main();
