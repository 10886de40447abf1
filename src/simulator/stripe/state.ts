import type { Stripe } from 'stripe';
import type { AccountOptions } from './account.ts';
import { type Balances, createBalances } from './balances.ts';
import { createIds } from './ids.ts';
import { previousAttributes } from './previous.ts';
import { createStore, type Store } from './store.ts';
import type { SimulatedEvent } from './transport.ts';

/** So many closed authorizations are kept, at some 3 kB each with what hangs on them; older ones are forgotten. */
const KEPT_CLOSED = 100_000;

type EventType = Stripe.Event.Type & `issuing_${string}`;

/** What every part of an account works on. */
export interface AccountState {
  readonly options: AccountOptions;
  readonly store: Store;
  readonly balances: Balances;
  newId(prefix: string): string;
  /** The world's time as Stripe writes it. */
  nowSeconds(): number;
  makeEvent(type: EventType, object: object): SimulatedEvent;
  emit(type: EventType, object: object): void;
  /** Emits an `.updated` event; where nothing changed, none. */
  emitUpdated(type: EventType & `${string}.updated`, before: object, after: object): void;
}

/** An account with nothing in it yet. */
export function createState(options: AccountOptions): AccountState {
  const { settings } = options;
  const newId = createIds(options.seed);
  const nowSeconds = () => Math.floor(options.nowMs() / 1000);
  const account = settings.account === null ? {} : { [settings.switches.accountForm]: settings.account };

  function makeEvent(type: EventType, plain: object, previous?: object): SimulatedEvent {
    // Objects are made as in test mode; what is sent says which mode it is.
    const object = settings.livemode ? { ...plain, livemode: true } : plain;
    return {
      id: newId('evt'),
      object: 'event',
      ...account,
      api_version: settings.apiVersion,
      created: nowSeconds(),
      data: previous ? { object, previous_attributes: previous } : { object },
      livemode: settings.livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
  }

  return {
    options,
    store: createStore(options.keepsClosed ?? KEPT_CLOSED),
    balances: createBalances(settings.balanceMinor),
    newId,
    nowSeconds,
    makeEvent: (type, object) => makeEvent(type, object),
    emit: (type, object) => options.transport.emit(makeEvent(type, object)),
    emitUpdated(type, before, after) {
      const previous = previousAttributes(before, after);
      if (Object.keys(previous).length > 0) options.transport.emit(makeEvent(type, after, previous));
    },
  };
}
