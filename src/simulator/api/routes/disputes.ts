import type { Stripe } from 'stripe';
import { z } from 'zod';
import { ApiError, missingObject, refuseNotSimulated } from '../error.ts';
import { listPage, pagination } from '../list.ts';
import { text } from '../parameters.ts';
import { type Call, route } from '../route.ts';

const PATH = '/v1/issuing/disputes';
const anything = z.unknown().optional();
/** What Stripe takes and we don't. */
const UNUSED = { amount: anything, metadata: anything, treasury: anything };
const REASONS = ['fraudulent', 'not_received', 'canceled'] as const;

const retrieve = route('GET', `${PATH}/:id`, {}, (_parameters, call) => disputeOf(call));

const list = route(
  'GET',
  PATH,
  {
    ...pagination,
    status: z.enum(['expired', 'lost', 'submitted', 'unsubmitted', 'won']).optional(),
    transaction: text.optional(),
  },
  ({ status, transaction, ...page }, { account }) =>
    listPage(
      PATH,
      account.objects.disputes.values(),
      page,
      (dispute) =>
        (status === undefined || dispute.status === status) &&
        (transaction === undefined || dispute.transaction === transaction),
    ),
);

/** The dispute is submitted at once; of the evidence only the reason counts, and that one of the world's. */
const create = route(
  'POST',
  PATH,
  { ...UNUSED, transaction: text, evidence: z.looseObject({ reason: z.enum(REASONS) }) },
  async ({ transaction: id, evidence, ...unused }, call) => {
    refuseNotSimulated(unused);
    const transaction = call.account.objects.transactions.get(id);
    if (!transaction) throw missingObject('transaction', id, 'transaction');
    if (transaction.dispute !== null) {
      throw new ApiError(`The transaction ${id} is disputed already.`, { param: 'transaction' });
    }
    return disputeOf({ ...call, id: await call.account.issuer.dispute(id, evidence.reason) });
  },
);

const submit = route('POST', `${PATH}/:id/submit`, { metadata: UNUSED.metadata }, (unused, call) => {
  refuseNotSimulated(unused);
  const dispute = disputeOf(call);
  if (dispute.status === 'submitted') return dispute;
  throw new ApiError(`The dispute ${dispute.id} is ${dispute.status} and can't be submitted.`);
});

export const disputeRoutes = [retrieve, list, create, submit];

function disputeOf({ account, id }: Call): Stripe.Issuing.Dispute {
  const dispute = account.objects.disputes.get(id);
  if (!dispute) throw missingObject('dispute', id, null);
  return dispute;
}
