import type { Clock } from '../core/decision/ports.ts';
import type { WorldClock } from './clock.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './delivery.ts';
import { type RunOptions, runWorld } from './run.ts';
import type { AccountOptions, Asked, StripeAccount } from './stripe/account.ts';
import { createStripeAccount } from './stripe/create-account.ts';
import type { StripeSettings } from './stripe/settings.ts';
import type { SimulatedEvent } from './stripe/transport.ts';
import type { Books } from './world/books.ts';
import { createWorld, type World, type WorldOptions } from './world/world.ts';

export interface ProgramOptions extends Pick<DeliveryOptions, 'url' | 'askSecrets' | 'eventSecrets' | 'disorder'> {
  readonly world: Omit<WorldOptions, 'issuer' | 'books'>;
  /** Ids of authorizations and events are drawn from it; those of people and cards from the world's seed. */
  readonly idSeed: string;
  readonly settings: StripeSettings;
  readonly books: Books;
  readonly worldClock: WorldClock;
  readonly machineClock: Clock;
  readonly outage?: AccountOptions['outage'];
  onAsked(asked: Asked): void;
  /** Told of every event for the regular endpoint as it is made. */
  onEmitted?(event: SimulatedEvent): void;
}

/** A card program with its people, its Stripe, and the line from there to Countersign. */
export interface Program {
  readonly account: StripeAccount;
  readonly delivery: Delivery;
  readonly world: World;
  run(options: Pick<RunOptions, 'untilMs' | 'atOnce' | 'signal' | 'isForgiven'>): Promise<void>;
}

/** Puts a world, a simulated Stripe and its deliveries together. Nothing happens before `run`. */
export function createProgram(options: ProgramOptions): Program {
  const { settings, idSeed, worldClock, machineClock } = options;
  const delivery = createDelivery({
    ...options,
    clock: machineClock,
    switches: settings.switches,
    seed: idSeed,
  });
  const account = createStripeAccount({
    seed: idSeed,
    nowMs: worldClock.nowMs,
    settings,
    transport: {
      ask: delivery.ask,
      emit(event) {
        options.onEmitted?.(event);
        delivery.emit(event);
      },
    },
    onAsked: options.onAsked,
    onText({ authorizationId, to, body }) {
      const reply = async (text: string) => account.replyToChallenge(authorizationId, text);
      world.texted({ to, body, authorizationId, reply }, worldClock.nowMs());
    },
    ...(options.outage && { outage: options.outage }),
  });
  const world = createWorld({ ...options.world, issuer: account.issuer, books: options.books });
  return {
    account,
    delivery,
    world,
    run: (until) => runWorld({ world, clock: worldClock, ...until }),
  };
}
