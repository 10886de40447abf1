/** Why one of Radar's attributes has no meaning for an issued card, in a clause, and what to write instead. */
export interface Refusal {
  readonly why: string;
  readonly instead: string;
}

const NO_IP = 'a card purchase has no IP address';
const NO_SHIPPING = 'a card network tells no shipping address';
const ONE_HOLDER = 'a card has one cardholder from first to last';
const OF_EMAIL = 'what is worked out of the e-mail comes as a feature';
const OWN_CARD = 'the card is of your own program, which knows this of each one';

// The first pattern that is the whole name counts; `$1` in a hint is what it caught.
const REFUSALS: readonly (readonly [pattern: RegExp, why: string, instead: string])[] = [
  [
    /^amount_in_([a-z]{3})$/,
    'only US dollars have a rate here',
    "write :amount_in_usd:, or :amount: beside :currency: = '$1'",
  ],
  [
    /^(?:ip_(?:country|state)|is_anonymous_ip)$/,
    NO_IP,
    'write :merchant_country:, the nearest to a place; what your own app knows of it can be metadata',
  ],
  [
    /^(?:ip_address|ip_address_connection_type|is_my_login_ip)$/,
    NO_IP,
    'write :merchant: or :authorization_method:; what your own app knows of it can be metadata',
  ],
  [
    /^\w+_(?:per|for|on)_ip(?:_address)?_(?:hourly|daily|weekly|all_time)$/,
    NO_IP,
    'count by merchant, in a feature such as card_count_for_merchant_hourly',
  ],
  [
    /^(?:browser|isp|operating_system|user_agent)$/,
    'a card network tells nothing of the device',
    'write :authorization_method: or :digital_wallet:',
  ],
  [
    /^\w+_(?:per|for)_shipping_address_(?:hourly|daily|weekly|all_time)$/,
    NO_SHIPPING,
    'count by cardholder or merchant, in a feature such as total_authorizations_per_cardholder_daily',
  ],
  [
    /^shipping_address(?:_(?:line1|line2|postal_code|city|state|country))?$/,
    NO_SHIPPING,
    'write :merchant_country:, :merchant_state:, :merchant_city: or :merchant_postal_code:',
  ],
  [
    /^distance_between_(?:billing_and_shipping|ip_and_billing|ip_and_shipping)_address$/,
    'neither an IP address nor a shipping address is known',
    'write :merchant_country: != :cardholder_country:',
  ],
  [
    /^billing_address(?:_(?:line1|line2|postal_code|city|state))?$/,
    'of the billing address only the country is kept',
    'write :cardholder_country:; how the address compares is :address_zip_check: and :address_line1_check:',
  ],
  [/^card_bin$/, OWN_CARD, "write what tells your cards apart, e.g. ::card:program:: = '…' or :card_type: = 'virtual'"],
  [/^card_country$/, OWN_CARD, 'write :cardholder_country:'],
  [/^card_funding$/, OWN_CARD, "write :card_type: = 'virtual', or keep it in metadata: ::card:funding:: = '…'"],
  [/^card_3d_secure_support$/, OWN_CARD, 'write :is_3d_secure: or :is_3d_secure_authenticated:'],
  [
    /^has_liability_shift$/,
    'liability shifts to the issuer, which is your side',
    "write :is_3d_secure_authenticated:, or :fraud_disputability: = 'very_unlikely' for what can't be disputed",
  ],
  [
    /^(?:charge_description|statement_descriptor)$/,
    'this is what you write on your own charges; here others charge',
    "write :merchant_name:, e.g. :merchant_name: like '%shop%'",
  ],
  [/^is_new_card_on_customer$/, ONE_HOLDER, 'write :hours_since_card_was_created: < 24'],
  [
    /^total_customers(?:_with_prior_fraud_activity)?_for_(?:card|email)_(?:weekly|yearly)$/,
    ONE_HOLDER,
    'write :is_card_compromised: or :hours_since_fraud_warning:',
  ],
  [
    /^(?:email_count_for_(?:billing_address|card)|name_count_for_card)_(?:hourly|daily|weekly|all_time)$/,
    `${ONE_HOLDER}, with one name and e-mail`,
    'write :hours_since_card_was_created:, or count by card: merchant_count_for_card_daily as a feature',
  ],
  [
    /^cardholder_name$/,
    'names are never kept: a purchase does not tell the one that was given',
    "write :cardholder: = 'ich_…'",
  ],
  [
    /^email_domain$/,
    OF_EMAIL,
    "write :cardholder_email: like '%@example.com', or the feature email_domain := EmailDomain(cardholder_email)",
  ],
  [
    /^is_disposable_email$/,
    OF_EMAIL,
    'write the feature is_disposable_email := IsDisposableEmail(cardholder_email), and this name is it',
  ],
  [
    /^efw_count_on_card_(?:hourly|daily|weekly|all_time)$/,
    "an issued card's fraud warning is read as it stands, not counted",
    'write :is_card_compromised:, or :hours_since_fraud_warning: < 24',
  ],
  [
    /^is_(?:checkout|off_session|recurring)$/,
    'a card network does not tell how the merchant came to charge',
    "write :authorization_method: = 'online' or :is_card_present:",
  ],
  [
    /^has_cryptogram$/,
    'a card network does not tell it; the wallet is told',
    "write :digital_wallet: in ('apple_pay', 'google_pay', 'samsung_pay')",
  ],
  [
    /^transaction_type$/,
    'what is asked for is always an authorization',
    'write :is_zero_amount: for a card that is only being stored, :is_incremental: for one that is raised',
  ],
  [
    /^(?:hours|minutes|seconds)_since_(?:customer_was_created|email_first_seen|email_first_seen_on_stripe)$/,
    'the age kept is that of the card, in hours',
    'write :hours_since_card_was_created:',
  ],
  [
    /^(?:hours|minutes|seconds)_since_(?:card_first_seen|first_successful_auth_on_card)$/,
    'what a card did before comes as features',
    'write :hours_since_card_was_created:, or a feature: Hours(EventTime() - First(EventTime() by card last 90 days))',
  ],
];

/** Why this name of Radar's is refused here; null where it is none of those that are. */
export function radarRefusal(name: string): Refusal | null {
  const found = REFUSALS.find(([pattern]) => pattern.test(name));
  if (!found) return null;
  const [pattern, why, instead] = found;
  return { why, instead: name.replace(pattern, instead) };
}
