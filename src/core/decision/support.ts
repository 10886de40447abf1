import { formatMoney } from '../domain/money.ts';
import { plain } from './plain.ts';
import type { DecisionRecord } from './record.ts';
import { reasonInWords } from './words.ts';

/** What Stripe reported of one ask: an entry of the authorization's `request_history`. */
export interface ReportedAsk {
  readonly approved: boolean;
  readonly reason: string | null;
}

/**
 * One plain sentence for support about what became of a purchase, that says whose doing it was: ours, Stripe's, the
 * network's, or a time-out. `reported` is what Stripe said of this ask, null while it said nothing. Holds nothing
 * personal.
 */
export function supportSentence(record: DecisionRecord, reported: ReportedAsk | null): string {
  const purchase = purchaseInWords(record);
  const done = reported?.approved ? 'approved' : 'declined';
  switch (reported?.reason) {
    case 'webhook_timeout':
      return `Our answer did not reach Stripe in time, and Stripe ${done} ${purchase} by its own default.`;
    case 'webhook_error':
      return `Stripe could not use our answer, and ${done} ${purchase} by its own default.`;
    case 'network_fallback':
      return `The card network ${done} ${purchase} in Stripe's place.`;
  }
  const theirs = reported && !reported.approved ? STRIPES.get(reported.reason ?? '') : undefined;
  if (theirs) return `Stripe declined ${purchase}: ${theirs}.`;
  return ourDoing(record, purchase);
}

/** Why Stripe itself declines: https://docs.stripe.com/api/issuing/authorizations/object, `request_history.reason`. */
const STRIPES: ReadonlyMap<string, string> = new Map([
  ['account_disabled', 'the account is disabled'],
  ['card_canceled', 'the card was canceled'],
  ['card_expired', 'the card has expired'],
  ['card_inactive', 'the card is not active'],
  ['cardholder_blocked', 'the cardholder is blocked'],
  ['cardholder_inactive', 'the cardholder is not active'],
  ['cardholder_verification_required', 'the cardholder must be verified first'],
  ['insecure_authorization_method', 'the way of paying was not secure enough'],
  ['insufficient_funds', 'there were not enough funds'],
  ['not_allowed', 'the card does not allow this kind of purchase'],
  ['pin_blocked', 'the PIN is blocked after too many attempts'],
  ['stripe_internal_error', 'something failed at Stripe'],
  ['spending_controls', 'the spending controls of the card or cardholder forbid it'],
  ['suspected_fraud', "Stripe's own fraud protection suspected fraud"],
  ['verification_failed', 'a check of CVC, expiry, PIN or address failed'],
]);

function ourDoing(record: DecisionRecord, purchase: string): string {
  const why = reasonInWords(record);
  if (record.answered_by === 'stand_in') return `Our stand-in ${past(record)} ${purchase}: ${why}.`;
  if (record.outcome === 'challenge') {
    return `We declined ${purchase} until the cardholder says that it is theirs: ${why}.`;
  }
  return `We ${past(record)} ${purchase}: ${why}.`;
}

function past({ outcome }: DecisionRecord): string {
  return outcome === 'approve' ? 'approved' : 'declined';
}

function purchaseInWords({ amount_minor: amountMinor, currency, merchant_name: name }: DecisionRecord): string {
  const where = name === null ? '' : ` at ${plain(name)}`;
  if (amountMinor === null || currency === null) return `a purchase${where}`;
  return `the purchase of ${formatMoney({ amountMinor, currency })}${where}`;
}
