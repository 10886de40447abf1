import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './children.ts';
import type { Stage } from './stage.ts';

const START_MS = 60_000;

/** A server under test. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly child: Child;
}

/** The handler that the service is measured against. Rejects when it doesn't come up. */
export function startBare(stage: Stage, wrap: readonly string[]): Promise<Server> {
  return start(stage, [...wrap, process.execPath, 'bench/bare-server.ts'], 'bare', { BENCH_SECRET: stage.secret });
}

/** The whole service with a data folder of its own, and otherwise with its defaults. Rejects when it doesn't come up. */
export async function startService(
  stage: Stage,
  name: string,
  settings: Readonly<Record<string, string>>,
  wrap: readonly string[] = [],
): Promise<Server> {
  return start(stage, [...wrap, process.execPath, 'src/main.ts', 'serve'], name, {
    STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: stage.secret,
    DATA_DIR: join(stage.folder, name),
    PORT: '0',
    ...settings,
  });
}

/** Another program of the bench's own that says when it listens, as the service does. Rejects when it doesn't come up. */
export async function startProgram(
  stage: Stage,
  path: string,
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  return start(stage, [process.execPath, path], name, settings);
}

async function start(
  stage: Stage,
  command: readonly string[],
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const logPath = join(stage.folder, `${name}.log`);
  const log = openSync(logPath, 'w');
  // Only what a process needs: nobody's own settings of the service should reach it.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...settings };
  const child = stage.children.start(command, { cwd: stage.root, env, stdio: ['ignore', log, log] });
  closeSync(log);
  const { pid } = child.process;
  const giveUpMs = performance.now() + START_MS;
  while (pid !== undefined && child.process.exitCode === null && performance.now() < giveUpMs) {
    const port = listeningPort(readFileSync(logPath, 'utf8'));
    if (port !== null) return { pid, port, child };
    await sleep(50);
  }
  throw new Error(`${name} did not start; it said:\n${readFileSync(logPath, 'utf8').slice(-2000)}`);
}

function listeningPort(log: string): number | null {
  for (const line of log.split('\n')) {
    if (line.includes('"msg":"listening"')) return (JSON.parse(line) as { port: number }).port;
  }
  return null;
}
