import type { Stripe } from 'stripe';

/** A snapshot event as Stripe sends it: its object is whatever the type says. */
export interface SimulatedEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  /** Unix seconds of the world. */
  readonly created: number;
  readonly type: Stripe.Event.Type;
  readonly livemode: boolean;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  /** The connected account, in one of Stripe's two forms. */
  readonly account?: string;
  readonly context?: string;
  readonly data: { readonly object: object; readonly previous_attributes?: object };
}

/** What came back from the synchronous endpoint within Stripe's two seconds. */
export type AskResult =
  | { readonly kind: 'replied'; readonly status: number; readonly headers: Headers; readonly body: string }
  | { readonly kind: 'timed_out' }
  | { readonly kind: 'unreachable'; readonly problem: string };

/** How the simulated Stripe reaches its two endpoints. */
export interface Transport {
  /**
   * Posts an `issuing_authorization.request`, signed, and waits `withinMs` at most: Stripe's two seconds, or what is
   * left of them for an event that is sent again.
   */
  ask(event: SimulatedEvent, withinMs: number): Promise<AskResult>;
  /** Takes an event for the regular endpoint, to be delivered some time, perhaps twice, perhaps out of order. */
  emit(event: SimulatedEvent): void;
}
