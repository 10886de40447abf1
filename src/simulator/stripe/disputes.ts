import { type DisputeReason, disputeObject, lossReason } from './dispute-object.ts';
import { InvalidTransition } from './errors.ts';
import type { AccountState } from './state.ts';
import { idOf } from './store.ts';

export interface Disputes {
  /** Makes a dispute over what hasn't come back yet, and submits it. */
  dispute(transactionId: string, reason: DisputeReason): string;
  close(disputeId: string, status: 'won' | 'lost'): void;
}

/** Disputes of captured transactions. Each step emits Stripe's events; `warn` hears of the cards with fraud on them. */
export function createDisputes(
  { store, balances, newId, nowSeconds, emit, emitUpdated }: AccountState,
  warn: (cardId: string, type: 'fraud_dispute_filed') => void,
): Disputes {
  return {
    dispute(transactionId, reason) {
      const before = store.transaction(transactionId);
      const amountMinor = -before.amount - store.returnedMinor(transactionId);
      if (before.dispute !== null || amountMinor <= 0) {
        const why = before.dispute === null ? 'has nothing left to dispute' : 'is disputed already';
        throw new InvalidTransition(`The transaction ${transactionId} ${why}.`);
      }
      const parts = { id: newId('idp'), amount: amountMinor, created: nowSeconds(), currency: before.currency };
      const unsubmitted = disputeObject({ ...parts, transactionId, reason });
      store.putDispute(unsubmitted);
      emit('issuing_dispute.created', unsubmitted);
      const disputed = { ...before, dispute: unsubmitted.id };
      store.putTransaction(disputed);
      emitUpdated('issuing_transaction.updated', before, disputed);
      const submitted = { ...unsubmitted, status: 'submitted' as const };
      store.putDispute(submitted);
      emit('issuing_dispute.submitted', submitted);
      const cardId = idOf(before.card);
      if (reason === 'fraudulent' && cardId !== null) warn(cardId, 'fraud_dispute_filed');
      return submitted.id;
    },

    close(disputeId, status) {
      const before = store.dispute(disputeId);
      if (before.status !== 'submitted') {
        throw new InvalidTransition(`The dispute ${disputeId} is ${before.status}, not submitted.`);
      }
      const loss = status === 'lost' ? { loss_reason: lossReason(before.evidence.reason) } : {};
      const closed = { ...before, ...loss, status };
      store.putDispute(closed);
      emit('issuing_dispute.closed', closed);
      if (status === 'lost') return;
      const transactionId = idOf(before.transaction) ?? '';
      // The merchant may have refunded some of it meanwhile.
      const leftMinor = -store.transaction(transactionId).amount - store.returnedMinor(transactionId);
      const reinstatedMinor = Math.min(before.amount, leftMinor);
      store.addReturned(transactionId, reinstatedMinor);
      balances.spend(before.currency, -reinstatedMinor);
      emit('issuing_dispute.funds_reinstated', closed);
    },
  };
}
