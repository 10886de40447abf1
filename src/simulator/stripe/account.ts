import type { Stripe } from 'stripe';
import type { Money } from '../../core/domain/money.ts';
import type { Answer, Issuer, Purchase, RiskSignals } from '../world/issuer.ts';
import type { StripeText } from './challenge-texts.ts';
import type { StripeSettings } from './settings.ts';
import type { AskResult, SimulatedEvent, Transport } from './transport.ts';

/** The risk fields that Stripe sends to accounts with Advanced Fraud Tools, and that its package doesn't type. */
export interface RiskFields {
  readonly risk_assessment?: object | null;
  readonly fraud_disputability_likelihood?: string | null;
}
export type Authorization = Stripe.Issuing.Authorization & RiskFields;

/**
 * What the API's caller says of an authorization in Stripe's own fields, beyond what a purchase has words for. Each
 * field that is given replaces the account's own, in `verification_data`, `merchant_data`, `network_data` and
 * `amount_details` each key that is given.
 */
export interface StatedFields extends RiskFields {
  readonly amount_details?: Partial<Stripe.Issuing.Authorization.AmountDetails>;
  readonly merchant_data?: Partial<Stripe.Issuing.Authorization.MerchantData>;
  readonly network_data?: Partial<Stripe.Issuing.Authorization.NetworkData>;
  readonly verification_data?: Partial<Stripe.Issuing.Authorization.VerificationData>;
  /** Whole, with every key; decimals as strings. */
  readonly fleet?: object;
  readonly fuel?: object;
  readonly wallet?: string;
}

/** One ask, its answer as Stripe took it, and how long that took. */
export interface Asked {
  readonly event: SimulatedEvent;
  readonly authorizationId: string;
  readonly result: AskResult;
  /** Why no reply was accepted, e.g. the `reason_message` of `webhook_error`; null if one was. */
  readonly problem: string | null;
  readonly isApproved: boolean;
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tookMs: number;
}

/** The objects of a Stripe account as they are now, newest last. */
export interface Objects {
  readonly cardholders: ReadonlyMap<string, Stripe.Issuing.Cardholder>;
  readonly cards: ReadonlyMap<string, Stripe.Issuing.Card>;
  readonly authorizations: ReadonlyMap<string, Authorization>;
  readonly transactions: ReadonlyMap<string, Stripe.Issuing.Transaction>;
  readonly disputes: ReadonlyMap<string, Stripe.Issuing.Dispute>;
}

/**
 * What may be changed of a card through the API. Unknown ids throw `NoSuchObject`. In `metadata` an empty value takes
 * its key away and what isn't named stays; of `spendingControls` the keys that are given are replaced.
 */
export interface CardChanges {
  readonly status?: 'active' | 'inactive' | 'canceled';
  readonly cancellationReason?: 'lost' | 'stolen';
  readonly metadata?: Readonly<Record<string, string>>;
  readonly spendingControls?: Partial<Stripe.Issuing.Card.SpendingControls>;
  readonly replacedBy?: string;
}

/** A simulated Stripe account: stateful, in the world's time. */
export interface StripeAccount {
  readonly settings: StripeSettings;
  readonly objects: Objects;
  /** What the world does; ids of cardholders and cards are those that the world gave them. */
  readonly issuer: Issuer;
  /** For the API: objects made there, whole. Each emits its `.created` event. */
  addCardholderObject(cardholder: Stripe.Issuing.Cardholder): void;
  addCardObject(card: Stripe.Issuing.Card): void;
  /** Each of these emits its `.updated` event with `previous_attributes`, and gives the object as it is then. */
  updateCard(id: string, changes: CardChanges): Stripe.Issuing.Card;
  updateCardholder(id: string, changes: Partial<Stripe.Issuing.Cardholder>): Stripe.Issuing.Cardholder;
  /** In `metadata` an empty value takes its key away and what isn't named stays. */
  updateAuthorization(id: string, metadata: Readonly<Record<string, string>>): Authorization;
  /** As `issuer.authorize`, with what the caller states of it. */
  authorizeStated(purchase: Purchase, stated: StatedFields): Promise<Answer>;
  /**
   * The merchant takes it though nothing is held for it: it was declined, given back, or closed. The network makes
   * Stripe pay. The result is a transaction's id.
   */
  captureRegardless(authorizationId: string, amountMinor: number): string;
  /** What an open authorization held was an estimate: now it holds this, be it more or less; nobody is asked. */
  finalizeAmount(authorizationId: string, amountMinor: number): Authorization;
  /** What cards may still spend: the settings' balance and what was funded, less what is held and spent. */
  availableMinor(currency: string): number;
  fund(amount: Money): void;
  /** The cardholder answers the question of a fraud challenge. Throws when none is pending. */
  respondToChallenge(authorizationId: string, isConfirmed: boolean): Authorization;
  /** The cardholder writes back to the text about it; only YES and NO answer the question. Never throws. */
  replyToChallenge(authorizationId: string, body: string): void;
  /** Marks a card compromised, as Stripe does. */
  warn(cardId: string, type: Stripe.Issuing.Card.LatestFraudWarning.Type): void;
  /** A new id of Stripe's form: `newId('ic')` → `ic_1…`. */
  newId(prefix: string): string;
}

/** An answer that nobody was asked for. */
export interface Outage {
  readonly reason: 'network_fallback' | 'stripe_internal_error';
  readonly isApproved: boolean;
}

export interface AccountOptions {
  /** Ids are drawn from it: another seed, other ids. */
  readonly seed: string;
  /** The world's time, in milliseconds since 1970. */
  nowMs(): number;
  readonly settings: StripeSettings;
  readonly transport: Transport;
  /** A clock for how long asks take; the machine's where none is given. */
  elapsedMs?(): number;
  /** So many authorizations that are no longer open are remembered, with their transactions and disputes. */
  readonly keepsClosed?: number;
  /** Asked before each request: who answers it while Stripe can't, or the network can't reach Stripe; null: nobody. */
  outage?(): Outage | null;
  /** Told of each text that Stripe sends to a telephone. */
  onText?(text: StripeText): void;
  /** Told of every ask once its answer is known. */
  onAsked?(asked: Asked): void;
}

/** The signals that an authorization gets when the API that makes it names none. */
export const PLAIN_SIGNALS: RiskSignals = {
  fraudScore: 3,
  cardTestingLevel: 'low',
  invalidAccountNumberDeclineRatePercent: 1,
  invalidCredentialsDeclineRatePercent: 1,
  merchantDisputeLevel: 'low',
  merchantDisputeRatePercent: 1,
  disputability: 'neutral',
  networkScore: null,
};
