import Stripe from 'stripe';
import type { Scope } from '../../core/domain/scope.ts';
import { isTestKey } from './key.ts';

/** An ask in test mode takes Stripe's two seconds and more. */
const TIMEOUT_MS = 20_000;

/**
 * The one place where Stripe's package gets its key. `apiHost` is a scheme and a host (`http://127.0.0.1:12111`), null
 * is Stripe itself. Connection errors, 409 and 5xx are tried again twice, under the same idempotency key.
 */
export function createStripeClient(options: { secretKey: string; apiHost: string | null; apiVersion: string }): Stripe {
  const client = new Stripe(options.secretKey, {
    // The type knows the newest version alone; an owner may hold to the one that the endpoint has.
    apiVersion: options.apiVersion as typeof Stripe.API_VERSION,
    maxNetworkRetries: 2,
    timeout: TIMEOUT_MS,
    telemetry: false,
    appInfo: { name: 'countersign' },
    ...(options.apiHost !== null && addressOf(options.apiHost)),
  });
  if (!isTestKey(options.secretKey)) live.add(client);
  return client;
}

const live = new WeakSet<Stripe>();

/** Whether a client of `createStripeClient` acts in live mode: its key says so. */
export function isLive(client: Stripe): boolean {
  return live.has(client);
}

/** The options of a request in this world: as the connected account, where it is one. */
export function inWorldOf({ account }: Scope): Stripe.RequestOptions {
  return account === null ? {} : { stripeAccount: account };
}

function addressOf(apiHost: string): Pick<Stripe.StripeConfig, 'protocol' | 'host' | 'port'> {
  const { protocol, hostname, port } = new URL(apiHost);
  const isPlain = protocol === 'http:';
  return { protocol: isPlain ? 'http' : 'https', host: hostname, port: port || (isPlain ? '80' : '443') };
}
