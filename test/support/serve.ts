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
  const [program = process.execPath, ...words] = [...wrap, process.execPath, entry, 'serve'];
  const child = spawn(program, words, {
    env: {
      PATH: process.env.PATH ?? '',
      STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: SECRET,
      STRIPE_EVENT_WEBHOOK_SECRETS: EVENTS_SECRET,
      DATA_DIR: dataDir,
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const log: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line);
      if (line.includes('"msg":"listening"')) resolve(JSON.parse(line).port);
    });
    void exited.then((code) => reject(new Error(`serve ended with ${code}:\n${log.join('\n')}`)));
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

/** Asks again and again until what is looked for is there; gives up after `patienceMs`. */
export async function until<T>(look: () => Promise<T | null | false>, patienceMs = 20_000): Promise<T> {
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
