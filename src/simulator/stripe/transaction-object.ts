import type { Stripe } from 'stripe';
import type { Authorization } from './account.ts';

type Transaction = Stripe.Issuing.Transaction;

/** What tells one transaction from another. Amounts are signed: below zero is money leaving. */
export interface TransactionParts
  extends Pick<
    Transaction,
    | 'amount'
    | 'authorization'
    | 'card'
    | 'cardholder'
    | 'created'
    | 'currency'
    | 'id'
    | 'merchant_amount'
    | 'merchant_currency'
    | 'merchant_data'
    | 'wallet'
  > {
  readonly type: 'capture' | 'refund';
  readonly authorizationCode: string | null;
}

const NO_DETAILS = { atm_fee: null, cashback_amount: null };

/** An `issuing.transaction` with every key of Stripe's; the network processed it on the day it was created. */
export function transactionObject({ authorizationCode, ...parts }: TransactionParts): Transaction {
  return {
    ...parts,
    object: 'issuing.transaction',
    amount_details: NO_DETAILS,
    balance_transaction: null,
    dispute: null,
    livemode: false,
    metadata: {},
    network_data: {
      authorization_code: authorizationCode,
      processing_date: new Date(parts.created * 1000).toISOString().slice(0, 10),
      transaction_id: null,
    },
    token: null,
  };
}

/** The parts that a transaction takes from its authorization. */
export function partsOf(authorization: Authorization) {
  return {
    authorization: authorization.id,
    authorizationCode: authorization.request_history.find(({ approved }) => approved)?.authorization_code ?? null,
    card: authorization.card.id,
    cardholder: authorization.card.cardholder.id,
    currency: authorization.currency,
    merchant_currency: authorization.merchant_currency,
    merchant_data: authorization.merchant_data,
    wallet: authorization.wallet,
  };
}
