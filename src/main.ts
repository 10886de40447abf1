#!/usr/bin/env node
import { randomBytes, randomUUID } from 'node:crypto';
import { systemClock } from './adapters/clock/system.ts';
import { createHasher } from './adapters/store/hasher.ts';
import { backtestCommand } from './apps/cli/backtest.ts';
import { checkCommand } from './apps/cli/check.ts';
import { runCli } from './apps/cli/cli.ts';
import { EXIT, type Terminal } from './apps/cli/command.ts';
import { decideCommand } from './apps/cli/decide.ts';
import { type DemoWish, demoCommand } from './apps/cli/demo.ts';
import { doctorCommand } from './apps/cli/doctor.ts';
import { remoteCommands } from './apps/cli/remote/commands.ts';
import { replayCommand } from './apps/cli/replay.ts';
import { serveCommand } from './apps/cli/serve.ts';
import { type StripeWish, simulateCommand } from './apps/cli/simulate.ts';
import { testCommand } from './apps/cli/test.ts';
import { tuneCommand } from './apps/cli/tune.ts';
import { workerCommand } from './apps/cli/worker.ts';
import {
  examineEnvironment,
  isPlainWished,
  isSomebodyHere,
  readConfig,
  readFileConfig,
  readRemote,
  readStripeSettings,
  readWorkerConfig,
} from './config.ts';
import { besideProgram, programVersion } from './program.ts';

// What is heavy (the service, the simulated world) is loaded by the commands that need it: the others start in half
// the time without.

/** Runs the service until SIGINT or SIGTERM. */
async function serve({ stderr }: Terminal): Promise<number> {
  const reading = readConfig(process.env);
  if ('problems' in reading) {
    for (const problem of reading.problems) stderr.write(`${problem}\n`);
    return EXIT.answerIsNo;
  }
  return sayingWhatToMend(stderr, async () => {
    const ended = interruption();
    const { startService } = await import('./service.ts');
    const onFirstLink = (url: string) =>
      stderr.write(`\nNobody can sign in yet. This link can, once, until tomorrow:\n\n  ${url}\n\n`);
    const isTerminal = 'isTTY' in stderr && stderr.isTTY === true;
    const service = await startService(reading.config, isTerminal ? { onFirstLink } : null);
    // It may have been told to end while it started.
    if (!ended.aborted) await new Promise((resolve) => ended.addEventListener('abort', resolve, { once: true }));
    await service.close(String(ended.reason));
  });
}

/** Does the jobs of gateways until SIGINT or SIGTERM. */
async function work({ stderr }: Terminal): Promise<number> {
  const reading = readWorkerConfig(process.env);
  if ('problems' in reading) {
    for (const problem of reading.problems) stderr.write(`${problem}\n`);
    return EXIT.answerIsNo;
  }
  return sayingWhatToMend(stderr, async () => {
    const ended = interruption();
    const { startWorker } = await import('./worker.ts');
    const worker = await startWorker(reading.config);
    if (!ended.aborted) await new Promise((resolve) => ended.addEventListener('abort', resolve, { once: true }));
    await worker.close(String(ended.reason));
  });
}

/** Performs the demo until SIGINT or SIGTERM. */
async function demo(wish: DemoWish, { stdout, stderr }: Terminal): Promise<number> {
  return sayingWhatToMend(stderr, async () => {
    const [{ demoStage }, { performDemo }, { isTerminal, openView }, { openBrowser }] = await Promise.all([
      import('./demo.ts'),
      import('./apps/cli/demo/perform.ts'),
      import('./apps/cli/demo/open-view.ts'),
      import('./apps/cli/demo/open-browser.ts'),
    ]);
    const stage = demoStage(process.env, wish, besideProgram('policies'));
    const isPlain = wish.isPlain || isPlainWished(process.env);
    const { ratePerSecond: rate, speed, seed, scenario, challenge } = wish;
    const title = { dataDir: stage.dataDir, rate, speed, seed, scenario, challenge };
    const mayOpen = wish.mayOpen && isTerminal(stdout) && isSomebodyHere(process.env, process.platform);
    const show = {
      openView: (urls: { url: string; console: string }) => openView(stdout, isPlain, { ...title, ...urls }),
      browse: mayOpen ? openBrowser : null,
    };
    await performDemo(wish, stage, show, interruption());
  });
}

/** Purchases in the test mode of the real Stripe. */
async function purchaseAtStripe(wish: StripeWish, terminal: Terminal): Promise<number> {
  const { runAgainstStripe } = await import('./apps/cli/stripe-run/run.ts');
  const { stripeVersion: apiVersion, ...stripe } = readStripeSettings(process.env);
  const run = { clock: systemClock, runId: randomUUID(), signal: interruption() };
  return runAgainstStripe(terminal, { ...wish, ...stripe, apiVersion, ...run });
}

/** Aborted by the first SIGINT or SIGTERM, with its name; a second one kills. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort(signal));
  return controller.signal;
}

const MENDABLE: ReadonlySet<string> = new Set([
  'DataDirInUse',
  'DataDirUnusable',
  'PolicyUnusable',
  'PortUnavailable',
  'SettingsUnusable',
]);

/** What a person can mend is said in a sentence; anything else is ours, and wants its stack. */
async function sayingWhatToMend(stderr: Terminal['stderr'], run: () => Promise<void>): Promise<number> {
  try {
    await run();
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Error) || !MENDABLE.has(error.name)) throw error;
    stderr.write(`${error.message}\n`);
    return EXIT.answerIsNo;
  }
}

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { policies, hashKey } = readFileConfig(process.env);
const conceal = createHasher(hashKey ?? randomBytes(16).toString('hex'));
const remote = { ...readRemote(process.env), clock: systemClock };
const judging = { monotonicMs: () => performance.now(), interrupted: interruption, remote };
const commands = [
  demoCommand(demo),
  serveCommand(serve),
  workerCommand(work),
  checkCommand(policies),
  testCommand(policies),
  decideCommand(policies, conceal),
  backtestCommand(policies, { ...judging, conceal }),
  tuneCommand(policies, { ...judging, conceal }),
  replayCommand(policies, { conceal, monotonicMs: () => performance.now(), interrupted: interruption }),
  ...remoteCommands({ ...remote, policies }),
  simulateCommand(() => Date.now(), { run: purchaseAtStripe }, interruption),
  doctorCommand(() => ({
    subject: { nodeVersion: process.versions.node, ...examineEnvironment(process.env) },
    clock: systemClock,
    monotonicMs: () => performance.now(),
    runId: randomUUID(),
  })),
];
process.exitCode = await runCli(process.argv.slice(2), commands, programVersion(), process);
