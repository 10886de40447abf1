import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { createStripeApi, type StripeApiOptions } from '../../../src/simulator/api/create-api.ts';
import type { StripeAccount } from '../../../src/simulator/stripe/account.ts';
import { createStripeAccount } from '../../../src/simulator/stripe/create-account.ts';
import { DEFAULT_SETTINGS, type StripeSettings } from '../../../src/simulator/stripe/settings.ts';
import type { AskResult, SimulatedEvent } from '../../../src/simulator/stripe/transport.ts';

export const KEY = 'sk_test_stage';
export const START_SECONDS = 1_790_000_000;

/** What a test turns. */
interface Dials {
  /** The world's clock, in milliseconds. */
  nowMs: number;
  /** The caller's. */
  elapsedMs: number;
  /** How the synchronous endpoint answers. */
  answer: () => Promise<AskResult>;
}

/** The simulated Stripe's API on a port of its own, and the real `stripe` package in front of it. */
export interface Stage extends Dials {
  readonly url: string;
  readonly stripe: Stripe;
  readonly account: StripeAccount;
  /** What the account sent to the regular endpoint. */
  readonly events: SimulatedEvent[];
  /** What it asked. */
  readonly asks: SimulatedEvent[];
  /** A request by hand; `form` is sent as it is. */
  send(method: string, path: string, form?: string, headers?: Readonly<Record<string, string>>): Promise<Sent>;
}

export interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly [key: string]: unknown; readonly error?: Readonly<Record<string, string>> };
}

interface StageOptions extends Partial<Omit<StripeApiOptions, 'keys'>> {
  readonly settings?: Partial<StripeSettings>;
  readonly secret?: string;
}

export async function openStage({ settings, secret = KEY, ...options }: StageOptions = {}): Promise<Stage> {
  const events: SimulatedEvent[] = [];
  const asks: SimulatedEvent[] = [];
  const dials: Dials = { nowMs: START_SECONDS * 1_000, elapsedMs: 0, answer: () => replied({ approved: true }) };
  const account = createStripeAccount({
    seed: 'stage',
    nowMs: () => dials.nowMs,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    transport: {
      ask(event) {
        asks.push(event);
        return dials.answer();
      },
      emit: (event) => void events.push(event),
    },
  });
  const api = createStripeApi({
    account,
    keys: { secret },
    nowMs: () => dials.nowMs,
    elapsedMs: () => dials.elapsedMs,
    // Most tests make more calls in no time than a sandbox lets through.
    limits: { perSecond: 1_000, perSecondAndEndpoint: 1_000 },
    onFailure: (error) => {
      throw error;
    },
    ...options,
  });
  const server = createServer(api).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return Object.assign(dials, {
    url,
    stripe: clientOf(port, secret),
    account,
    events,
    asks,
    async send(method: string, path: string, form?: string, headers: Readonly<Record<string, string>> = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${secret}`,
          ...(form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
        ...(form !== undefined && { body: form }),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Sent['body'] };
    },
  });
}

export function clientOf(port: number, secret: string): Stripe {
  return new Stripe(secret, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

export async function replied(body: object): Promise<AskResult> {
  const headers = new Headers({ 'Content-Type': 'application/json', 'Stripe-Version': Stripe.API_VERSION });
  return { kind: 'replied', status: 200, headers, body: JSON.stringify(body) };
}

/** Somebody to give cards to. */
export const HOLDER = {
  name: 'Test Holder',
  email: 'holder@example.com',
  phone_number: '+12015550123',
  billing: {
    address: { line1: '1 Main Street', city: 'Springfield', state: 'IL', postal_code: '62701', country: 'US' },
  },
} satisfies Stripe.Issuing.CardholderCreateParams;

/** A cardholder with an active virtual card in dollars. */
export async function issueCard({ stripe }: Stage, params: Partial<Stripe.Issuing.CardCreateParams> = {}) {
  const cardholder = await stripe.issuing.cardholders.create(HOLDER);
  const status = { status: 'active', type: 'virtual', currency: 'usd' } as const;
  return stripe.issuing.cards.create({ cardholder: cardholder.id, ...status, ...params });
}

/** What the call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
