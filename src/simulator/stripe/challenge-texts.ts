import { formatMoney, type Money } from '../../core/domain/money.ts';

/** A text of Stripe's to a cardholder, about a question that it asks. */
export interface StripeText {
  readonly authorizationId: string;
  readonly to: string;
  readonly body: string;
}

/** The question; the real one's words are much the same. */
export function questionText(amount: Money, merchantName: string | null): string {
  const merchant = merchantName ?? 'a merchant';
  const question = `Did you just try to pay ${formatMoney(amount)} at ${merchant}?`;
  return `${question} Reply YES if it was you, or NO. Reply STOP to opt out.`;
}

/** What is said to who answered. */
export const ANSWERED = {
  yes: 'Thanks. Please wait a moment, then try again.',
  no: 'The purchase stays declined. We advise you to cancel the card and ask for a new one.',
} as const;

/** What a reply means to Stripe, which takes the very words alone; null: nothing. */
export function meaningOf(body: string): 'yes' | 'no' | 'stop' | 'start' | null {
  switch (body.trim().toUpperCase()) {
    case 'YES':
      return 'yes';
    case 'NO':
      return 'no';
    case 'STOP':
    case 'UNSUBSCRIBE':
      return 'stop';
    case 'START':
      return 'start';
    default:
      return null;
  }
}
