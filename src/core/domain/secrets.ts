import { isOneOf, wordsOf } from './name-words.ts';

const SECRET = new Set(
  [
    'cvc cvc2 cvv cvv2 csc cvn pin pan cardnumber ccnumber',
    'password passwd pwd pw pass passwort passcode passphrase secret token creds credentials',
    'otp totp jwt cookie cookies authorization auth bearer',
  ]
    .join(' ')
    .split(' '),
);
const SECRET_PAIRS = new Set(
  [
    'card-number card-no cc-number security-code pin-code api-key private-key secret-key access-key',
    'verification-code recovery-code backup-code auth-code time-code time-password',
  ]
    .join(' ')
    .split(' '),
);
/** What opens doors, whatever it is called: a header's value, a JSON Web Token, a key of ours or Stripe's. */
const SECRET_TEXT = /^(?:(?:bearer|basic) \S{6,}|eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*|(?:sk|rk|csk|whsec)_\w{8,})/i;
const SECRET_IN_URL = /[?&](?:token|key|secret|password)=/i;

/** Whether a text is a secret by its look. */
export function looksSecret(text: string): boolean {
  return SECRET_TEXT.test(text) || SECRET_IN_URL.test(text);
}

const known = new Map<string, boolean>();
const MOST_KNOWN = 10_000;

/** Whether what stands under this name, a path with dots, is to be kept by nobody: a password, a PIN, a card number. */
export function isSecretName(path: string): boolean {
  const before = known.get(path);
  if (before !== undefined) return before;
  const words = wordsOf(path);
  const last = words.at(-1) ?? '';
  const isSecret = isOneOf(SECRET, last) || isOneOf(SECRET_PAIRS, `${words.at(-2) ?? ''}-${last}`);
  if (known.size < MOST_KNOWN) known.set(path, isSecret);
  return isSecret;
}

const MIN_DIGITS = 13;
const MAX_DIGITS = 19;
// Groups of digits, one blank or hyphen between two: 4242 4242 4242 4242, 3782-822463-10005.
const CHAIN = /\d+(?:[ -]\d+)*/g;
// Decimal numbers, UUIDs and phone numbers in their international form may come out as a card number by chance.
const HARMLESS =
  /^(?:-?\d+\.\d+|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|\+(?:[ ().-]*\d){8,15}[ ().-]*)$/i;

/** Whether a card number stands in a text: 13 to 19 digits, in groups or not, whose check digit (Luhn) is right. */
export function holdsCardNumber(text: string): boolean {
  if (text.length < MIN_DIGITS || HARMLESS.test(text)) return false;
  for (const [chain] of text.matchAll(CHAIN)) {
    if (chain.length >= MIN_DIGITS && chainHolds(chain.split(/[ -]/))) return true;
  }
  return false;
}

/** Any run of groups: what stands before or after a number may be digits as well. */
function chainHolds(groups: readonly string[]): boolean {
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length <= MAX_DIGITS; last += 1) {
      digits += groups[last];
      if (isCardNumber(digits)) return true;
    }
  }
  return false;
}

/**
 * By ISO/IEC 7812 no payment card's number begins with 0, and those with 1 are the airlines' of 15 digits: the rest of
 * what begins with 1 is a time in milliseconds, or one of the long ids that begin with a time.
 */
function isCardNumber(digits: string): boolean {
  if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS || digits.startsWith('0')) return false;
  if (digits.startsWith('1') && digits.length !== 15) return false;
  return luhnSum(digits) % 10 === 0;
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}
