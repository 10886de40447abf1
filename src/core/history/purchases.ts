import type { Authorization } from '../domain/authorization.ts';
import { limits } from '../domain/limits.ts';
import { type Scope, scopeKey } from '../domain/scope.ts';
import { createConfusionTally } from './confusion.ts';
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

interface Purchase {
  amountMinor: number;
  truth: Truth;
  isStopped: boolean;
  lastMs: number;
}

/** No purchases yet. */
export function createPurchaseTally(): PurchaseTally {
  const all = createConfusionTally();
  const tried = createRecent<Purchase>(limits.purchaseRetryMs);
  const authorized = createRecent<Purchase>(limits.purchaseIncrementMs);
  let count = 0;
  let scope: Scope | null = null;
  let scopeText = '';

  function score({ isStopped, truth, amountMinor }: Purchase, currency: string, times: 1 | -1): void {
    all.add(isStopped ? 'decline' : 'approve', truth, amountMinor, currency, times);
  }

  /** Null where card or merchant is not known: then nothing tells that it is the same purchase. */
  function attemptOf({ card, merchant, amountMinor, currency }: Authorization): string | null {
    const shop = merchant.networkId ?? merchant.name;
    return card.id === null || shop === null ? null : `${scopeText}|${card.id}|${shop}|${amountMinor}|${currency}`;
  }

  return {
    add(authorization, truth, isStopped) {
      const { id, amountMinor, currency, askedAtMs, isIncremental, historyLength } = authorization;
      if (authorization.scope !== scope) {
        scope = authorization.scope;
        scopeText = scopeKey(scope);
      }
      const attempt = attemptOf(authorization);
      const before = attempt === null ? undefined : tried.get(attempt);
      const isRetry = before !== undefined && askedAtMs - before.lastMs <= limits.purchaseRetryMs;
      const whole = isIncremental || historyLength > 0 ? authorized.get(id) : undefined;
      let purchase = whole ?? (isRetry ? before : undefined);
      if (purchase) {
        score(purchase, currency, -1);
        if (isIncremental && purchase === whole && !(isRetry && before === whole)) purchase.amountMinor += amountMinor;
        purchase.truth = surer(purchase.truth, truth);
        purchase.isStopped &&= isStopped;
        purchase.lastMs = askedAtMs;
      } else {
        count += 1;
        purchase = { amountMinor, truth, isStopped, lastMs: askedAtMs };
      }
      score(purchase, currency, 1);
      if (attempt !== null) tried.set(attempt, purchase, askedAtMs);
      authorized.set(id, purchase, askedAtMs);
    },
    result: () => ({ count, ...all.scores() }),
  };
}

/** Of two asks of a purchase the one that says more of what it is. */
function surer(one: Truth, other: Truth): Truth {
  return SURENESS[other] > SURENESS[one] ? other : one;
}

const SURENESS: Readonly<Record<Truth, number>> = { fraud: 2, good: 1, unknowable: 0, immature: 0, unlabelled: 0 };
