/** Key-value pairs that the card program keeps on a Stripe object. */
export type Metadata = Readonly<Record<string, string>>;

/** Stripe's `latest_fraud_warning`; a clean card has null here, however Stripe spelled that. */
export interface FraudWarning {
  readonly type: string | null;
  readonly startedAtMs: number | null;
}

/**
 * Of the person or company that holds the card, only what a decision reads. The phone's number is never stored: a
 * record knows that there is one. /
 */
export interface Cardholder {
  readonly id: string | null;
  readonly email: string | null;
  readonly country: string | null;
  readonly status: string | null;
  /** Null: it is not known when they were created. */
  readonly createdAtMs: number | null;
  readonly hasPhone: boolean;
  /** As Stripe has it; null where there is none, and where it is not known any more. */
  readonly phoneNumber: string | null;
  readonly metadata: Metadata;
}

/** Of the card, only what a decision reads: never its number, not even the last four digits. */
export interface Card {
  readonly id: string | null;
  readonly type: string | null;
  readonly brand: string | null;
  readonly status: string | null;
  readonly createdAtMs: number | null;
  readonly fraudWarning: FraudWarning | null;
  readonly metadata: Metadata;
}
