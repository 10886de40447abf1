import type { DemoDecision, DemoTitle } from '../../../../src/apps/cli/demo/feed.ts';
import { decide } from '../../../../src/core/decision/decide.ts';
import { decisionRecord } from '../../../../src/core/decision/record.ts';
import { type Facts, NO_FACTS } from '../../../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../../../src/core/domain/features.ts';
import type { Policy } from '../../../../src/core/policy/policy.ts';
import type { Asked } from '../../../../src/simulator/stripe/account.ts';
import { PLAIN_SIGNALS } from '../../../../src/simulator/stripe/account.ts';
import type { PurchaseEntry } from '../../../../src/simulator/world/books.ts';
import { authorizationOf } from '../../../support/asks.ts';
import { policyOf, shippedFiles } from '../../../support/policy.ts';
import { merge } from '../../../support/stripe.ts';

/** 14:03:22 UTC. */
export const AT_MS = Date.UTC(2026, 2, 3, 14, 3, 22);

export const TITLE: DemoTitle = {
  url: 'http://127.0.0.1:4242',
  dataDir: '.countersign/demo',
  seed: 'countersign',
  speed: 60,
  rate: 4,
  scenario: 'all',
};

const shipped = policyOf(shippedFiles());

interface DecisionChanges extends Partial<Omit<DemoDecision, 'record'>> {
  readonly score?: number | null;
  /** Of Stripe's authorization. */
  readonly authorization?: Record<string, unknown>;
  readonly policy?: Policy;
  readonly facts?: Partial<Facts>;
  readonly record?: Partial<DemoDecision['record']>;
}

/** A decision as the shipped policy makes it, of 12.34 USD at Sample Rides, with these changes. */
export function decided(changes: DecisionChanges = {}): DemoDecision {
  const { score = 3, authorization: stated = {}, policy = shipped, facts = {}, record, ...rest } = changes;
  const authorization = authorizationOf(merge({ risk_assessment: { fraud_risk: { score } } }, stated));
  const verdict = decide(authorization, NO_FEATURES, { ...NO_FACTS, ...facts }, policy);
  const made = decisionRecord(
    {
      ...verdict,
      id: 'dec_1',
      scope: authorization.scope,
      eventId: 'evt_1',
      authorizationId: authorization.id,
      askKey: null,
      authorization,
      answeredBy: 'policy',
      askedAtMs: AT_MS,
      receivedAtMs: AT_MS,
      decidedAfterMs: 1,
      counted: null,
      challenge: null,
      reply: { approved: verdict.outcome === 'approve' },
    },
    (text) => `hidden${text.length}`,
  );
  const defaults = { isRecordedLate: false, tookMs: 4.21, atMs: AT_MS };
  return { ...defaults, ...rest, record: { ...made, ...record } };
}

/** An ask that was answered well, with these changes. */
export function askOf(changes: Partial<Asked> = {}): Asked {
  return {
    event: {
      id: 'evt_1',
      object: 'event',
      api_version: '2026-10-28.endive',
      created: AT_MS / 1_000,
      type: 'issuing_authorization.request',
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      data: { object: {} },
    },
    authorizationId: 'iauth_1',
    result: { kind: 'replied', status: 200, headers: new Headers(), body: '{"approved":true}' },
    problem: null,
    isApproved: true,
    reason: 'webhook_approved',
    metadata: {},
    tookMs: 4,
    ...changes,
  };
}

/** A good purchase of 10.00 USD that was approved, with these changes. */
export function entryOf(changes: Partial<PurchaseEntry> & { readonly usdMinor?: number } = {}): PurchaseEntry {
  const { usdMinor = 1_000, ...rest } = changes;
  const amount = { amountMinor: usdMinor, currency: 'usd' };
  return {
    scenario: 'everyday',
    isFraud: false,
    atMs: AT_MS,
    purchase: {
      cardId: 'ic_1',
      merchant: {
        networkId: '1234567890',
        name: 'Fern & Quill Books',
        category: 'book_stores',
        categoryCode: '5942',
        city: 'Springfield',
        state: null,
        postalCode: null,
        country: 'US',
        currency: 'usd',
        terminalId: null,
      },
      amount,
      merchantAmount: amount,
      cashbackMinor: 0,
      method: 'chip',
      wallet: null,
      isAmountControllable: false,
      addressLine1Check: 'match',
      addressPostalCodeCheck: 'match',
      cvcCheck: 'match',
      expiryCheck: 'match',
      threeDSecure: null,
      signals: PLAIN_SIGNALS,
    },
    amountUsd: amount,
    answer: answerOf('webhook_approved'),
    ...rest,
  };
}

/** What an issuer answered, by the reason of its request history. */
export function answerOf(reason: string, isApproved = reason === 'webhook_approved'): PurchaseEntry['answer'] {
  return { authorizationId: 'iauth_1', isApproved, reason, heldMinor: 0 };
}
