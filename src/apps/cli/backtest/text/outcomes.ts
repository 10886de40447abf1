import { sayCount, sayMajor, sayRate, sayShare } from '../../../../core/domain/figures.ts';
import type { PolicyResult, Sums } from '../../../../core/history/result.ts';
import { table } from '../../remote/table.ts';
import { counted } from '../../remote/words.ts';

/** What is answered, and what people have to do for it. */
export function outcomesText({ outcomes, capacity }: PolicyResult): string {
  const { challenges_a_day: challenges, reviews_a_day: reviews } = capacity;
  return [
    sumsTable(
      'ANSWER',
      ANSWERS.map((answer) => [WORDS[answer], outcomes[answer]]),
    ),
    challenges + reviews === 0 ? 'Nobody is asked, and nothing is reviewed.\n' : capacityTable(capacity),
  ].join('');
}

function capacityTable({
  days,
  challenges_a_day: challenges,
  challenge_precision,
  reviews_a_day: reviews,
  review_precision,
}: PolicyResult['capacity']): string {
  return [
    `\nFor people to do, over ${counted(Math.round(days), 'day')}:\n`,
    table(
      ['', 'A DAY', 'OF THEM FRAUD'],
      [
        ['challenges', sayRate(challenges), sayShare(challenge_precision)],
        ['reviews', sayRate(reviews), sayShare(review_precision)],
      ],
      ['A DAY', 'OF THEM FRAUD'],
    ),
  ].join('');
}

const ANSWERS = ['approve', 'challenge', 'decline', 'review'] as const;
const WORDS = { approve: 'approve', challenge: 'challenge', decline: 'decline', review: 'reviewed besides' } as const;

/** More currencies do not fit beside each other. */
const CURRENCIES_AT_ONCE = 2;

/** Counts and money under names; the money of many currencies has a table of its own. */
export function sumsTable(title: string, named: readonly (readonly [name: string, sums: Sums])[]): string {
  const currencies = currenciesOf(named.map(([, sums]) => sums));
  const shown = currencies.length <= CURRENCIES_AT_ONCE ? currencies : [];
  const headings = ['COUNT', 'FRAUD', 'GOOD', ...amountHeadings(shown)];
  const rows = named.map(([name, sums]) => [name, ...sumCells(sums, shown)]);
  const first = table([title, ...headings], rows, headings);
  if (shown.length === currencies.length) return first;
  const amounts = named.flatMap(([name, { money }]) =>
    money
      .filter(({ fraud, good }) => fraud !== 0 || good !== 0)
      .map(({ currency, fraud, good }) => [
        name,
        currency.toUpperCase(),
        sayMajor(fraud, currency),
        sayMajor(good, currency),
      ]),
  );
  return `${first}\n${table([title, 'CURRENCY', 'FRAUD', 'GOOD'], amounts, ['FRAUD', 'GOOD'])}`;
}

/** The headings of what `sumCells` has of each currency. */
export function amountHeadings(currencies: readonly string[]): string[] {
  return currencies.flatMap((currency) => [`FRAUD ${currency.toUpperCase()}`, `GOOD ${currency.toUpperCase()}`]);
}

/** The currencies of some sums, each once. */
export function currenciesOf(sums: readonly Sums[]): string[] {
  return [...new Set(sums.flatMap(({ money }) => money.map(({ currency }) => currency)))].sort();
}

/** Count, fraud, good, and the money of both in each currency. */
export function sumCells(
  { count, fraud, good, money }: Sums,
  currencies: readonly string[],
  amount: (amountMinor: number, currency: string) => string = sayMajor,
): string[] {
  const amounts = currencies.flatMap((currency) => {
    const sums = money.find((each) => each.currency === currency) ?? { fraud: 0, good: 0 };
    return [amount(sums.fraud, currency), amount(sums.good, currency)];
  });
  return [count, fraud, good].map(sayCount).concat(amounts);
}
