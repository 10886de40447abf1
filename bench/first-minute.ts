// How long somebody waits for the first decline with its reason, from the command on, and what the demo takes of
// memory: first start (the database is made) and later ones. `npm run bench:minute`, on Linux; about a minute and a half.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createTemporaryDir } from '../test/support/folder.ts';

const ROUNDS = 3;

interface Start {
  readonly firstAnswerSeconds: number;
  readonly firstDeclineSeconds: number;
  readonly peakMegabytes: number;
}

async function start(dataDir: string): Promise<Start> {
  const startMs = performance.now();
  const seconds = () => (performance.now() - startMs) / 1000;
  const child = spawn('npm', ['run', 'demo', '--silent', '--', '--plain'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  let firstAnswerSeconds = 0;
  let url = '';
  for await (const line of createInterface({ input: child.stdout })) {
    url ||= /http:\/\/[\d.]+:\d+/.exec(line)?.[0] ?? '';
    if (firstAnswerSeconds === 0 && / {2}(approved|declined) /.test(line)) firstAnswerSeconds = seconds();
    if (/ {2}declined /.test(line)) break;
  }
  const firstDeclineSeconds = seconds();
  // A first start that ended before its database was made would leave the next one to make it.
  while (!(await isDatabaseOpen(url))) await new Promise((resolve) => setTimeout(resolve, 100));
  const peakMegabytes = peakOf(processesOf(child.pid ?? 0));
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  await exited;
  return { firstAnswerSeconds, firstDeclineSeconds, peakMegabytes };
}

async function isDatabaseOpen(url: string): Promise<boolean> {
  const body = (await (await fetch(`${url}/readyz`)).json()) as { database: { state: string } };
  return body.database.state === 'open';
}

/** The process and all below it. */
function processesOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processesOf)];
}

function peakOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024);
}

for (let round = 1; round <= ROUNDS; round += 1) {
  const { dir, remove } = createTemporaryDir();
  for (const kind of ['cold', 'warm']) {
    const { firstAnswerSeconds, firstDeclineSeconds, peakMegabytes } = await start(dir);
    console.log(
      `${kind}: first answer after ${firstAnswerSeconds.toFixed(1)} s, first decline after ` +
        `${firstDeclineSeconds.toFixed(1)} s, peak memory ${peakMegabytes} MB (npm and its shell included)`,
    );
  }
  remove();
}
