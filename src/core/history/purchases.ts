import type { Authorization } from '../domain/authorization.ts';
import { limits } from '../domain/limits.ts';
import { createConfusionTally } from './confusion.ts';
import { createFingerprint, type Fingerprint } from './fingerprint.ts';
import { createRecent } from './recent.ts';
import type { PolicyResult } from './result.ts';
import type { Truth } from './truth.ts';

/**
 * Asks, put together to what somebody wanted to buy. Asks of one card at one merchant for one amount, each within
 * `limits.purchaseRetryMs` of the one before, are one purchase tried again; so are all asks of one authorization.
 *
 * A purchase is stopped where every ask of it is: once one was approved the goods are gone, whether the retry after a
 * challenge was it, or one that a later decline came too late for. It is fraud where any ask of it is, and good where
 * one is good: of a retry that was approved then it is known what the declined attempt before it was. Its money is
 * counted once, and what increments added.
 */
export interface PurchaseTally {
  /** Of each ask, in the order of time. */
  add(authorization: Authorization, truth: Truth, isStopped: boolean): void;
  result(): PolicyResult['purchases'];
}

/** No purchases yet. */
export function createPurchaseTally(): PurchaseTally {
  const all = createConfusionTally();
  const book = createBook();
  const tried = createRecent(limits.purchaseRetryMs);
  const authorized = createRecent(limits.purchaseIncrementMs);
  const attempt = createFingerprint();
  const identity = createFingerprint();

  function score(purchase: number, currency: string, times: 1 | -1): void {
    const outcome = book.isStopped(purchase) ? 'decline' : 'approve';
    all.add(outcome, book.truth(purchase), book.amountMinor(purchase), currency, times);
  }

  /** The purchase that an ask tries again; -1: it is another one. */
  function retried({ askedAtMs }: Authorization, isKnown: boolean): number {
    const before = isKnown ? tried.get(attempt) : -1;
    return before !== -1 && askedAtMs - book.lastMs(before) <= limits.purchaseRetryMs ? before : -1;
  }

  return {
    add(authorization, truth, isStopped) {
      const { amountMinor, currency, askedAtMs, isIncremental, historyLength } = authorization;
      const isKnown = readAttempt(authorization, attempt);
      scoped(authorization, identity).text(authorization.id).end();
      const whole = isIncremental || historyLength > 0 ? authorized.get(identity) : -1;
      const again = retried(authorization, isKnown);
      let purchase = whole === -1 ? again : whole;
      if (purchase === -1) {
        purchase = book.open(truth, isStopped, amountMinor, askedAtMs);
      } else {
        score(purchase, currency, -1);
        const added = isIncremental && whole !== -1 && again !== whole ? amountMinor : 0;
        book.join(purchase, truth, isStopped, added, askedAtMs);
      }
      score(purchase, currency, 1);
      if (isKnown) tried.set(attempt, purchase, askedAtMs);
      authorized.set(identity, purchase, askedAtMs);
    },
    result: () => ({ count: book.count(), ...all.scores() }),
  };
}

/** False where card or merchant is not known: then nothing tells that it is the same purchase. */
function readAttempt(authorization: Authorization, attempt: Fingerprint): boolean {
  const { card, merchant, amountMinor, currency } = authorization;
  const shop = merchant.networkId ?? merchant.name;
  if (card.id === null || shop === null) return false;
  scoped(authorization, attempt).text(card.id).text(shop).text(currency).number(amountMinor).end();
  return true;
}

/** Two accounts share nothing, nor do test and live. */
function scoped({ scope }: Authorization, fingerprint: Fingerprint): Fingerprint {
  return fingerprint
    .begin()
    .number(scope.livemode ? 1 : 0)
    .text(scope.account ?? '');
}

/** From what says least of what a purchase is: of two asks the surer one counts. */
const TRUTHS = ['immature', 'unlabelled', 'unknowable', 'good', 'fraud'] as const satisfies readonly Truth[];
const RANKS = Object.fromEntries(TRUTHS.map((truth, rank) => [truth, rank])) as Readonly<Record<Truth, number>>;

/** Purchases by number. There may be as many as rows: they are kept as numbers, 18 bytes each. */
function createBook() {
  let amounts = new Float64Array(1_024);
  let times = new Float64Array(1_024);
  let ranks = new Uint8Array(1_024);
  let stops = new Uint8Array(1_024);
  let count = 0;

  function grow(): void {
    amounts = twice(amounts, new Float64Array(2 * count));
    times = twice(times, new Float64Array(2 * count));
    ranks = twice(ranks, new Uint8Array(2 * count));
    stops = twice(stops, new Uint8Array(2 * count));
  }

  return {
    count: () => count,
    amountMinor: (purchase: number) => amounts[purchase] ?? 0,
    lastMs: (purchase: number) => times[purchase] ?? 0,
    truth: (purchase: number): Truth => TRUTHS[ranks[purchase] ?? 0] ?? 'unlabelled',
    isStopped: (purchase: number) => stops[purchase] === 1,
    /** The number of a new one. */
    open(truth: Truth, isStopped: boolean, amountMinor: number, atMs: number): number {
      if (count === amounts.length) grow();
      amounts[count] = amountMinor;
      times[count] = atMs;
      ranks[count] = RANKS[truth];
      stops[count] = isStopped ? 1 : 0;
      count += 1;
      return count - 1;
    },
    /** Another ask of it. */
    join(purchase: number, truth: Truth, isStopped: boolean, addedMinor: number, atMs: number): void {
      amounts[purchase] = (amounts[purchase] ?? 0) + addedMinor;
      times[purchase] = atMs;
      ranks[purchase] = Math.max(ranks[purchase] ?? 0, RANKS[truth]);
      if (!isStopped) stops[purchase] = 0;
    },
  };
}

function twice<T extends { set(values: T): void }>(old: T, next: T): T {
  next.set(old);
  return next;
}
