/** One of Radar's names for what has another name here. */
export interface NameAlias {
  /** The attribute here. */
  readonly attribute: string;
  /** Where it is not quite the same: what differs, and what to look at. */
  readonly caution?: { readonly message: string; readonly hint: string };
}

/** Radar's names of attributes that stand here under another one. */
export const NAME_ALIASES: ReadonlyMap<string, NameAlias> = new Map<string, NameAlias>([
  [
    'risk_score',
    {
      attribute: 'fraud_risk_score',
      caution: {
        message: "Radar's :risk_score: is a payment's; read here is :fraud_risk_score:, of a card purchase",
        hint: 'look at the threshold: Radar begins its levels at 65 and 75, for Issuing Stripe publishes 25, 50 and 75',
      },
    },
  ],
  [
    'risk_level',
    {
      attribute: 'fraud_risk_level',
      caution: {
        message: "Radar's :risk_level: is a payment's; read here is :fraud_risk_level:, of a card purchase",
        hint: "look at the level: here there is 'low' below 'normal', and the levels begin at other scores",
      },
    },
  ],
  [
    'customer',
    {
      attribute: 'cardholder',
      caution: {
        message: "Radar's :customer: is read as :cardholder:, whose ids are others",
        hint: "look at the ids: a cardholder's begin with ich_, a customer's with cus_",
      },
    },
  ],
  [
    'card_fingerprint',
    {
      attribute: 'card',
      caution: {
        message: "an issued card has an id: Radar's :card_fingerprint: is read as :card:",
        hint: "look at the ids: an issued card's begin with ic_",
      },
    },
  ],
  ['destination', { attribute: 'connected_account' }],
  ['email', { attribute: 'cardholder_email' }],
  ['billing_address_country', { attribute: 'cardholder_country' }],
]);
