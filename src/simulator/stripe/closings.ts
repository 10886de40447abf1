import type { Authorization } from './account.ts';
import { InvalidTransition } from './errors.ts';
import { merchantShare } from './merchant-share.ts';
import type { AccountState } from './state.ts';
import { partsOf, transactionObject } from './transaction-object.ts';

/** Holds run out after this, as they do at Stripe for the slowest kinds of merchant. */
const LONGEST_HOLD_SECONDS = 31 * 24 * 60 * 60;

/** How authorizations end, in part or whole; amounts in minor units. What doesn't fit throws `InvalidTransition`. */
export interface Closings {
  capture(id: string, amountMinor: number, isFinal: boolean): string;
  captureRegardless(id: string, amountMinor: number): string;
  reverse(id: string, amountMinor: number | null): void;
  expire(id: string): void;
  finalizeAmount(id: string, amountMinor: number): Authorization;
  /** Expires what nobody came for in 31 days. */
  expireDue(): void;
}

/** Closings of the authorizations in this account. Each emits its events and moves what is held. */
export function createClosings({ store, balances, newId, nowSeconds, emit, emitUpdated }: AccountState): Closings {
  /** Leaves `amountMinor` held. */
  function hold(before: Authorization, amountMinor: number, changes: Partial<Authorization>): Authorization {
    const merchantAmount = merchantShare(before, amountMinor);
    const after = { ...before, amount: amountMinor, merchant_amount: merchantAmount, ...changes };
    balances.hold(before.currency, amountMinor - before.amount);
    store.putAuthorization(after);
    emitUpdated('issuing_authorization.updated', before, after);
    return after;
  }

  function expire(id: string): void {
    const open = openAuthorization(id);
    hold(open, 0, { status: open.transactions.length > 0 ? 'closed' : 'expired' });
  }

  /** The money goes, whatever is held. */
  function spend(before: Authorization, amountMinor: number) {
    const transaction = transactionObject({
      ...partsOf(before),
      id: newId('ipi'),
      amount: -amountMinor,
      merchant_amount: -merchantShare(before, amountMinor),
      created: nowSeconds(),
      type: 'capture',
    });
    balances.spend(before.currency, amountMinor);
    store.putTransaction(transaction);
    emit('issuing_transaction.created', transaction);
    return transaction;
  }

  function openAuthorization(id: string): Authorization {
    const authorization = store.authorization(id);
    if (authorization.approved && authorization.status === 'pending') return authorization;
    throw new InvalidTransition(`The authorization ${id} is ${stateOf(authorization)}, not open.`);
  }

  return {
    capture(id, amountMinor, isFinal) {
      const before = store.authorization(id);
      requirePositive(amountMinor);
      // Stripe: captures for approved authorizations always succeed, also those that come too late.
      const isOpen = before.approved && before.status === 'pending';
      if (!isOpen && before.status !== 'expired') {
        throw new InvalidTransition(`The authorization ${id} is ${stateOf(before)} and can't be captured.`);
      }
      const transaction = spend(before, amountMinor);
      const leftMinor = isFinal ? 0 : Math.max(0, before.amount - amountMinor);
      const transactions = [...before.transactions, transaction];
      hold(before, leftMinor, { transactions, ...(isFinal ? { status: 'closed' } : {}) });
      return transaction.id;
    },

    captureRegardless(id, amountMinor) {
      const before = store.authorization(id);
      requirePositive(amountMinor);
      if (before.status === 'pending') throw new InvalidTransition(`The authorization ${id} is open: capture it.`);
      const transaction = spend(before, amountMinor);
      const after = { ...before, transactions: [...before.transactions, transaction] };
      store.putAuthorization(after);
      emitUpdated('issuing_authorization.updated', before, after);
      return transaction.id;
    },

    reverse(id, amountMinor) {
      const open = openAuthorization(id);
      const leftMinor = amountMinor === null ? 0 : open.amount - amountMinor;
      if (amountMinor !== null) requirePositive(amountMinor);
      if (leftMinor < 0) {
        throw new InvalidTransition(`The authorization ${id} holds ${open.amount}, less than ${amountMinor}.`);
      }
      const status = open.transactions.length > 0 ? 'closed' : 'reversed';
      hold(open, leftMinor, leftMinor === 0 ? { status } : {});
    },

    expire,

    finalizeAmount(id, amountMinor) {
      const open = openAuthorization(id);
      requirePositive(amountMinor);
      return hold(open, amountMinor, {});
    },

    expireDue() {
      const before = nowSeconds() - LONGEST_HOLD_SECONDS;
      for (;;) {
        const oldest = store.oldestOpen();
        if (!oldest?.approved || oldest.created > before) return;
        expire(oldest.id);
      }
    },
  };
}

function stateOf({ approved, status }: Authorization): string {
  return approved ? status : status === 'pending' ? 'being asked about' : 'declined';
}

function requirePositive(amountMinor: number): void {
  if (Number.isSafeInteger(amountMinor) && amountMinor > 0) return;
  throw new InvalidTransition(`The amount must be a positive whole number, not ${amountMinor}.`);
}
