import type { VerificationData } from '../../domain/authorization.ts';
import { isCardPresent } from '../../domain/card-presence.ts';
import { missing, type Value } from '../../domain/value.ts';
import { type AttributeDefinition, type AttributeInputs, sent } from './definition.ts';

const CHECK_RESULTS = ['match', 'mismatch', 'not_provided'];
/** What Radar says of a check that was not made; Issuing sends nothing then. */
const NOT_CHECKED = new Map([
  ['unavailable', null],
  ['unchecked', null],
]);

/** How the card was presented, and what was verified about who presents it. */
export const VERIFICATION_ATTRIBUTES: readonly AttributeDefinition[] = [
  {
    name: 'authorization_method',
    type: 'enum',
    family: 'verification',
    values: ['chip', 'contactless', 'keyed_in', 'online', 'swipe'],
    isOpen: true,
    description: 'how the card details were given',
    source: 'authorization_method',
    read: ({ authorization }) => sent(authorization.authorizationMethod),
  },
  {
    name: 'digital_wallet',
    type: 'enum',
    family: 'verification',
    values: ['apple_pay', 'google_pay', 'samsung_pay'],
    isOpen: true,
    instead: new Map([['none', null]]),
    description: 'the wallet that holds the card; missing without one',
    source: 'wallet',
    read: ({ authorization }) => sent(authorization.wallet),
  },
  {
    name: 'is_card_present',
    type: 'boolean',
    family: 'verification',
    description: 'whether the card, or the device that holds it, is at the merchant',
    source: 'card_presence; where that is not sent, authorization_method',
    read: readCardPresence,
  },
  {
    name: 'is_3d_secure',
    type: 'boolean',
    family: 'verification',
    description: '3D Secure was tried and did not fail',
    source: 'verification_data.three_d_secure.result',
    read: threeDSecure((result) => result !== null && result !== 'failed'),
  },
  {
    name: 'is_3d_secure_authenticated',
    type: 'boolean',
    family: 'verification',
    description: '3D Secure authenticated the cardholder',
    source: 'verification_data.three_d_secure.result',
    read: threeDSecure((result) => result === 'authenticated'),
  },
  check('cvc_check', 'cvcCheck', 'verification_data.cvc_check', 'whether the CVC was right'),
  check('expiry_check', 'expiryCheck', 'verification_data.expiry_check', 'whether the expiry date was right'),
  check(
    'address_zip_check',
    'addressPostalCodeCheck',
    'verification_data.address_postal_code_check',
    'whether the postal code was right',
  ),
  check(
    'address_line1_check',
    'addressLine1Check',
    'verification_data.address_line1_check',
    'whether the first line of the address was right',
  ),
  {
    name: 'is_verified_by_fraud_challenge',
    type: 'boolean',
    family: 'verification',
    isAlwaysThere: true,
    description: 'the cardholder confirmed this merchant in a fraud challenge of Stripe',
    source: 'verified_by_fraud_challenge',
    read: ({ authorization }) => authorization.isVerifiedByFraudChallenge,
  },
];

function readCardPresence({ authorization }: AttributeInputs): Value {
  const { cardPresence, authorizationMethod } = authorization;
  const cause = cardPresence === null && authorizationMethod === null ? 'not_sent' : 'unrecognised';
  return isCardPresent(authorization) ?? missing(cause);
}

/** Missing only where Stripe sent no verification data at all: without 3D Secure it truly was not used. */
function threeDSecure(holds: (result: string | null) => boolean) {
  return ({ authorization: { verification } }: AttributeInputs): Value =>
    verification === null ? missing('not_sent') : holds(verification.threeDSecureResult);
}

function check(name: string, key: keyof VerificationData, source: string, description: string): AttributeDefinition {
  return {
    name,
    type: 'enum',
    family: 'verification',
    values: CHECK_RESULTS,
    isOpen: true,
    instead: NOT_CHECKED,
    description,
    source,
    read: ({ authorization }) => sent(authorization.verification?.[key]),
  };
}
