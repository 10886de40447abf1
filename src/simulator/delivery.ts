import type { Clock } from '../core/decision/ports.ts';
import { limits } from '../core/domain/limits.ts';
import { createCourier } from './courier.ts';
import { signedPost } from './signed-post.ts';
import type { Switches } from './stripe/settings.ts';
import type { SimulatedEvent, Transport } from './stripe/transport.ts';
import { createRandom } from './world/random.ts';

/** The two endpoints, and how Stripe delivers to them. */
export interface DeliveryOptions {
  /** The service's address, e.g. `http://127.0.0.1:4242`. */
  readonly url: string;
  /** The secrets of each endpoint, the newest last; there are two while one is being rolled. */
  readonly askSecrets: readonly string[];
  readonly eventSecrets: readonly string[];
  readonly switches: Pick<Switches, 'rolledSecret'>;
  readonly seed: string;
  /** Shares of the events that are delivered twice, and that are overtaken by later ones. */
  readonly disorder: { readonly duplicates: number; readonly overtaken: number };
  /** The machine's time: signatures and retries know no other. */
  readonly clock: Clock;
}

/** What became of the events so far; one that was delivered twice counts twice. */
export interface Deliveries {
  readonly delivered: number;
  readonly retried: number;
  readonly waiting: number;
  /** Given up after all attempts. */
  readonly lost: number;
}

export interface Delivery extends Transport {
  counts(): Deliveries;
  /** Resolves once every event so far is delivered or given up. */
  drained(): Promise<void>;
  /** Gives up what still waits. */
  close(): void;
}

/**
 * Posts events to Countersign as Stripe does: asks to the synchronous endpoint, with Stripe's patience; everything else
 * to the regular one, signed anew at each attempt, again and again until it is acknowledged, some of it twice and some
 * of it late.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { clock, disorder, switches } = options;
  const courier = createCourier(clock, limits.simulatedConnections);
  const counts = { delivered: 0, retried: 0, lost: 0 };

  function post(path: string, event: SimulatedEvent, allSecrets: readonly string[], timeoutMs: number) {
    const secrets = switches.rolledSecret === 'both' ? allSecrets : allSecrets.slice(-1);
    const timestampSeconds = Math.floor(clock.nowMs() / 1000);
    // Stripe's bodies are indented.
    const body = JSON.stringify(event, null, 2);
    return signedPost({ url: `${options.url}${path}`, body, secrets, timestampSeconds, timeoutMs });
  }

  async function deliver(event: SimulatedEvent, attempt: number): Promise<void> {
    const timeoutMs = limits.simulatedEventTimeoutMs;
    const result = await post('/webhooks/stripe/events', event, options.eventSecrets, timeoutMs);
    if (result.kind === 'replied' && result.status >= 200 && result.status < 300) {
      counts.delivered += 1;
    } else if (attempt === limits.simulatedEventAttempts) {
      counts.lost += 1;
    } else {
      counts.retried += 1;
      courier.later(limits.simulatedRetryMs * 2 ** (attempt - 1), () => deliver(event, attempt + 1));
    }
  }

  return {
    ask: (event, withinMs) => post('/webhooks/stripe/authorizations', event, options.askSecrets, withinMs),
    emit(event) {
      const random = createRandom(options.seed, 'delivery', event.id);
      const delayMs = random.chance(disorder.overtaken) ? random.exponential(limits.simulatedDelayMs) : 0;
      const times = random.chance(disorder.duplicates) ? [0, random.exponential(limits.simulatedDelayMs)] : [0];
      for (const laterMs of times) courier.later(delayMs + laterMs, () => deliver(event, 1));
    },
    counts: () => ({ ...counts, waiting: courier.pending() }),
    drained: courier.drained,
    close() {
      counts.lost += courier.close();
    },
  };
}
