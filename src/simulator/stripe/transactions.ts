import type { Stripe } from 'stripe';
import type { Money } from '../../core/domain/money.ts';
import type { Merchant } from '../world/issuer.ts';
import { InvalidTransition } from './errors.ts';
import { merchantData } from './merchant-data.ts';
import type { AccountState } from './state.ts';
import { idOf } from './store.ts';
import { transactionObject } from './transaction-object.ts';

type Transaction = Stripe.Issuing.Transaction;

/** Transactions beside those that capture an authorization. */
export interface Transactions {
  forceCapture(cardId: string, merchant: Merchant, amount: Money): string;
  /** No more comes back than was captured; else it throws `InvalidTransition`. */
  refund(transactionId: string, amountMinor: number): void;
}

/** Captures that nobody authorized, and refunds. Each emits its events and moves what is spent. */
export function createTransactions(state: AccountState): Transactions {
  const { store, balances, newId, nowSeconds, emit, emitUpdated } = state;
  return {
    forceCapture(cardId, merchant, amount) {
      const card = store.card(cardId);
      if (!Number.isSafeInteger(amount.amountMinor) || amount.amountMinor <= 0 || amount.currency !== card.currency) {
        throw new InvalidTransition(
          `${amount.amountMinor} ${amount.currency} can't be captured from a ${card.currency} card.`,
        );
      }
      const transaction = transactionObject({
        id: newId('ipi'),
        amount: -amount.amountMinor,
        authorization: null,
        authorizationCode: null,
        card: card.id,
        cardholder: card.cardholder.id,
        created: nowSeconds(),
        currency: amount.currency,
        merchant_amount: -amount.amountMinor,
        merchant_currency: amount.currency,
        merchant_data: merchantData(merchant),
        type: 'capture',
        wallet: null,
      });
      balances.spend(amount.currency, amount.amountMinor);
      store.putTransaction(transaction);
      emit('issuing_transaction.created', transaction);
      return transaction.id;
    },

    refund(transactionId, amountMinor) {
      const captured = store.transaction(transactionId);
      const leftMinor = -captured.amount - store.returnedMinor(transactionId);
      if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0 || amountMinor > leftMinor) {
        throw new InvalidTransition(
          `Of the transaction ${transactionId} ${leftMinor} can be refunded, not ${amountMinor}.`,
        );
      }
      const refund = refundOf(captured, amountMinor, newId('ipi'), nowSeconds());
      store.addReturned(transactionId, amountMinor);
      balances.spend(captured.currency, -amountMinor);
      store.putTransaction(refund);
      emit('issuing_transaction.created', refund);
      const before = store.objects.authorizations.get(idOf(captured.authorization) ?? '');
      if (!before) return;
      const after = { ...before, transactions: [...before.transactions, refund] };
      store.putAuthorization(after);
      emitUpdated('issuing_authorization.updated', before, after);
    },
  };
}

function refundOf(captured: Transaction, amountMinor: number, id: string, created: number): Transaction {
  const { network_data, object: _object, ...parts } = captured;
  return transactionObject({
    ...parts,
    id,
    created,
    amount: amountMinor,
    authorizationCode: network_data?.authorization_code ?? null,
    merchant_amount: Math.round((amountMinor * captured.merchant_amount) / captured.amount),
    type: 'refund',
  });
}
