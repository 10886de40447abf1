import type Stripe from 'stripe';
import type { Clock } from '../../core/decision/ports.ts';
import type { Answer, Issuer } from '../world/issuer.ts';
import { evidenceFor } from './evidence.ts';
import { createPace } from './pace.ts';
import { cardholderParams, cardParams, type StripeHolder } from './people.ts';
import type { CardProgram } from './program.ts';
import { authorizationParams, merchantData } from './purchase.ts';
import { refusable, TestModeRefusal } from './refusal.ts';
import { retireAll } from './retire.ts';
import { type StripeRecord, stripeRecord } from './stripe-record.ts';

/** Stripe lets 25 calls a second through in a sandbox. */
const CALLS_PER_SECOND = 20;

export interface TestModeOptions {
  /** With a key of test mode: its owner sees to that. */
  readonly stripe: Stripe;
  readonly program: CardProgram;
  readonly clock: Clock;
  /** Begins every idempotency key. No other run may have it: within a day Stripe would repeat that run's answers. */
  readonly runId: string;
}

/** The people of a world as Stripe's test mode has them. */
export interface TestModeIssuer extends Issuer {
  /** What Stripe has written down about an authorization by now. */
  record(authorizationId: string): Promise<StripeRecord>;
  /**
   * Cancels every card and sets every cardholder that was made here inactive; gives how many it could not. One that
   * Stripe refuses costs no other, but where Stripe can't be reached the rest is left as it is. Never rejects.
   */
  tidyUp(): Promise<number>;
}

/**
 * Lets the world act on the real Stripe's test mode. Cardholders and cards go by the world's ids, authorizations,
 * transactions and disputes by Stripe's. Throws TestModeRefusal for what Stripe refuses or has no helper for, such as
 * closing a dispute, and Stripe's own errors for all else that goes wrong. Makes 20 calls a second at most.
 */
export function createTestModeIssuer({ stripe, program, clock, runId }: TestModeOptions): TestModeIssuer {
  const helpers = stripe.testHelpers.issuing;
  const pace = createPace(CALLS_PER_SECOND, clock);
  const holders = new Map<string, StripeHolder>();
  const cards = new Map<string, string>();
  /** A capture is known by the transaction that was not there before. */
  const transactionsSeen = new Set<string>();
  let calls = 0;

  /** `what` is a noun for the refusal. The call gets an idempotency key of its own; the package's retries keep it. */
  async function call<T>(what: string, run: (options: Stripe.RequestOptions) => Promise<T>): Promise<T> {
    calls += 1;
    const idempotencyKey = `${runId}:${calls}`;
    await pace();
    return refusable(what, run({ idempotencyKey }));
  }

  async function record(authorizationId: string): Promise<StripeRecord> {
    await pace();
    return stripeRecord(await refusable('a look at it', stripe.issuing.authorizations.retrieve(authorizationId)));
  }

  async function dispute(transaction: string, reason: Parameters<Issuer['dispute']>[1]): Promise<string> {
    const evidence = evidenceFor(reason, clock.nowMs());
    const { id } = await call('a dispute', (o) => stripe.issuing.disputes.create({ transaction, evidence }, o));
    await call('to submit a dispute', (o) => stripe.issuing.disputes.submit(id, {}, o));
    return id;
  }

  function tidyUp(): Promise<number> {
    const cancel = (id: string) =>
      call('to cancel a card', (o) => stripe.issuing.cards.update(id, { status: 'canceled' }, o));
    const retire = ({ stripeId: id }: StripeHolder) =>
      call('to retire a holder', (o) => stripe.issuing.cardholders.update(id, { status: 'inactive' }, o));
    const cancels = [...cards.values()].map((id) => () => cancel(id));
    return retireAll([...cancels, ...[...holders.values()].map((holder) => () => retire(holder))]);
  }

  return {
    record,
    dispute,
    tidyUp,
    // Added again is added once: the world tries again where only a card was refused.
    async addCardholder(details) {
      if (holders.has(details.id)) return;
      const params = cardholderParams(details, program, clock.nowMs());
      const { id } = await call('a cardholder', (o) => stripe.issuing.cardholders.create(params, o));
      holders.set(details.id, { details, stripeId: id });
    },
    async changePhone(cardholderId, phone) {
      const { stripeId } = known(holders, cardholderId);
      const params = { phone_number: phone };
      await call('another telephone', (o) => stripe.issuing.cardholders.update(stripeId, params, o));
    },
    async addCard(details) {
      if (cards.has(details.id)) return;
      const params = cardParams(details, known(holders, details.cardholderId), program);
      const { id } = await call(`a ${details.type} card`, (o) => stripe.issuing.cards.create(params, o));
      cards.set(details.id, id);
    },
    async authorize(purchase) {
      const params = authorizationParams(purchase, known(cards, purchase.cardId), program);
      return answerOf(await call('an authorization', (o) => helpers.authorizations.create(params, o)));
    },
    async increment(id, amountMinor) {
      const params = { increment_amount: amountMinor };
      return answerOf(await call('an increment', (o) => helpers.authorizations.increment(id, params, o)));
    },
    async reverse(id, amountMinor) {
      const params = amountMinor === null ? {} : { reverse_amount: amountMinor };
      await call('a reversal', (o) => helpers.authorizations.reverse(id, params, o));
    },
    async capture(id, amountMinor, isFinal) {
      const params = { capture_amount: amountMinor, close_authorization: isFinal };
      const { transactions } = await call('a capture', (o) => helpers.authorizations.capture(id, params, o));
      const added = transactions.find((transaction) => !transactionsSeen.has(transaction.id));
      if (!added) throw new TestModeRefusal(`Stripe's test mode shows no transaction for the capture of ${id}`);
      for (const transaction of transactions) transactionsSeen.add(transaction.id);
      return added.id;
    },
    async expire(id) {
      await call('an expiry', (o) => helpers.authorizations.expire(id, {}, o));
    },
    async forceCapture(cardId, merchant, { amountMinor }) {
      const amount = { amount: amountMinor, currency: program.currency };
      const params = { ...amount, card: known(cards, cardId), merchant_data: merchantData(merchant) };
      return (await call('a forced capture', (o) => helpers.transactions.createForceCapture(params, o))).id;
    },
    async refund(id, amountMinor) {
      await call('a refund', (o) => helpers.transactions.refund(id, { refund_amount: amountMinor }, o));
    },
    async closeDispute(id) {
      throw new TestModeRefusal(`Stripe's test mode has no helper that closes a dispute; ${id} stays as it is`);
    },
  };
}

function answerOf(authorization: Stripe.Issuing.Authorization): Answer {
  const { isApproved, reason } = stripeRecord(authorization);
  return { authorizationId: authorization.id, isApproved, reason, heldMinor: authorization.amount };
}

function known<T>(things: ReadonlyMap<string, T>, id: string): T {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`${id} was not added before`);
  return thing;
}
