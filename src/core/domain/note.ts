import { looksPersonal } from './personal.ts';
import { holdsCardNumber } from './secrets.ts';

// What people write into notes and is nobody's: ids of Stripe's and ours, dates and times of day.
const IMPERSONAL = /\b[a-z]+_\w+\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d(?::\d\d)?\b/gi;

/**
 * Why a note can't be kept, as the end of a sentence; null if it can. Notes stay for years and are read by many: whom
 * they are about is said by ids.
 */
export function faultOfNote(text: string): string | null {
  // A letter in its place, so that what stood around it does not become one number.
  const rest = text.replace(IMPERSONAL, 'x');
  if (!looksPersonal(rest) && !holdsCardNumber(text)) return null;
  return (
    'looks as if it held personal data (an e-mail address, a phone or card number): leave it out; ' +
    'ids such as ich_… say who is meant'
  );
}
