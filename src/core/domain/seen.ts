/**
 * What a record tells of a card and its holder beside what it is about, short, since every record carries it. What is
 * left out is not told, null is told to be nothing. Times are in seconds, as Stripe has them.
 */
export interface Seen {
  readonly card?: SeenCard;
  readonly cardholder?: SeenCardholder;
}

export interface SeenCard {
  readonly id?: string;
  readonly status?: string;
  readonly type?: string;
  readonly brand?: string;
  readonly currency?: string;
  readonly created?: number;
  /** `latest_fraud_warning`: null is a clean card. */
  readonly warning?: SeenWarning | null;
}

export interface SeenWarning {
  readonly type: string | null;
  readonly started_at: number | null;
}

/** Of a person no more than this: whether there is a phone, never its number, and the e-mail as an HMAC. */
export interface SeenCardholder {
  readonly id?: string;
  readonly status?: string;
  readonly type?: string;
  readonly country?: string;
  readonly created?: number;
  readonly phone?: boolean;
  /** The number was another one, or none, until then. */
  readonly is_phone_new?: true;
  readonly email?: string | null;
  readonly disabled_reason?: string | null;
  readonly past_due?: readonly string[];
}
