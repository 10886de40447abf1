/** What the entries of a list are. Ids of cards, cardholders and merchants are exact; all else but the last is not. */
export const LIST_ITEM_TYPES = [
  'card',
  'cardholder',
  'merchant',
  'merchant_category',
  'country',
  'email',
  'phone',
  'ip_address',
  'string',
  'case_sensitive_string',
] as const;

export type ListItemType = (typeof LIST_ITEM_TYPES)[number];

/** The entries of all lists, as they stand at the moment of a decision. */
export interface Lists {
  /** Whether the list has this entry now. The value comes normalised by `normalizeItem`. Never throws. */
  has(list: string, value: string): boolean;
}

/** Where no list has an entry. */
export const NO_LISTS: Lists = Object.freeze({ has: () => false });

const PHONE_SIGNS = /[\s().-]+/g;

/**
 * The one spelling by which an entry is stored and a value looked up: ids without blanks around them, phone numbers
 * without their punctuation, a `case_sensitive_string` as it stands, all else in lower case without blanks around it.
 * Normalising twice changes nothing.
 */
export function normalizeItem(type: ListItemType, text: string): string {
  switch (type) {
    case 'case_sensitive_string':
      return text;
    case 'card':
    case 'cardholder':
    case 'merchant':
      return text.trim();
    case 'phone':
      return text.replace(PHONE_SIGNS, '').toLowerCase();
    default:
      return text.trim().toLowerCase();
  }
}
