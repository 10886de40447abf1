import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('./children/append.ts', import.meta.url));

interface AppendingChild {
  readonly dir: string;
  /** Begins the ids of its records. */
  readonly name: string;
  readonly concurrency: number;
  readonly count: number;
  readonly recordBytes: number;
  /** A file to ship to. */
  readonly database?: string;
  /** Wraps the command, e.g. to run it under a limit. */
  wrap?(command: readonly string[]): readonly string[];
  /** Told every line as it comes; may kill. */
  onLine?(line: string, kill: () => void): void;
}

/** Runs `children/append.ts` until it ends, is killed or the test is over; returns every line that it printed. */
export function runAppendingChild(options: AppendingChild): Promise<readonly string[]> {
  const { dir, name, concurrency, count, recordBytes, wrap = (command) => command, onLine, database = '' } = options;
  const numbers = [concurrency, count, recordBytes].map(String);
  const command = wrap([process.execPath, program, dir, name, ...numbers, database]);
  return new Promise((resolve, reject) => {
    const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    let rest = '';
    // The pid that it says itself: a wrapper's would leave it running.
    const kill = () => process.kill(Number(lines[0]?.split(' ')[1]), 'SIGKILL');
    let isOver = false;
    onTestFinished(() => {
      if (!isOver && lines.length > 0) kill();
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        onLine?.(line, kill);
      }
    });
    child.on('error', reject);
    child.on('close', () => {
      isOver = true;
      resolve(lines);
    });
  });
}

/** The ids that a child was told to be durable. */
export function durableIds(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('durable ')).map((line) => line.slice('durable '.length));
}
