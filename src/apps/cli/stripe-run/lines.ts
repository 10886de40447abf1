import { plain } from '../../../core/decision/plain.ts';
import { formatMoney, toMajor } from '../../../core/domain/money.ts';
import { COMPARISONS } from '../../../simulator/test-mode/comparison.ts';
import type { AskedAtStripe } from './asked.ts';

const COLUMNS = ['amount', 'merchant', 'score', "Stripe's record", 'our answer', ''];
const LONGEST_MESSAGE = 400;
const WIDTHS = [14, 30, 5, 30, 36, 0];

/** The names of the columns of `askedLine`. */
export const HEADING = columns(COLUMNS);

/** One ask for people: what was asked, Stripe's record, our answer as Stripe kept it, and how they stand. */
export function askedLine({ purchase, record, comparison }: AskedAtStripe): string {
  const { merchant, signals } = purchase;
  const { ours } = record;
  const line = columns([
    formatMoney(record.asked).padStart(13),
    `${plain(merchant.name)}, ${merchant.country}`,
    (signals.fraudScore === null ? '-' : signals.fraudScore.toFixed(0)).padStart(5),
    `${record.isApproved ? 'approved' : 'declined'}, ${plain(record.reason)}`,
    ours === null ? '-' : plain(`${ours.outcome}, ${ours.reason}`),
    comparison === 'agreed' ? '' : COMPARISONS[comparison].words,
  ]);
  return record.reasonMessage === null
    ? line
    : `${line}${' '.repeat(16)}Stripe says: ${plain(record.reasonMessage, LONGEST_MESSAGE)}\n`;
}

/** The same for programs, as one line of JSON. Amounts are in major units. */
export function askedJson({ purchase, record, comparison }: AskedAtStripe): string {
  const { merchant, signals } = purchase;
  const json = {
    amount: toMajor(record.asked),
    currency: record.asked.currency,
    merchant: merchant.name,
    merchant_category: merchant.category,
    merchant_country: merchant.country,
    fraud_risk_score: signals.fraudScore,
    stripe: {
      authorization: record.authorizationId,
      approved: record.isApproved,
      reason: record.reason,
      reason_message: record.reasonMessage,
    },
    ours: record.ours,
    comparison,
  };
  return `${JSON.stringify(json)}\n`;
}

function columns(texts: readonly string[]): string {
  const fitted = texts.map((text, index) => fitTo(text, WIDTHS[index] ?? 0));
  return `${fitted.join('  ').trimEnd()}\n`;
}

function fitTo(text: string, width: number): string {
  if (width === 0 || text.length <= width) return text.padEnd(width);
  return `${text.slice(0, width - 1)}…`;
}
