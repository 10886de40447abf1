import type { Unaskable } from '../domain/challenge.ts';
import type { AttributeReference } from '../rules/condition.ts';

/** What a missing value's cause is for people, in one clause. */
export const CAUSES: Readonly<Record<string, string>> = {
  not_sent: 'Stripe sent none',
  not_assessed: 'Stripe did not assess it',
  unknown: 'Stripe says unknown',
  unrecognised: 'not a value that is known here',
  no_rate: 'no currency rate for that day',
  no_key: 'nothing to count by',
  late: 'it came too late',
  cold: 'counters are being rebuilt',
  mixed_currency: 'more than one currency',
  not_recorded: 'no rule read it then',
  not_counted: 'nothing was counted',
  no_event: 'nothing like it happened before',
  no_value: 'there was no value to compute it with',
};

// A map: ids of rules are looked up, and nobody's rule may find what every object has.
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nothing_matched: 'no rule or threshold matched',
    verified_by_fraud_challenge: 'the cardholder confirmed this purchase to Stripe',
    allowance: 'the cardholder confirmed a purchase at this merchant lately',
    challenge_rejected: 'the cardholder said that a purchase at this merchant was not theirs',
    cardholder_cannot_be_asked: 'the cardholder cannot be asked by SMS',
    authorization_unreadable: "Stripe's authorization could not be read",
    decide_failed: 'the policy could not be evaluated',
    'stand_in.otherwise': "the last word of the profile's stand-in",
  }),
);

// A map of every reason that there is, read by text: records are older than some of them, or newer.
const UNASKABLE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    channel_none: 'the profile has nobody asked',
    channel_off: 'the channel is switched off',
    channel_not_set_up: 'the channel is not set up',
    test_mode: 'in test mode only the numbers that are set for it get a text',
    increment: 'it adds to a purchase that is under way',
    no_cardholder: 'Stripe named no cardholder',
    no_phone: 'the cardholder has no phone number',
    invalid_phone: "the cardholder's phone number is not valid",
    country_not_allowed: "the phone is of a country that is not in the profile's list",
    opted_out: 'the cardholder answered STOP, and not START since',
    phone_changed: 'the phone number was changed too lately to be trusted',
    open_challenge: 'another question to that phone waits for its answer',
    daily_limit: 'the cardholder was asked as often as a day allows',
    unknown: 'whether the cardholder may be asked could not be found out in time',
  } satisfies Record<Unaskable, string>),
);

// Where the name with blanks for its underscores is not what people say.
const NAMES: Readonly<Record<string, string>> = {
  fraud_risk_score: 'fraud score',
  network_risk_score: 'network score',
  amount_in_usd: 'amount in USD',
  invalid_account_number_decline_rate_hourly: 'rate of declines for a wrong card number',
  invalid_credentials_decline_rate_hourly: 'rate of declines for a wrong CVC or expiry',
  merchant_category_code: 'merchant category',
  cvc_check: 'CVC check',
  address_zip_check: 'postal code check',
  address_line1_check: 'address check',
  cardholder_email: 'cardholder e-mail',
};

const CLAIMS: Readonly<Record<string, readonly [holds: string, fails: string]>> = {
  is_amount_controllable: ['a part of the amount may be approved', 'the amount is approved whole or not at all'],
  is_incremental: ['it adds to an approved authorization', 'it adds to no approved authorization'],
  is_zero_amount: ['no money is asked for', 'money is asked for'],
  is_fuel_dispenser: ['it is a fuel pump', 'it is no fuel pump'],
  is_card_present: ['the card is present', 'the card is not present'],
  is_3d_secure: ['3D Secure was used', '3D Secure was not used'],
  is_3d_secure_authenticated: [
    '3D Secure authenticated the cardholder',
    '3D Secure did not authenticate the cardholder',
  ],
  is_verified_by_fraud_challenge: [
    'the cardholder confirmed this purchase to Stripe',
    'the cardholder did not confirm this purchase to Stripe',
  ],
  is_card_compromised: ['the card is compromised', 'the card is not compromised'],
  livemode: ['it is live mode', 'it is test mode'],
};

/** What a reason's code means, in one clause; null where it has no meaning of its own, as a rule's id. */
export function codeInWords(reason: string): string | null {
  return REASONS.get(reason) ?? (reason.startsWith('stand_in.case_') ? "a case of the profile's stand-in" : null);
}

/** Why a cardholder was not asked, in one clause; a code that has no words here is left as it is. */
export function unaskableInWords(code: string): string {
  return UNASKABLE.get(code) ?? code.replaceAll('_', ' ');
}

/** What people call an attribute: `card testing risk level`, `"program" of the card's metadata`. */
export function nameInWords(attribute: AttributeReference): string {
  if (attribute.kind === 'metadata') return `"${attribute.key}" of the ${attribute.owner}'s metadata`;
  return NAMES[attribute.name] ?? attribute.name.replaceAll('_', ' ');
}

/** A boolean attribute, or its denial, as a clause: `the card is not present`. */
export function claimInWords(attribute: AttributeReference, holds: boolean): string {
  const claim = attribute.kind === 'named' ? CLAIMS[attribute.name] : undefined;
  if (claim) return claim[holds ? 0 : 1];
  return `${nameInWords(attribute).replace(/^is /, '')}: ${holds ? 'yes' : 'no'}`;
}
