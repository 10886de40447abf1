import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';

const PATIENCE_MS = 60_000;

/** A real `countersign demo`, in a world of its own that is attacked soon. */
function demo(dataDir: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
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

test(
  'shows an attack and declines with their reasons, ends at Ctrl-C with a summary, and started again knows what it decided',
  async () => {
    const dataDir = temporaryFolder();
    const first = demo(dataDir, []);
    expect(await first.line(/ATTACK/)).toMatch(/card testing|stolen card|takeover|counterfeit|collusion|friendly/);
    expect(await first.line(/declined/)).toMatch(/ at .+: /);
    await first.line(/approved/);
    first.interrupt();
    expect(await first.exited).toBe(0);
    expect(first.lines.join('\n')).toMatch(/fraud stopped/i);
    expect(first.lines.join('\n')).not.toContain('\u001b');

    const second = demo(dataDir, []);
    expect(await second.line(/Asked again/)).toContain('the same answer, by the same decision (dec_');
    second.interrupt();
    expect(await second.exited).toBe(0);
  },
  2 * PATIENCE_MS,
);

test(
  'listens where PORT says, and ends by itself after its minutes',
  async () => {
    const port = await freePort();
    const running = demo(temporaryFolder(), ['--minutes', '0.1', '--scenario', 'quiet'], { PORT: String(port) });
    expect(await running.line(/answers a simulated Stripe/)).toContain(`http://127.0.0.1:${port}`);
    await running.line(/approved/);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(await running.exited).toBe(0);
    expect(running.lines.some((line) => line.includes('ATTACK'))).toBe(false);
  },
  PATIENCE_MS,
);

test(
  'says in a sentence what keeps it from starting',
  async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    onTestFinished(() => void server.close());
    const port = String((server.address() as { port: number }).port);
    const taken = demo(temporaryFolder(), [], { PORT: port });
    expect(await taken.exited).toBe(1);
    expect(taken.lines).toEqual([`port ${port} is taken; set PORT to another one`]);

    const crowded = demo(temporaryFolder(), ['--rate', '900', '--speed', '1']);
    expect(await crowded.exited).toBe(2);
    expect(crowded.lines.join('\n')).toMatch(/cardholders; raise the speed to \d+ or more/);
  },
  PATIENCE_MS,
);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
