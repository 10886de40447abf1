import { sayCount, sayMoney, sayRate } from '../../../core/domain/figures.ts';
import type { MoneyConfusion } from '../../../core/history/result.ts';
import type { WhatIf } from '../../../core/history/tune-result.ts';

/**
 * What other thresholds do otherwise, in a sentence without the full stop: `stops 31 more frauds, 12,400.00 USD;
 * declines or challenges 210 more good purchases, 8,020.00 USD`. Null: nothing.
 */
export function sayDifference(now: WhatIf, then: WhatIf): string | null {
  const parts = [
    said(then.confusion.tp - now.confusion.tp, moneyBetween(now.money, then.money, 'tp'), ['stops', 'fraud']),
    said(then.confusion.fp - now.confusion.fp, moneyBetween(now.money, then.money, 'fp'), [
      'declines or challenges',
      'good purchase',
    ]),
    daily(then.capacity.challenges_a_day - now.capacity.challenges_a_day, 'challenge'),
    daily(then.capacity.reviews_a_day - now.capacity.reviews_a_day, 'review'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('; ');
}

function said(count: number, money: string, [verb, noun]: readonly [string, string]): string | null {
  if (count === 0) return null;
  const [many, word] = [sayCount(Math.abs(count)), count > 0 ? 'more' : 'fewer'];
  return `${verb} ${many} ${word} ${noun}${Math.abs(count) === 1 ? '' : 's'}${money && `, ${money}`}`;
}

const TOGETHER = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** The money between, of each currency, as amounts without a sign: the words beside it say which way. */
function moneyBetween(now: readonly MoneyConfusion[], then: readonly MoneyConfusion[], cell: 'tp' | 'fp'): string {
  const currencies = [...new Set([...now, ...then].map(({ currency }) => currency))].sort();
  const amounts = currencies
    .map((currency) => [currency, amountOf(then, currency, cell) - amountOf(now, currency, cell)] as const)
    .filter(([, amount]) => amount !== 0)
    .map(([currency, amount]) => sayMoney(Math.abs(amount), currency));
  return TOGETHER.format(amounts);
}

function amountOf(money: readonly MoneyConfusion[], currency: string, cell: 'tp' | 'fp'): number {
  return money.find((each) => each.currency === currency)?.[cell] ?? 0;
}

function daily(difference: number, noun: string): string | null {
  const many = Math.abs(difference);
  if (many === 0) return null;
  return `${sayRate(many)} ${difference > 0 ? 'more' : 'fewer'} ${noun}s a day`;
}
