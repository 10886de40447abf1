import type { Money } from '../../core/domain/money.ts';

// What the people, merchants and thieves of the world can do at a card issuer. A Stripe, simulated or real (in test
// mode), stands behind this port; the world knows neither.

/** Someone who holds cards. All invented; e-mails at example.com, phones from ranges kept for fiction. */
export interface CardholderDetails {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** E.164, or null for those who gave none. */
  readonly phone: string | null;
  readonly line1: string;
  readonly city: string;
  readonly state: string | null;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly createdAtMs: number;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface CardDetails {
  readonly id: string;
  readonly cardholderId: string;
  readonly type: 'physical' | 'virtual';
  readonly brand: string;
  readonly currency: string;
  readonly last4: string;
  readonly createdAtMs: number;
  /** Holds `program`: the portfolio that the card belongs to. */
  readonly metadata: Readonly<Record<string, string>>;
  /** A spending control: at most this much a day, in minor units of the card's currency. */
  readonly dailyLimitMinor: number | null;
  /** A spending control: Stripe's merchant categories that are refused. */
  readonly blockedCategories: readonly string[];
}

/** Stripe's `merchant_data`, and the currency that the merchant charges in. */
export interface Merchant {
  readonly networkId: string;
  readonly name: string;
  readonly category: string;
  readonly categoryCode: string;
  readonly city: string;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string;
  readonly currency: string;
  readonly terminalId: string | null;
}

export type RiskLevel = 'low' | 'normal' | 'elevated' | 'highest';
type Check = 'match' | 'mismatch' | 'not_provided';

/** What Stripe will think of a purchase. The world draws it, since only the world knows what is fraud. */
export interface RiskSignals {
  /** 0 to 100 with two decimals; null: not assessed. */
  readonly fraudScore: number | null;
  readonly cardTestingLevel: RiskLevel;
  readonly invalidAccountNumberDeclineRatePercent: number;
  readonly invalidCredentialsDeclineRatePercent: number;
  readonly merchantDisputeLevel: RiskLevel;
  readonly merchantDisputeRatePercent: number;
  readonly disputability: 'very_likely' | 'neutral' | 'very_unlikely' | 'unknown';
  /** The card network's own, 1 to 99, where it sends one. */
  readonly networkScore: number | null;
}

/** One purchase as a merchant sends it to the network. */
export interface Purchase {
  readonly cardId: string;
  readonly merchant: Merchant;
  /** In the card's currency; 0 verifies a card. */
  readonly amount: Money;
  /** The same in the merchant's. */
  readonly merchantAmount: Money;
  /** Part of `amount` that is handed out as cash. */
  readonly cashbackMinor: number;
  readonly method: 'chip' | 'contactless' | 'keyed_in' | 'online' | 'swipe';
  readonly wallet: 'apple_pay' | 'google_pay' | null;
  /** A fuel pump that dispenses whatever is approved. */
  readonly isAmountControllable: boolean;
  readonly addressLine1Check: Check;
  readonly addressPostalCodeCheck: Check;
  readonly cvcCheck: Check;
  readonly expiryCheck: Check;
  readonly threeDSecure: 'authenticated' | 'attempt_acknowledged' | 'failed' | null;
  readonly signals: RiskSignals;
}

/** What the issuer said. `reason` is Stripe's `request_history.reason`. */
export interface Answer {
  readonly authorizationId: string;
  readonly isApproved: boolean;
  readonly reason: string;
  /** Held for this authorization now, increments included; minor units of the card's currency. */
  readonly heldMinor: number;
}

/** Amounts are in minor units of the card's currency. What names no such thing, or asks too much of it, throws. */
export interface Issuer {
  addCardholder(details: CardholderDetails): Promise<void>;
  /** The cardholder's telephone is another one from now on; E.164. */
  changePhone(cardholderId: string, phone: string): Promise<void>;
  /** The cardholder was added before. */
  addCard(details: CardDetails): Promise<void>;
  authorize(purchase: Purchase): Promise<Answer>;
  /** Asks for `amountMinor` more on an approved authorization that is still open. */
  increment(authorizationId: string, amountMinor: number): Promise<Answer>;
  /** Gives back what is held: `amountMinor`, or all of it with null, which closes the authorization as reversed. */
  reverse(authorizationId: string, amountMinor: number | null): Promise<void>;
  /** Takes `amountMinor`, perhaps more than was held; the result is a transaction's id. `isFinal` closes. */
  capture(authorizationId: string, amountMinor: number, isFinal: boolean): Promise<string>;
  /** The merchant never came for it. */
  expire(authorizationId: string): Promise<void>;
  /** A capture without an authorization; the result is a transaction's id. */
  forceCapture(cardId: string, merchant: Merchant, amount: Money): Promise<string>;
  refund(transactionId: string, amountMinor: number): Promise<void>;
  /** The cardholder disputes a transaction; the result is the dispute's id. */
  dispute(transactionId: string, reason: 'fraudulent' | 'not_received' | 'canceled'): Promise<string>;
  closeDispute(disputeId: string, status: 'won' | 'lost'): Promise<void>;
}
