import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { LoadResult } from './load/messages.ts';
import { median, quantile } from './measure/statistics.ts';
import { startLoad } from './stage/load.ts';
import { watchOthers } from './stage/process-cpu.ts';
import { untilReady } from './stage/readiness.ts';
import { startProgram } from './stage/server.ts';
import { openStage } from './stage/stage.ts';

const HELP = `
usage: npm run bench:jobs -- [--pairs N] [--seconds N] [--rate N] [--json]

Whether jobs in the process that answers delay its answers: the embedded service under a steady rate of asks, without
jobs and with a steady load of jobs and events, alternating in one run. By default 4 pairs of 10 seconds at 100 asks a
second, beside 20 jobs and 20 events a second (BENCH_JOBS, BENCH_EVENTS).

Exit code: 0, or 1 when an answer was late, lost, refused or wrong.
`;

const OPEN_MS = 180_000;
const SETTLE_MS = 2_000;

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Runs alternate; the second of each pair is the one with jobs. */
async function measure(): Promise<{
  readonly without: LoadResult[];
  readonly with: LoadResult[];
  readonly others: number[];
}> {
  const stage = openStage();
  try {
    const server = await startProgram(stage, 'bench/jobs-server.ts', 'jobs', {
      STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: stage.secret,
      DATA_DIR: join(stage.folder, 'jobs'),
      PORT: '0',
    });
    await untilReady(server, 'the embedded database', OPEN_MS, ({ database }) => database.state === 'open');
    const load = startLoad(stage);
    const turn = (state: 'on' | 'off') => fetch(`http://127.0.0.1:${server.port}/load/${state}`);
    let seed = 0;
    const run = (seconds: number) =>
      load.run({
        port: server.port,
        seed: ++seed,
        expected: 'by_score',
        arrivals: { kind: 'open', ratePerSecond: Number(values.rate), seconds },
      });
    await turn('on');
    await run(5);
    const made = { without: [] as LoadResult[], with: [] as LoadResult[], others: [] as number[] };
    for (let pair = 1; pair <= Number(values.pairs); pair += 1) {
      process.stderr.write(`pair ${pair}\n`);
      const others = watchOthers([server.pid, load.pid]);
      for (const state of ['off', 'on'] as const) {
        await turn(state);
        // What was under way ends, and what begins is under way.
        await sleep(SETTLE_MS);
        made[state === 'on' ? 'with' : 'without'].push(await run(Number(values.seconds)));
      }
      made.others.push(others() ?? Number.NaN);
    }
    const said = (await (await fetch(`http://127.0.0.1:${server.port}/readyz`)).json()) as { bench: object };
    process.stderr.write(`${JSON.stringify(said.bench)}\n`);
    return made;
  } finally {
    await stage.clear();
  }
}

function line(name: string, runs: readonly LoadResult[]) {
  const each = (share: number) => runs.map(({ latenciesMs }) => quantile(latenciesMs, share));
  const sum = (of: (run: LoadResult) => number) => runs.reduce((total, run) => total + of(run), 0);
  const rounded = (ms: number) => Math.round(ms * 10) / 10;
  return {
    name,
    p50_ms: rounded(median(each(0.5))),
    p99_ms: rounded(median(each(0.99))),
    p99_ms_of_each: each(0.99).map(rounded),
    worst_ms: rounded(Math.max(...each(1))),
    generator_late_p99_ms: rounded(median(runs.map(({ generatorLateP99Ms }) => generatorLateP99Ms))),
    sent: sum(({ sent }) => sent),
    missed: sum(({ lost, refused, wrong, late }) => lost + refused + wrong + late),
  };
}

if (values.help) {
  process.stdout.write(HELP.trimStart());
  process.exit(0);
}
const made = await measure();
const lines = [line('without jobs', made.without), line('with jobs', made.with)];
const others = made.others.map((share) => Math.round(share * 100));
if (values.json) process.stdout.write(`${JSON.stringify({ lines, others_percent: others })}\n`);
else {
  console.table(lines);
  process.stdout.write(`others took of the machine, in percent, pair by pair: ${others.join(', ')}\n`);
}
process.exit(lines.some(({ missed }) => missed > 0) ? 1 : 0);
