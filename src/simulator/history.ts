import type { WorldClock } from './clock.ts';
import { createLeapingClock } from './clock.ts';
import { runWorld } from './run.ts';
import { createStripeAccount } from './stripe/create-account.ts';
import type { StripeSettings } from './stripe/settings.ts';
import type { AskResult, SimulatedEvent } from './stripe/transport.ts';
import type { Books, Login, PurchaseEntry } from './world/books.ts';
import { createWorld, type WorldOptions } from './world/world.ts';

export interface HistoryOptions {
  readonly world: Omit<WorldOptions, 'issuer' | 'books' | 'firstAttackAtMs'>;
  readonly untilMs: number;
  readonly settings: StripeSettings;
  readonly signal: AbortSignal;
  /** Takes one line of JSON, without its end, and is waited for. */
  write(line: string): Promise<void>;
  /** Called now and then with the world's time. */
  onProgress(written: HistoryCounts & { readonly atMs: number }): void;
}

/** What a history holds. */
export interface HistoryCounts {
  readonly authorizations: number;
  readonly frauds: number;
  readonly disputes: number;
  readonly lines: number;
}

/**
 * Writes what a card program would have seen with nobody declining but Stripe itself: every event of Stripe's in the
 * order of the world, and between them, as objects of our own, the truth about each purchase
 * (`countersign.label`) and the logins at the program's site (`countersign.event`). The same options give the same
 * lines.
 */
export async function writeHistory(options: HistoryOptions): Promise<HistoryCounts> {
  const clock: WorldClock = createLeapingClock(options.world.startMs);
  const counts = { authorizations: 0, frauds: 0, disputes: 0, lines: 0 };
  let lines: string[] = [];
  const put = (line: object) => void lines.push(JSON.stringify(line));
  const books: Books = {
    purchased(entry) {
      counts.authorizations += 1;
      if (entry.isFraud) counts.frauds += 1;
      put(labelOf(entry));
    },
    loggedIn: (login) => put(trackedLogin(login)),
    disputed() {
      counts.disputes += 1;
    },
    attackBegan: () => undefined,
    texted: () => undefined,
    phoneChanged: () => undefined,
  };
  const account = createStripeAccount({
    seed: options.world.seed,
    nowMs: clock.nowMs,
    settings: options.settings,
    // Disputes come months later, and nothing may be missing from a history.
    keepsClosed: Number.POSITIVE_INFINITY,
    transport: { ask: async (event) => approve(event, put), emit: put },
    onText({ authorizationId, to, body }) {
      const reply = async (text: string) => account.replyToChallenge(authorizationId, text);
      world.texted({ to, body, authorizationId, reply }, clock.nowMs());
    },
  });
  const world = createWorld({ ...options.world, firstAttackAtMs: null, issuer: account.issuer, books });

  async function flush(): Promise<void> {
    const ready = lines;
    lines = [];
    for (const line of ready) await options.write(line);
    counts.lines += ready.length;
    options.onProgress({ ...counts, atMs: clock.nowMs() });
  }

  const { untilMs, signal } = options;
  await runWorld({ world, clock, untilMs, atOnce: 1, signal, after: flush });
  return counts;
}

/** Everybody who asks is told yes: a history must show what became of the purchases that a policy would decline. */
function approve(event: SimulatedEvent, put: (line: object) => void): AskResult {
  put(event);
  const headers = new Headers({ 'Content-Type': 'application/json', 'Stripe-Version': event.api_version });
  return { kind: 'replied', status: 200, headers, body: '{"approved":true}' };
}

function labelOf({ answer, isFraud, scenario }: PurchaseEntry) {
  return { object: 'countersign.label', authorization: answer.authorizationId, is_fraud: isFraud, scenario };
}

function trackedLogin({ id, atMs, userId, email, ip, device, isSuccessful }: Login) {
  const data = { user_id: userId, email, ip, device, successful: isSuccessful };
  return { object: 'countersign.event', type: 'login', id, time: new Date(atMs).toISOString(), data };
}
