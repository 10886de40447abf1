import { plain } from '../../../core/decision/plain.ts';
import { reasonInWords } from '../../../core/decision/words.ts';
import { sayMoney } from '../../../core/domain/figures.ts';
import type { DemoDecision } from './feed.ts';
import { formatMs, formatTime, oneWide } from './formats.ts';

/** One decision in words, part by part; every character is one column wide. */
export interface DecisionWords {
  /** `14:03:22` of the world, UTC. */
  readonly time: string;
  readonly outcome: 'approved' | 'declined' | 'challenged';
  /** `1,234.56 USD`, or empty where Stripe's object could not be read. */
  readonly amount: string;
  readonly merchant: string;
  /** `book stores` */
  readonly category: string;
  readonly country: string;
  /** Empty where there is nothing to say: an approval that nothing stood against. */
  readonly reason: string;
  readonly took: string;
}

const OUTCOMES = { approve: 'approved', decline: 'declined', challenge: 'challenged' } as const;

/** The parts of a decision as people read them. */
export function decisionWords({ record, tookMs, atMs }: DemoDecision): DecisionWords {
  const { amount_minor: amountMinor, currency } = record;
  return {
    time: formatTime(atMs),
    outcome: OUTCOMES[record.outcome],
    amount: amountMinor === null || currency === null ? '' : sayMoney(amountMinor, currency),
    merchant: oneWide(plain(record.merchant_name ?? 'an unnamed merchant')).trim(),
    category: oneWide(plain(record.merchant_category ?? '')).replaceAll('_', ' '),
    country: oneWide(plain(record.merchant_country ?? '')),
    reason: reasonOf(record),
    took: formatMs(tookMs),
  };
}

function reasonOf(record: DemoDecision['record']): string {
  if (record.reasons[0] === 'nothing_matched') return '';
  const reason = oneWide(reasonInWords(record));
  if (record.answered_by === 'stand_in') return `stand-in: ${reason}`;
  return record.review ? `to review: ${reason}` : reason;
}

/** One decision as a line of its own, however wide: what happened, where, why and how fast. */
export function decisionLine(decision: DemoDecision): string {
  const { time, outcome, amount, merchant, category, country, reason, took } = decisionWords(decision);
  const where = [category, country].filter((part) => part !== '').join(', ');
  const what = `${amount === '' ? 'an unreadable purchase' : amount} at ${merchant}`;
  const more = `${where === '' ? '' : ` (${where})`}${reason === '' ? '' : `: ${reason}`}`;
  return `${time}  ${outcome.padEnd(10)}  ${what}${more}, ${took}`;
}
