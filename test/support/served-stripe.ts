import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { listen } from '../../src/adapters/http/listen.ts';
import type { Clock } from '../../src/core/decision/ports.ts';
import { createStripeApi } from '../../src/simulator/api/create-api.ts';
import type { RateLimits } from '../../src/simulator/api/rate-limits.ts';
import type { StripeAccount } from '../../src/simulator/stripe/account.ts';
import { createStripeAccount } from '../../src/simulator/stripe/create-account.ts';
import { DEFAULT_SETTINGS, type StripeSettings } from '../../src/simulator/stripe/settings.ts';
import type { AskResult, SimulatedEvent } from '../../src/simulator/stripe/transport.ts';

/** A clock whose timers wait for nothing: for callers that pace themselves, and need not here. */
export const hastyClock: Clock = {
  nowMs: () => Date.now(),
  after(_ms, run) {
    const timer = setImmediate(run);
    return () => clearImmediate(timer);
  },
};

export const NO_LIMITS: RateLimits = { perSecond: 100_000, perSecondAndEndpoint: 100_000 };

export const TEST_KEY = 'sk_test_served';

/** A simulated Stripe behind its API on 127.0.0.1. */
export interface ServedStripe {
  readonly account: StripeAccount;
  readonly apiHost: string;
  readonly stripe: Stripe;
  /** Every event for the regular endpoint so far. */
  readonly events: readonly SimulatedEvent[];
}

/** How it is served; without a word in test mode by the machine's clock until the test is over. */
interface HowServed {
  readonly settings?: Partial<StripeSettings>;
  readonly limits?: RateLimits;
  readonly key?: string;
  readonly nowMs?: () => number;
  onEnd?(end: () => Promise<void>): void;
}

/** Serves one; `ask` is its synchronous endpoint. */
export async function serveStripe(
  ask: (event: SimulatedEvent) => Promise<AskResult>,
  { settings = {}, limits = NO_LIMITS, key = TEST_KEY, nowMs = Date.now, onEnd = onTestFinished }: HowServed = {},
): Promise<ServedStripe> {
  const events: SimulatedEvent[] = [];
  const account = createStripeAccount({
    seed: 'served',
    nowMs,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    transport: { ask, emit: (event) => void events.push(event) },
  });
  const api = createStripeApi({ account, keys: { secret: key }, nowMs, limits });
  const listening = await listen(api, 0, '127.0.0.1');
  onEnd(() => listening.close());
  const { port } = listening;
  const stripe = new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
  return { account, apiHost: `http://127.0.0.1:${port}`, stripe, events };
}

/** An endpoint that replies with this. */
export function replying(body: unknown, headers: Readonly<Record<string, string>> = {}): () => Promise<AskResult> {
  const all = { 'Content-Type': 'application/json', 'Stripe-Version': Stripe.API_VERSION, ...headers };
  return async () => ({ kind: 'replied', status: 200, headers: new Headers(all), body: JSON.stringify(body) });
}

/** A reply as Countersign makes it. */
export function reply(outcome: 'approve' | 'decline' | 'challenge', reason = 'nothing_matched') {
  const metadata = {
    countersign_decision: 'dec_1',
    countersign_outcome: outcome,
    countersign_policy: 'abc',
    countersign_reason: reason,
  };
  return { approved: outcome === 'approve', metadata };
}
