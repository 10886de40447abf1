import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A real `countersign demo`, in a world of its own that is attacked soon. */
export function demo(dataDir: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['src/main.ts', 'demo', '--rate', '15', '--speed', '300', ...words], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting: { readonly pattern: RegExp; found(line: string): void }[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const { pattern, found } of waiting) if (pattern.test(line)) found(line);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return {
    lines,
    exited,
    interrupt: () => child.kill('SIGINT'),
    kill: () => child.kill('SIGKILL'),
    /** The first line so far, or from now on, that matches. */
    line(pattern: RegExp): Promise<string> {
      const there = lines.find((line) => pattern.test(line));
      if (there !== undefined) return Promise.resolve(there);
      return new Promise((resolve, reject) => {
        waiting.push({ pattern, found: resolve });
        void exited.then((code) => reject(new Error(`the demo ended with ${code}:\n${lines.join('\n')}`)));
      });
    },
  };
}
