import type { Authorization } from './authorization.ts';

const PRESENT = ['chip', 'contactless', 'swipe'];
const ABSENT = ['keyed_in', 'online'];

/**
 * Whether the card, or the device that holds it, is at the merchant; null where Stripe does not say. Older versions of
 * its API tell by the method alone.
 */
export function isCardPresent({
  cardPresence,
  authorizationMethod,
}: Pick<Authorization, 'cardPresence' | 'authorizationMethod'>): boolean | null {
  if (cardPresence === 'present') return true;
  if (cardPresence === 'not_present') return false;
  if (authorizationMethod === null) return null;
  if (PRESENT.includes(authorizationMethod)) return true;
  return ABSENT.includes(authorizationMethod) ? false : null;
}
