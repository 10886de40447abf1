import type { Money } from '../../src/core/domain/money.ts';
import type {
  Answer,
  CardDetails,
  CardholderDetails,
  Issuer,
  Merchant,
  Purchase,
} from '../../src/simulator/world/issuer.ts';

type Status = 'pending' | 'closed' | 'reversed' | 'expired';

interface Authorization {
  readonly id: string;
  readonly purchase: Purchase;
  readonly isApproved: boolean;
  heldMinor: number;
  capturedMinor: number;
  captures: number;
  status: Status;
}

interface Transaction {
  readonly id: string;
  readonly authorizationId: string | null;
  readonly amountMinor: number;
  refundedMinor: number;
  disputeId: string | null;
}

interface Dispute {
  readonly id: string;
  readonly reason: string;
  status: 'submitted' | 'won' | 'lost';
}

export interface FakeIssuerOptions {
  /** Why a purchase is declined; null approves. By default everything is approved. */
  readonly refuse?: (purchase: Purchase) => string | null;
  /** Awaited before each answer: for those who want answers to come late or out of order. */
  readonly pause?: () => Promise<void>;
}

/** What a fake issuer knows. */
export interface FakeIssuer extends Issuer {
  readonly cardholders: ReadonlyMap<string, CardholderDetails>;
  readonly cards: ReadonlyMap<string, CardDetails>;
  readonly authorizations: ReadonlyMap<string, Authorization>;
  readonly transactions: ReadonlyMap<string, Transaction>;
  readonly disputes: ReadonlyMap<string, Dispute>;
  readonly forced: readonly { cardId: string; merchant: Merchant; amount: Money }[];
  /** How often each method was called. */
  readonly calls: ReadonlyMap<string, number>;
}

/** An issuer in memory that keeps the port's promises: what names no such thing, or asks too much of it, throws. */
export function createFakeIssuer({ refuse = () => null, pause }: FakeIssuerOptions = {}): FakeIssuer {
  const cardholders = new Map<string, CardholderDetails>();
  const cards = new Map<string, CardDetails>();
  const authorizations = new Map<string, Authorization>();
  const transactions = new Map<string, Transaction>();
  const disputes = new Map<string, Dispute>();
  const forced: { cardId: string; merchant: Merchant; amount: Money }[] = [];
  const calls = new Map<string, number>();

  function count(name: string): void {
    calls.set(name, (calls.get(name) ?? 0) + 1);
  }

  function addTransaction(authorizationId: string | null, amountMinor: number): string {
    const id = `ipi_${transactions.size + 1}`;
    transactions.set(id, { id, authorizationId, amountMinor, refundedMinor: 0, disputeId: null });
    return id;
  }

  function open(id: string): Authorization {
    const authorization = found(authorizations, id);
    check(authorization.isApproved && authorization.status === 'pending', `${id} is not open`);
    return authorization;
  }

  function answer({ id, heldMinor }: Authorization, isApproved: boolean, reason: string): Answer {
    return { authorizationId: id, isApproved, reason, heldMinor };
  }

  return {
    ...{ cardholders, cards, authorizations, transactions, disputes, forced, calls },
    async addCardholder(details) {
      count('addCardholder');
      await pause?.();
      check(!cardholders.has(details.id), `${details.id} was added before`);
      cardholders.set(details.id, details);
    },
    async changePhone(cardholderId, phone) {
      count('changePhone');
      await pause?.();
      cardholders.set(cardholderId, { ...found(cardholders, cardholderId), phone });
    },
    async addCard(details) {
      count('addCard');
      await pause?.();
      found(cardholders, details.cardholderId);
      check(!cards.has(details.id), `${details.id} was added before`);
      cards.set(details.id, details);
    },
    async authorize(purchase) {
      count('authorize');
      checkPurchase(found(cards, purchase.cardId), purchase);
      const reason = refuse(purchase);
      const heldMinor = reason === null ? purchase.amount.amountMinor : 0;
      const authorization: Authorization = {
        id: `iauth_${authorizations.size + 1}`,
        isApproved: reason === null,
        ...{ purchase, heldMinor, capturedMinor: 0, captures: 0 },
        status: reason === null ? 'pending' : 'closed',
      };
      authorizations.set(authorization.id, authorization);
      await pause?.();
      return answer(authorization, reason === null, reason ?? 'webhook_approved');
    },
    async increment(id, amountMinor) {
      count('increment');
      const authorization = open(id);
      checkAmount(amountMinor);
      const reason = refuse({ ...authorization.purchase, amount: { ...authorization.purchase.amount, amountMinor } });
      if (reason === null) authorization.heldMinor += amountMinor;
      await pause?.();
      return answer(authorization, reason === null, reason ?? 'webhook_approved');
    },
    async reverse(id, amountMinor) {
      count('reverse');
      const authorization = open(id);
      if (amountMinor !== null) checkAmount(amountMinor);
      check((amountMinor ?? 0) <= authorization.heldMinor, `${id} holds less than ${amountMinor}`);
      authorization.heldMinor -= amountMinor ?? authorization.heldMinor;
      if (amountMinor === null) authorization.status = 'reversed';
    },
    async capture(id, amountMinor, isFinal) {
      count('capture');
      const authorization = open(id);
      checkAmount(amountMinor);
      authorization.capturedMinor += amountMinor;
      authorization.captures += 1;
      authorization.heldMinor = Math.max(0, authorization.heldMinor - amountMinor);
      if (isFinal) {
        authorization.status = 'closed';
        authorization.heldMinor = 0;
      }
      return addTransaction(id, amountMinor);
    },
    async expire(id) {
      count('expire');
      const authorization = open(id);
      authorization.status = 'expired';
      authorization.heldMinor = 0;
    },
    async forceCapture(cardId, merchant, amount) {
      count('forceCapture');
      check(found(cards, cardId).currency === amount.currency, `${cardId} has another currency`);
      checkAmount(amount.amountMinor);
      forced.push({ cardId, merchant, amount });
      return addTransaction(null, amount.amountMinor);
    },
    async refund(id, amountMinor) {
      count('refund');
      const transaction = found(transactions, id);
      checkAmount(amountMinor);
      check(transaction.refundedMinor + amountMinor <= transaction.amountMinor, `${id} took less than ${amountMinor}`);
      transaction.refundedMinor += amountMinor;
    },
    async dispute(id, reason) {
      count('dispute');
      const transaction = found(transactions, id);
      check(transaction.disputeId === null && transaction.refundedMinor === 0, `${id} is disputed or refunded already`);
      const dispute: Dispute = { id: `idp_${disputes.size + 1}`, reason, status: 'submitted' };
      disputes.set(dispute.id, dispute);
      transaction.disputeId = dispute.id;
      return dispute.id;
    },
    async closeDispute(id, status) {
      count('closeDispute');
      const dispute = found(disputes, id);
      check(dispute.status === 'submitted', `${id} is closed already`);
      dispute.status = status;
    },
  };
}

function found<T>(things: ReadonlyMap<string, T>, id: string): T {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`there is no ${id}`);
  return thing;
}

function check(isTrue: boolean, problem: string): void {
  if (!isTrue) throw new Error(problem);
}

function checkAmount(amountMinor: number): void {
  check(Number.isSafeInteger(amountMinor) && amountMinor > 0, `${amountMinor} is no amount`);
}

function checkPurchase(card: CardDetails, { amount, merchantAmount, merchant, cashbackMinor }: Purchase): void {
  check(amount.currency === card.currency, `${card.id} is not in ${amount.currency}`);
  check(merchantAmount.currency === merchant.currency, `${merchant.name} doesn't charge ${merchantAmount.currency}`);
  for (const { amountMinor } of [amount, merchantAmount]) {
    check(Number.isSafeInteger(amountMinor) && amountMinor >= 0, `${amountMinor} is no amount`);
  }
  check(
    (amount.amountMinor === 0) === (merchantAmount.amountMinor === 0),
    'one amount is nothing and the other is not',
  );
  check(cashbackMinor >= 0 && cashbackMinor <= amount.amountMinor, 'more cash than money');
}
