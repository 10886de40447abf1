import type { DemoDecision } from './feed.ts';
import { type DecisionWords, decisionWords } from './line.ts';
import { cutText, type Line, piece } from './styled.ts';

const STYLES = { approved: 'plain', declined: 'declined', challenged: 'challenged' } as const;
const AMOUNT_COLUMNS = 13;
/** A reason such as `fraud score 83.25 is above 50`. */
const REASON_COLUMNS = 29;
const REASON_SHARE = 0.55;
const MERCHANT_COLUMNS = { least: 12, most: 44 };
/** From here on there is room for seconds and for how long the answer took. */
const WIDE = 98;

/** One decision as a row of a table; what has least to say gives way where the columns are few. */
export function recentRow(decision: DemoDecision, columns: number): Line {
  const words = decisionWords(decision);
  const isWide = columns >= WIDE;
  const start = [
    piece(`${isWide ? words.time : words.time.slice(0, 5)}  `, 'dim'),
    piece(`${words.outcome.padEnd(10)}  `, STYLES[words.outcome]),
    piece(`${cutText(words.amount, AMOUNT_COLUMNS).padStart(AMOUNT_COLUMNS)}  `),
  ];
  const end = isWide ? [piece(words.took.padStart(10), 'dim')] : [];
  const room = columns - [...start, ...end].reduce((sum, { text }) => sum + text.length, 0);
  return [...start, ...what(words, Math.max(0, room)), ...end];
}

/** The merchant and the reason, in exactly `room` columns. */
function what(words: DecisionWords, room: number): Line {
  const { reason } = words;
  if (reason === '') return merchant(words, room);
  const wanted = Math.max(REASON_COLUMNS, Math.floor(room * REASON_SHARE));
  const forMerchant = Math.min(MERCHANT_COLUMNS.most, room - wanted - 2);
  if (forMerchant < MERCHANT_COLUMNS.least) return [piece(cutText(reason, room).padEnd(room))];
  const forReason = room - forMerchant - 2;
  return [...merchant(words, forMerchant), piece(`  ${cutText(reason, forReason).padEnd(forReason)}`)];
}

function merchant({ merchant: name, category, country }: DecisionWords, room: number): Line {
  const more = [country, category].filter((part) => part !== '').join(', ');
  const shown = cutText(name, room);
  const left = room - shown.length;
  // A word or two of the category are worth showing, less is not.
  const where = left >= country.length + 2 ? cutText(`  ${left < more.length + 2 ? country : more}`, left) : '';
  return [piece(shown), piece(where.padEnd(left), 'dim')];
}
