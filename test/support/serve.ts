import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { signatureOf } from './stripe.ts';

export const SECRET = 'whsec_service_asks';
export const EVENTS_SECRET = 'whsec_service_events';

/** A real `countersign serve` in a process of its own. */
export interface Serving {
  readonly port: number;
  readonly child: ChildProcess;
  /** Every line on standard error so far. */
  readonly log: readonly string[];
  /** Sends an event, signed now; null when no answer came. */
  ask(event: unknown): Promise<{ status: number; text: string; ms: number } | null>;
  send(event: unknown): Promise<number | null>;
  ready(): Promise<Readyz>;
  /** Ends it as an operator would, and gives the exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

export interface Readyz {
  readonly alarms: readonly { readonly alarm: string; readonly detail: Record<string, unknown> }[];
  readonly database: { readonly state: string };
  readonly journal: { readonly unshipped_bytes: number };
  readonly [part: string]: unknown;
}

/** Starts `serve` in this data folder and waits until it listens (which it says at level info). `wrap` runs before it,
 * e.g. a shell with a limit; `entry` is the program. */
export async function serve(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
  wrap: readonly string[] = [],
  entry = 'src/main.ts',
): Promise<Serving> {
  const command = [...wrap, process.execPath, entry, 'serve'];
  return start(command, { ...SETTINGS, DATA_DIR: dataDir, ...environment }, onTestFinished);
}

const SETTINGS = {
  STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: SECRET,
  STRIPE_EVENT_WEBHOOK_SECRETS: EVENTS_SECRET,
  PORT: '0',
};

/** The same for all tests of a file: `onEnd` is given what ends it, to be called after the last. */
export async function serveForAll(
  dataDir: string,
  environment: Readonly<Record<string, string>>,
  onEnd: (end: () => Promise<void>) => void,
): Promise<Serving> {
  const command = [process.execPath, 'src/main.ts', 'serve'];
  return start(command, { ...SETTINGS, DATA_DIR: dataDir, ...environment }, onEnd);
}

/** Starts `worker` and waits until it listens; nothing is asked of it but how it does. */
export async function work(environment: Readonly<Record<string, string>>): Promise<Serving> {
  return start([process.execPath, 'src/main.ts', 'worker'], { WORKER_PORT: '0', ...environment }, onTestFinished);
}

async function start(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  onEnd: (end: () => Promise<void>) => void,
): Promise<Serving> {
  const [program = process.execPath, ...words] = command;
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onEnd(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const log: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line);
      if (line.includes('"msg":"listening"')) resolve(JSON.parse(line).port);
    });
    void exited.then((code) => reject(new Error(`it ended with ${code}:\n${log.join('\n')}`)));
  });

  async function post(path: string, event: unknown, secret: string) {
    const body = JSON.stringify(event);
    const startMs = performance.now();
    try {
      const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signatureOf(body, secret) };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
      return { status: response.status, text: await response.text(), ms: performance.now() - startMs };
    } catch {
      return null;
    }
  }

  return {
    port,
    child,
    log,
    ask: (event) => post('/webhooks/stripe/authorizations', event, SECRET),
    send: async (event) => (await post('/webhooks/stripe/events', event, EVENTS_SECRET))?.status ?? null,
    ready: async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).json() as Promise<Readyz>,
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/**
 * Asks again and again until what is looked for is there; gives up after `patienceMs`. Patient by default: on a busy
 * machine an embedded database takes long to begin. What must be quick says how quick.
 */
export async function until<T>(look: () => Promise<T | null | false>, patienceMs = 50_000): Promise<T> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    const found = await look().catch(() => null);
    if (found) return found;
    if (performance.now() > endMs) throw new Error(`it did not come within ${patienceMs} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The alarm of this name, once it stands. */
export function alarm(serving: Serving, name: string) {
  return until(async () => (await serving.ready()).alarms.find((standing) => standing.alarm === name) ?? null);
}

/** Resolves once no alarm of this name stands. */
export function noAlarm(serving: Serving, name: string) {
  return until(async () => !(await serving.ready()).alarms.some((standing) => standing.alarm === name));
}
