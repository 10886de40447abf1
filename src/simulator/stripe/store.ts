import type { Stripe } from 'stripe';
import type { Authorization, Objects } from './account.ts';
import { NoSuchObject } from './errors.ts';

type Card = Stripe.Issuing.Card;
type Cardholder = Stripe.Issuing.Cardholder;
type Transaction = Stripe.Issuing.Transaction;
type Dispute = Stripe.Issuing.Dispute;

/**
 * The objects of an account. None is ever changed in place: a changed one takes the place of the old, so what an event
 * carries stays as it was. What one object shows of another (the card in an authorization, its transactions) follows.
 */
export interface Store {
  readonly objects: Objects;
  /** Each gives the object as it is now, or throws `NoSuchObject`. */
  cardholder(id: string): Cardholder;
  card(id: string): Card;
  authorization(id: string): Authorization;
  transaction(id: string): Transaction;
  dispute(id: string): Dispute;
  putCardholder(cardholder: Cardholder): void;
  putCard(card: Card): void;
  putAuthorization(authorization: Authorization): void;
  putTransaction(transaction: Transaction): void;
  putDispute(dispute: Dispute): void;
  /** What came back of a captured transaction so far: refunds, and disputes that were won. */
  returnedMinor(transactionId: string): number;
  addReturned(transactionId: string, amountMinor: number): void;
  /** The authorizations of a card that are remembered. */
  authorizationsOf(cardId: string): Iterable<Authorization>;
  /** The authorization that has been open for longest. */
  oldestOpen(): Authorization | undefined;
}

/** Remembers `keepsClosed` authorizations that are no longer open, and as many transactions that have none. */
export function createStore(keepsClosed: number): Store {
  const cardholders = new Map<string, Cardholder>();
  const cards = new Map<string, Card>();
  const authorizations = new Map<string, Authorization>();
  const transactions = new Map<string, Transaction>();
  const disputes = new Map<string, Dispute>();
  const returned = new Map<string, number>();
  const idsOfCard = new Map<string, Set<string>>();
  const open = new Set<string>();
  const closed = new Set<string>();
  const unlinked = new Set<string>();

  function authorizationsOf(cardId: string): Authorization[] {
    return [...(idsOfCard.get(cardId) ?? [])].flatMap((id) => authorizations.get(id) ?? []);
  }

  function putCard(card: Card): void {
    cards.set(card.id, Object.freeze(card));
    for (const authorization of authorizationsOf(card.id)) {
      authorizations.set(authorization.id, Object.freeze({ ...authorization, card }));
    }
  }

  function forgetAuthorization(id: string): void {
    const authorization = authorizations.get(id);
    if (!authorization) return;
    for (const transaction of authorization.transactions) forgetTransaction(transaction.id);
    authorizations.delete(id);
    idsOfCard.get(authorization.card.id)?.delete(id);
  }

  function forgetTransaction(id: string): void {
    const dispute = idOf(transactions.get(id)?.dispute);
    if (dispute !== null) disputes.delete(dispute);
    transactions.delete(id);
    returned.delete(id);
  }

  const returnedMinor = (transactionId: string) => returned.get(transactionId) ?? 0;

  return {
    objects: { cardholders, cards, authorizations, transactions, disputes },
    cardholder: (id) => found('cardholder', id, cardholders),
    card: (id) => found('card', id, cards),
    authorization: (id) => found('authorization', id, authorizations),
    transaction: (id) => found('transaction', id, transactions),
    dispute: (id) => found('dispute', id, disputes),
    putCardholder(cardholder) {
      cardholders.set(cardholder.id, Object.freeze(cardholder));
      for (const card of cards.values()) if (card.cardholder.id === cardholder.id) putCard({ ...card, cardholder });
    },
    putCard,
    putAuthorization(authorization) {
      const { id, status, card } = authorization;
      authorizations.set(id, Object.freeze(authorization));
      const ids = idsOfCard.get(card.id) ?? new Set();
      idsOfCard.set(card.id, ids.add(id));
      if (status === 'pending') open.add(id);
      else {
        open.delete(id);
        keepNewest(closed.add(id), keepsClosed, forgetAuthorization);
      }
    },
    putTransaction(transaction) {
      transactions.set(transaction.id, Object.freeze(transaction));
      const authorization = authorizations.get(idOf(transaction.authorization) ?? '');
      if (authorization) {
        const shown = authorization.transactions.map((old) => (old.id === transaction.id ? transaction : old));
        authorizations.set(authorization.id, Object.freeze({ ...authorization, transactions: shown }));
      } else keepNewest(unlinked.add(transaction.id), keepsClosed, forgetTransaction);
    },
    putDispute: (dispute) => void disputes.set(dispute.id, Object.freeze(dispute)),
    returnedMinor,
    addReturned: (id, amountMinor) => void returned.set(id, returnedMinor(id) + amountMinor),
    authorizationsOf,
    oldestOpen() {
      const [oldest] = open;
      return oldest === undefined ? undefined : authorizations.get(oldest);
    },
  };
}

/** The id of something that is expanded or given by its id. */
export function idOf(value: string | { readonly id: string } | null | undefined): string | null {
  return typeof value === 'object' ? (value?.id ?? null) : (value ?? null);
}

function found<T>(kind: string, id: string, map: ReadonlyMap<string, T>): T {
  const object = map.get(id);
  if (object === undefined) throw new NoSuchObject(kind, id);
  return object;
}

/** Sets keep the order in which things came. */
function keepNewest(ids: Set<string>, count: number, forget: (id: string) => void): void {
  for (const id of ids) {
    if (ids.size <= count) return;
    ids.delete(id);
    forget(id);
  }
}
