import type { Card, Cardholder, Metadata } from './card.ts';
import type { Scope } from './scope.ts';
import type { Signals } from './signals.ts';

/** Stripe's `merchant_data`; `networkId` is the merchant's id at the card network. */
export interface MerchantData {
  readonly networkId: string | null;
  readonly name: string | null;
  readonly category: string | null;
  readonly categoryCode: string | null;
  readonly country: string | null;
  readonly state: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
}

/** Stripe's `verification_data`: each check is `match`, `mismatch`, `not_provided`, or null when not sent. */
export interface VerificationData {
  readonly cvcCheck: string | null;
  readonly expiryCheck: string | null;
  readonly addressPostalCodeCheck: string | null;
  readonly addressLine1Check: string | null;
  /** `authenticated`, `attempt_acknowledged`, `failed`, `required`; null when 3D Secure was not used. */
  readonly threeDSecureResult: string | null;
}

/** The amounts of one ask, in minor units. */
export interface AskAmounts {
  /** What this ask would add, in the card's currency. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly merchantAmountMinor: number | null;
  readonly merchantCurrency: string | null;
  readonly cashbackAmountMinor: number | null;
  readonly isAmountControllable: boolean | null;
  /** What earlier asks of the same authorization were approved for. */
  readonly previouslyApprovedAmountMinor: number;
  readonly isIncremental: boolean;
}

/**
 * One ask: Stripe's authorization as it stood when Stripe asked about it, read down to what a decision needs. A field
 * that was absent, null or odd is null here (signals keep the cause).
 */
export interface Authorization extends AskAmounts {
  readonly id: string;
  readonly scope: Scope;
  /** When the authorization began. */
  readonly createdAtMs: number;
  /** When this ask was made: the event's `created`, or the authorization's where there is no event. */
  readonly askedAtMs: number;
  /** How many asks of this authorization were answered before this one. */
  readonly historyLength: number;
  readonly authorizationMethod: string | null;
  /** Stripe's `card_presence`; null in API versions that lack it. */
  readonly cardPresence: string | null;
  readonly wallet: string | null;
  readonly merchant: MerchantData;
  readonly verification: VerificationData | null;
  readonly card: Card;
  readonly cardholder: Cardholder;
  readonly metadata: Metadata;
  readonly signals: Signals;
  readonly isVerifiedByFraudChallenge: boolean;
}

/** What names an ask apart from its event: the same authorization asked about again after an answer is another ask. */
export function askKeyOf({ id, historyLength, amountMinor }: Authorization): string {
  return `${id}:${historyLength}:${amountMinor}`;
}
