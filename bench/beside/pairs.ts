import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { LoadResult } from '../load/messages.ts';
import { median, quantile } from '../measure/statistics.ts';
import { type Load, startLoad } from '../stage/load.ts';
import { watchOthers } from '../stage/process-cpu.ts';
import type { Server } from '../stage/server.ts';
import { openStage, type Stage } from '../stage/stage.ts';

/** A service that answers, and the work beside it that is turned on and off. */
export interface Beside {
  readonly server: Server;
  turn(state: 'on' | 'off'): Promise<void>;
  /** What the work came to, for whoever reads the figures. */
  said(): Promise<object>;
}

/** What is measured: whether this work delays answers. */
export interface Subject {
  /** `jobs`: said as `with jobs`. */
  readonly name: string;
  readonly help: string;
  open(stage: Stage, load: Load): Promise<Beside>;
}

/** What was under way ends, and what begins is under way. */
const SETTLE_MS = 2_000;
const WARM_SECONDS = 5;

/**
 * The service under a steady rate of asks, without the work and with it, alternating in one run; prints what came of it.
 * Ends the process: 0, or 1 when an answer was late, lost, refused or wrong.
 */
export async function runPairs(subject: Subject): Promise<never> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '4' },
      seconds: { type: 'string', default: '10' },
      rate: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(subject.help.trimStart());
    process.exit(0);
  }
  const plan = { pairs: Number(values.pairs), seconds: Number(values.seconds), rate: Number(values.rate) };
  const made = await measure(subject, plan);
  const lines = [line(`without ${subject.name}`, made.without), line(`with ${subject.name}`, made.with)];
  const others = made.others.map((share) => Math.round(share * 100));
  if (values.json) process.stdout.write(`${JSON.stringify({ lines, others_percent: others, ...made.said })}\n`);
  else {
    console.table(lines);
    process.stdout.write(`others took of the machine, in percent, pair by pair: ${others.join(', ')}\n`);
    process.stdout.write(`${JSON.stringify(made.said)}\n`);
  }
  process.exit(lines.some(({ missed }) => missed > 0) ? 1 : 0);
}

/** Runs alternate; the second of each pair is the one with the work. */
async function measure(
  subject: Subject,
  plan: { readonly pairs: number; readonly seconds: number; readonly rate: number },
): Promise<{
  readonly without: LoadResult[];
  readonly with: LoadResult[];
  readonly others: number[];
  readonly said: object;
}> {
  const stage = openStage();
  try {
    const load = startLoad(stage);
    const { server, turn, said } = await subject.open(stage, load);
    let seed = 0;
    const run = (seconds: number) =>
      load.run({
        port: server.port,
        seed: ++seed,
        expected: 'by_score',
        arrivals: { kind: 'open', ratePerSecond: plan.rate, seconds },
      });
    await turn('on');
    await run(WARM_SECONDS);
    const made = { without: [] as LoadResult[], with: [] as LoadResult[], others: [] as number[] };
    for (let pair = 1; pair <= plan.pairs; pair += 1) {
      process.stderr.write(`pair ${pair}\n`);
      const others = watchOthers([server.pid, load.pid]);
      for (const state of ['off', 'on'] as const) {
        await turn(state);
        await sleep(SETTLE_MS);
        made[state === 'on' ? 'with' : 'without'].push(await run(plan.seconds));
      }
      made.others.push(others() ?? Number.NaN);
    }
    await turn('off');
    return { ...made, said: await said() };
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
    p99_ms_of_each: each(0.99).map(rounded).join(' '),
    worst_ms: rounded(Math.max(...each(1))),
    generator_late_p99_ms: rounded(median(runs.map(({ generatorLateP99Ms }) => generatorLateP99Ms))),
    sent: sum(({ sent }) => sent),
    missed: sum(({ lost, refused, wrong, late }) => lost + refused + wrong + late),
  };
}
