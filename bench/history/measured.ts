import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { processCpuMs } from '../stage/process-cpu.ts';

/** What one command took. */
export interface Measured {
  readonly elapsedSeconds: number;
  readonly cpuSeconds: number;
  /** The most memory that it ever had, in MiB. */
  readonly peakMebibytes: number;
  readonly output: string;
}

const LOOK_MS = 25;

/** Runs a command of Node's to its end. Throws what it wrote to standard error when it fails. */
export async function measureNode(words: readonly string[], before: readonly string[]): Promise<Measured> {
  const [program = '', ...rest] = [...before, process.execPath, ...words];
  const beganMs = performance.now();
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, problems, cpuMs, peakKibibytes] = ['', '', 0, 0];
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    problems += data;
  });
  // What a process took can only be read while it is there: the last look is the figure, at most so long too early.
  const looking = setInterval(() => {
    cpuMs = Math.max(cpuMs, processCpuMs(child.pid ?? 0) ?? 0);
    peakKibibytes = Math.max(peakKibibytes, peakOf(child.pid ?? 0));
  }, LOOK_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(looking);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${problems}`);
  const elapsedSeconds = (performance.now() - beganMs) / 1000;
  return { elapsedSeconds, cpuSeconds: cpuMs / 1000, peakMebibytes: peakKibibytes / 1024, output };
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
