import type { Stripe } from 'stripe';
import { type AccountOptions, type Asked, PLAIN_SIGNALS } from '../../../src/simulator/stripe/account.ts';
import { createStripeAccount } from '../../../src/simulator/stripe/create-account.ts';
import {
  DEFAULT_SETTINGS,
  DEFAULT_SWITCHES,
  type StripeSettings,
  type Switches,
} from '../../../src/simulator/stripe/settings.ts';
import type { AskResult, SimulatedEvent } from '../../../src/simulator/stripe/transport.ts';
import type { CardDetails, CardholderDetails, Merchant, Purchase } from '../../../src/simulator/world/issuer.ts';

export const START_MS = Date.UTC(2026, 9, 14, 12);
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export const HOLDER: CardholderDetails = {
  id: 'ich_1',
  name: 'Erika Mustermann',
  email: 'erika@example.com',
  phone: '+15555550123',
  line1: '12 Sample Lane',
  city: 'Springfield',
  state: 'IL',
  postalCode: '12345',
  country: 'US',
  createdAtMs: START_MS - 90 * DAY_MS,
  metadata: { tier: 'gold' },
};

export const CARD: CardDetails = {
  id: 'ic_1',
  cardholderId: 'ich_1',
  type: 'virtual',
  brand: 'Visa',
  currency: 'usd',
  last4: '4242',
  createdAtMs: START_MS - 80 * DAY_MS,
  metadata: { program: 'travel' },
  dailyLimitMinor: null,
  blockedCategories: [],
};

export const MERCHANT: Merchant = {
  networkId: '1234567890',
  name: 'Sample Rides',
  category: 'taxicabs_limousines',
  categoryCode: '4121',
  city: 'San Francisco',
  state: 'CA',
  postalCode: '94107',
  country: 'US',
  currency: 'usd',
  terminalId: null,
};

/** A plain purchase over 12.34 USD. */
export function purchaseOf(changes: Partial<Purchase> & { readonly usd?: number } = {}): Purchase {
  const { usd = 12.34, ...others } = changes;
  const amount = { amountMinor: Math.round(usd * 100), currency: 'usd' };
  return {
    cardId: 'ic_1',
    merchant: MERCHANT,
    amount,
    merchantAmount: amount,
    cashbackMinor: 0,
    method: 'online',
    wallet: null,
    isAmountControllable: false,
    addressLine1Check: 'match',
    addressPostalCodeCheck: 'match',
    cvcCheck: 'match',
    expiryCheck: 'match',
    threeDSecure: null,
    signals: PLAIN_SIGNALS,
    ...others,
  };
}

export function scored(fraudScore: number | null): Partial<Purchase> {
  return { signals: { ...PLAIN_SIGNALS, fraudScore } };
}

/** An answer over HTTP as a sound program gives it. */
export function reply(body: unknown, changes: { status?: number; headers?: Record<string, string> } = {}): AskResult {
  return {
    kind: 'replied',
    status: changes.status ?? 200,
    headers: new Headers(
      changes.headers ?? { 'Content-Type': 'application/json', 'Stripe-Version': '2026-10-28.endive' },
    ),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export const APPROVED = reply({ approved: true });
export const DECLINED = reply({ approved: false });

export interface StageOptions
  extends Partial<Pick<AccountOptions, 'seed' | 'keepsClosed' | 'elapsedMs' | 'outage' | 'onText'>> {
  readonly settings?: Partial<StripeSettings>;
  readonly switches?: Partial<Switches>;
  readonly holder?: Partial<CardholderDetails>;
  readonly card?: Partial<CardDetails>;
}

/** An account with one holder and one card, whose program answers as `answers.next` says; and all that it sent. */
export async function createStage(options: StageOptions = {}) {
  const { settings, switches, holder, card, ...others } = options;
  const clock = { nowMs: START_MS };
  const events: SimulatedEvent[] = [];
  const asks: { readonly event: SimulatedEvent; readonly withinMs: number }[] = [];
  const asked: Asked[] = [];
  const answers: { next(event: SimulatedEvent): AskResult | Promise<AskResult> } = { next: () => APPROVED };
  const account = createStripeAccount({
    seed: 'stage',
    nowMs: () => clock.nowMs,
    settings: { ...DEFAULT_SETTINGS, ...settings, switches: { ...DEFAULT_SWITCHES, ...switches } },
    transport: {
      async ask(event, withinMs) {
        asks.push({ event, withinMs });
        return answers.next(event);
      },
      emit: (event) => void events.push(event),
    },
    onAsked: (one) => void asked.push(one),
    ...others,
  });
  await account.issuer.addCardholder({ ...HOLDER, ...holder });
  await account.issuer.addCard({ ...CARD, ...card });
  events.length = 0;

  return {
    account,
    issuer: account.issuer,
    clock,
    events,
    asks,
    asked,
    answers,
    types: () => events.map(({ type }) => type),
    authorization: (id: string) => found(account.objects.authorizations.get(id)),
    transaction: (id: string) => found(account.objects.transactions.get(id)),
    dispute: (id: string) => found(account.objects.disputes.get(id)),
    card: () => found(account.objects.cards.get('ic_1')),
    /** Makes a purchase and gives what became of it. */
    async buy(changes: Parameters<typeof purchaseOf>[0] = {}) {
      const answer = await account.issuer.authorize(purchaseOf(changes));
      return { answer, authorization: found(account.objects.authorizations.get(answer.authorizationId)) };
    },
  };
}

export type Stage = Awaited<ReturnType<typeof createStage>>;

export function found<T>(object: T | undefined): T {
  if (object === undefined) throw new Error('it is not there');
  return object;
}

/** The object that an event carries. */
export function objectOf<T = Stripe.Issuing.Authorization>(event: SimulatedEvent | undefined): T {
  return found(event).data.object as T;
}
