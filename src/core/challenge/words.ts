import { currencyExponent, type Money, toMajor } from '../domain/money.ts';
import { merchantName } from './merchant-name.ts';
import type { ChallengeTexts } from './texts.ts';

/** The purchase in question. `merchantName` is as Stripe has it; null where it has none. */
export interface Questioned extends Money {
  readonly merchantName: string | null;
}

/** The question as it is sent. The first text that a phone gets says how to get no more. */
export function questionText(
  texts: ChallengeTexts,
  { isFirst, ...purchase }: Questioned & { isFirst: boolean },
): string {
  const question = filled(texts.question, texts, purchase);
  return isFirst ? `${question} ${texts.stop.trim()}` : question;
}

/** What an answer is answered with. */
export function answerText(
  texts: ChallengeTexts,
  to: 'verified' | 'rejected' | 'unclear' | 'expired',
  purchase: Questioned,
): string {
  return filled(texts[to], texts, purchase);
}

/** The amount for people of that language, e.g. `12,50 EUR`; the code, since no alphabet of SMS has every symbol. */
function amountText(money: Money, language: string): string {
  const digits = currencyExponent(money.currency);
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
    numberingSystem: 'latn',
  });
  return `${format.format(toMajor(money))} ${money.currency.toUpperCase()}`;
}

/** In one go: what is filled in is never read as a placeholder. */
function filled(text: string, texts: ChallengeTexts, purchase: Questioned): string {
  const values: Readonly<Record<string, string>> = {
    amount: amountText(purchase, texts.language),
    merchant: merchantName(purchase.merchantName, texts),
  };
  return text.trim().replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
