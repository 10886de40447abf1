import type { Stripe } from 'stripe';
import type { Issuer, RiskSignals } from '../world/issuer.ts';
import type { StripeSettings } from './settings.ts';
import type { AskResult, SimulatedEvent, Transport } from './transport.ts';

/** The risk fields that Stripe sends to accounts with Advanced Fraud Tools, and that its package doesn't type. */
export interface RiskFields {
  readonly risk_assessment?: object | null;
  readonly fraud_disputability_likelihood?: string | null;
}
export type Authorization = Stripe.Issuing.Authorization & RiskFields;

/** One ask, its answer as Stripe took it, and how long that took. */
export interface Asked {
  readonly event: SimulatedEvent;
  readonly authorizationId: string;
  readonly result: AskResult;
  /** Why the reply was not accepted (`reason_message` of `webhook_error`); null if it was. */
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

/** What may be changed of a card through the API. Unknown ids throw `NoSuchObject`. */
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
  updateAuthorization(id: string, metadata: Readonly<Record<string, string>>): Authorization;
  /** The cardholder answers the question of a fraud challenge. Throws when none is pending. */
  respondToChallenge(authorizationId: string, isConfirmed: boolean): Authorization;
  /** Marks a card compromised, as Stripe does. */
  warn(cardId: string, type: Stripe.Issuing.Card.LatestFraudWarning.Type): void;
  /** A new id of Stripe's form: `newId('ic')` → `ic_1…`. */
  newId(prefix: string): string;
}

export interface AccountOptions {
  /** Ids are drawn from it: another seed, other ids. */
  readonly seed: string;
  /** The world's time, in milliseconds since 1970. */
  nowMs(): number;
  readonly settings: StripeSettings;
  readonly transport: Transport;
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
