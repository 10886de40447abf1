import type { Stripe } from 'stripe';
import { z } from 'zod';
import { missingObject, refuseNotSimulated } from '../error.ts';
import { listPage, pagination } from '../list.ts';
import { merchantOf, merchantParameter } from '../merchant.ts';
import { currency, integer, text } from '../parameters.ts';
import { type Call, route } from '../route.ts';

const PATH = '/v1/issuing/transactions';
const TEST_PATH = '/v1/test_helpers/issuing/transactions';

const retrieve = route('GET', `${PATH}/:id`, {}, (_parameters, call) => transactionOf(call));

const list = route(
  'GET',
  PATH,
  {
    ...pagination,
    card: text.optional(),
    cardholder: text.optional(),
    type: z.enum(['capture', 'refund']).optional(),
  },
  ({ card, cardholder, type, ...page }, { account }) =>
    listPage(
      PATH,
      account.objects.transactions.values(),
      page,
      (transaction) =>
        (card === undefined || transaction.card === card) &&
        (cardholder === undefined || transaction.cardholder === cardholder) &&
        (type === undefined || transaction.type === type),
    ),
);

const forceCapture = route(
  'POST',
  `${TEST_PATH}/create_force_capture`,
  {
    amount: integer(1),
    card: text,
    currency: currency.optional(),
    merchant_data: merchantParameter.optional(),
    purchase_details: z.unknown().optional(),
  },
  async (given, call) => {
    refuseNotSimulated({ purchase_details: given.purchase_details });
    const card = call.account.objects.cards.get(given.card);
    if (!card) throw missingObject('card', given.card, 'card');
    const amount = { amountMinor: given.amount, currency: given.currency ?? card.currency };
    const merchant = merchantOf(given.merchant_data, amount.currency);
    const id = await call.account.issuer.forceCapture(card.id, merchant, amount);
    return transactionOf({ ...call, id });
  },
);

const refund = route(
  'POST',
  `${TEST_PATH}/:id/refund`,
  { refund_amount: integer(1).optional() },
  async ({ refund_amount: amount }, call) => {
    await call.account.issuer.refund(call.id, amount ?? Math.abs(transactionOf(call).amount));
    return transactionOf(call);
  },
);

export const transactionRoutes = [retrieve, list, forceCapture, refund];

function transactionOf({ account, id }: Call): Stripe.Issuing.Transaction {
  const transaction = account.objects.transactions.get(id);
  if (!transaction) throw missingObject('transaction', id, null);
  return transaction;
}
