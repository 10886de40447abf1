import { sayMoney } from '../../../core/domain/figures.ts';
import type { ChallengeFunnel } from '../../../sdk/index.ts';

/** Questions of a time, or of one line of it, counted. */
export type Counts = ChallengeFunnel['total'];

/** A step from asked to approved: how many came so far. */
interface Step {
  readonly name: string;
  readonly title: string;
  readonly count: number;
  /** Of those that came as far as the step before; null where none did. */
  readonly share: number | null;
}

/** From asked to approved, each step with those that came so far. */
export function stepsOf(counts: Counts): readonly Step[] {
  const { asked, sent, delivered, verified, rejected, retried, approved_after: approved } = counts;
  const steps: readonly (readonly [string, string, number])[] = [
    ['Asked', 'Declined, with a question to the cardholder', asked],
    ['Sent', 'The text left for the carrier', sent],
    ['Delivered', 'It reached the phone', delivered],
    ['Answered', 'YES or NO', verified + rejected],
    ['YES', 'It was their purchase', verified],
    ['Tried again', 'The same card at the same merchant, while the YES held', retried],
    ['Approved', 'When it was tried again', approved],
  ];
  return steps.map(([name, title, count], place) => {
    const before = steps[place - 1]?.[2] ?? 0;
    return { name, title, count, share: before === 0 ? null : count / before };
  });
}

/** Where those went that did not come to a YES, by the state that the list of questions knows them by. */
export function restOf(counts: Counts) {
  const { rejected, expired, undeliverable, opted_out, void: isVoid, open } = counts;
  return [
    { state: 'rejected', name: 'NO', title: 'It was not their purchase', count: rejected },
    { state: 'expired', name: 'Not answered in time', title: 'Or not clearly', count: expired },
    { state: 'undeliverable', name: 'Not delivered', title: 'The carrier, or Stripe, said so', count: undeliverable },
    { state: 'opted_out', name: 'STOP', title: 'And is not asked again until START', count: opted_out },
    { state: 'void', name: 'Void', title: 'Never put, or about a decline that did not happen', count: isVoid },
    { state: 'open', name: 'Open yet', title: 'An answer is still awaited', count: open },
  ] as const;
}

/** Sums in several currencies, the first of them first: `1,250.00 USD and 80.00 EUR`; null for none. */
export function saySums(sums: Counts['saved_amounts']): string | null {
  if (sums.length === 0) return null;
  return sums.map(({ amount_minor, currency }) => sayMoney(amount_minor, currency)).join(' and ');
}

/** A share from 0 to 1 as a percentage, with a digit behind the point where it is small. */
export function sayShare(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

/** The line's name for people: a day as it is, and what has no name. */
export function sayKey(by: ChallengeFunnel['by'], key: string | null): string {
  if (key !== null) return key;
  return by === 'rule' || by === 'profile' ? 'none: Stripe asked by itself' : 'unknown';
}
