import { isOneOf, wordsOf } from './name-words.ts';
import { holdsCardNumber } from './secrets.ts';

/** Turns personal data into something that equals itself and tells nothing else: an HMAC under the owner's key. */
export type Conceal = (text: string) => string;

const CONCEALED = 'hmac_';

/** Whether a text was concealed before: it is not concealed again. */
export function isConcealed(text: string): boolean {
  return text.startsWith(CONCEALED);
}

const LOOKS_PERSONAL = /@|\d[\d\s().-]{6,}\d/;
// Ids of letters and digits: no number of a person's has letters.
const ID = /^(?=.*\p{L})[\p{L}\d_-]+$/u;
const IP_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?|(?=.*:.*:)[\da-f:.]+(?:\/\d{1,3})?)$/i;
const DATE_OR_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * Card programs and back ends put what they like into metadata and events: whether this looks like an e-mail, phone or
 * card number. IP addresses, dates and times do not, nor do ids of letters and digits, unless a card number is in one.
 */
export function looksPersonal(text: string): boolean {
  if (!LOOKS_PERSONAL.test(text) || isConcealed(text)) return false;
  if (IP_ADDRESS.test(text) || DATE_OR_TIME.test(text)) return false;
  return !ID.test(text) || holdsCardNumber(text);
}

/** Whether a number is one of a card. */
export function looksLikeCardNumber(number: number): boolean {
  return Number.isInteger(number) && holdsCardNumber(String(number));
}

const setOf = (words: string) => new Set(words.trim().split(/\s+/));

const PERSONAL = setOf(`
  email mail emailaddress phone phonenumber telephone tel mobile msisdn fax surname forename firstname lastname
  fullname username nickname street line1 line2 address1 address2 dob birthday birthdate ssn passport iban`);
const PERSONAL_PAIRS = setOf(`
  address-line birth-date of-birth tax-id national-id id-number passport-number license-number licence-number
  phone-number mobile-number telephone-number contact-number fax-number`);
/** What has a name without being a person. */
const THINGS = setOf(`
  merchant product item event company business organization organisation store shop seller brand bank city state
  region country place file host domain device browser os platform app application plan campaign category channel
  network provider service rule policy list currency coupon promotion game team role group type table model`);
/** What has an address without living there. */
const PLACES_OF_THINGS = setOf('ip ipv4 ipv6 mac remote peer server host network wallet contract merchant store shop');

const known = new Map<string, boolean>();
const MOST_KNOWN = 10_000;

/**
 * Whether what stands under this name, a path with dots, tells something of a person: an e-mail address, a phone
 * number, a name, an address, a day of birth. `email_domain` doesn't, nor does `merchant.name`.
 */
export function isPersonalName(path: string): boolean {
  const before = known.get(path);
  if (before !== undefined) return before;
  const isPersonal = isPersonalPath(path.split('.').map(wordsOf));
  // The same few names come with every event.
  if (known.size < MOST_KNOWN) known.set(path, isPersonal);
  return isPersonal;
}

function isPersonalPath(segments: readonly (readonly string[])[]): boolean {
  const words = segments.flat();
  if (endsPersonally(words)) return true;
  // `name.first`
  const above = segments.slice(0, -1).flat();
  return above.at(-1) === 'name' && endsPersonally(above);
}

function endsPersonally(words: readonly string[]): boolean {
  const last = words.at(-1);
  if (last === undefined) return false;
  const before = words.at(-2) ?? '';
  if (isOneOf(PERSONAL, last) || isOneOf(PERSONAL_PAIRS, `${before}-${last}`)) return true;
  if (isOneOf(NAME, last)) return !isOneOf(THINGS, before);
  return isOneOf(ADDRESS, last) && !isOneOf(PLACES_OF_THINGS, before);
}

const NAME = setOf('name');
const ADDRESS = setOf('address');
