import { describe, expect, test } from 'vitest';
import { BUILT_IN_TEXTS } from '../../../src/core/challenge/built-in-texts.ts';
import { segmentsOf } from '../../../src/core/challenge/segments.ts';
import { textsFor, textsToReadBy } from '../../../src/core/challenge/texts.ts';
import { answerText, type Questioned, questionText } from '../../../src/core/challenge/words.ts';

const TEXTS = new Map(BUILT_IN_TEXTS.map((texts) => [texts.language, texts]));
const en = textsFor(['en'], TEXTS);
const BAKERY: Questioned = { amountMinor: 4990, currency: 'usd', merchantName: 'CORNER BAKERY*12' };
const LONGEST: Questioned = { amountMinor: 9_999_999, currency: 'kwd', merchantName: 'W'.repeat(40) };

describe('a question', () => {
  test('names the amount, the merchant and how to answer', () => {
    expect(questionText(en, { ...BAKERY, isFirst: false })).toBe(
      'Card alert: did you try to pay 49.90 USD at CORNER BAKERY 12? Reply YES if it was you, NO if not.',
    );
  });

  test('of a phone’s first text says how to get no more', () => {
    const [first, later] = [true, false].map((isFirst) => questionText(en, { ...BAKERY, isFirst }));
    expect(first).toBe(`${later} Reply STOP to get no more.`);
  });

  test.each([
    ['en', 'usd', 4990, '49.90 USD'],
    ['en', 'jpy', 4990, '4990 JPY'],
    ['en', 'kwd', 4990, '4.990 KWD'],
    ['en', 'usd', 123_456_789, '1234567.89 USD'],
    ['de', 'eur', 4990, '49,90 EUR'],
    ['fr', 'eur', 123_456_789, '1234567,89 EUR'],
    ['es', 'eur', 1_234_567, '12345,67 EUR'],
    ['it', 'gbp', 5, '0,05 GBP'],
  ])('in %s writes %s %d as %s', (language, currency, amountMinor, written) => {
    const text = questionText(textsFor([language], TEXTS), { ...BAKERY, amountMinor, currency, isFirst: false });
    expect(text).toContain(` ${written} `);
  });

  test.each(BUILT_IN_TEXTS)('in $language is one text message, be it ever so long, and the first one', (texts) => {
    const { alphabet, count } = segmentsOf(questionText(texts, { ...LONGEST, isFirst: true }));
    expect({ alphabet, count }).toEqual({ alphabet: 'gsm', count: 1 });
  });

  test('fills in what was put in its place, and nothing of that', () => {
    const texts = { ...en, question: '{merchant} {amount} {merchant} {other}' };
    const text = questionText(texts, { ...BAKERY, merchantName: '{amount} $&', isFirst: false });
    expect(text).toBe('amount 49.90 USD amount {other}');
  });
});

describe('what an answer is answered with', () => {
  const answers = ['verified', 'rejected', 'unclear', 'expired'] as const;
  const rows = BUILT_IN_TEXTS.flatMap((texts) => answers.map((to) => [texts.language, to, texts] as const));

  test.each(rows)('in %s, %s: one text message, with nothing left to fill in', (_, to, texts) => {
    const text = answerText(texts, to, LONGEST);
    expect(segmentsOf(text)).toMatchObject({ alphabet: 'gsm', count: 1 });
    expect(text).not.toMatch(/[{}]/);
  });

  test('that was neither says once more what is asked', () => {
    const text = answerText(en, 'unclear', BAKERY);
    expect(text).toContain('49.90 USD at CORNER BAKERY 12');
    expect(text).toMatch(/\bYES\b.*\bNO\b/);
  });
});

describe('the language', () => {
  test.each([
    [['de'], 'de'],
    [['fr', 'de'], 'fr'],
    [['pt', 'it', 'de'], 'it'],
    [['es-MX'], 'es'],
    [['DE'], 'de'],
    [['de_AT'], 'de'],
    [['pt'], 'en'],
    [[], 'en'],
  ])('of a cardholder who prefers %j is %s', (locales, language) => {
    expect(textsFor(locales, TEXTS).language).toBe(language);
  });

  test('of a question comes first when its answer is read, and each is there once', () => {
    expect(textsToReadBy('it', TEXTS).map(({ language }) => language)).toEqual(['it', 'de', 'en', 'es', 'fr']);
    expect(textsToReadBy(null, TEXTS).map(({ language }) => language)).toEqual(['en', 'de', 'es', 'fr', 'it']);
  });

  test('is English where there is no other: without that there is none', () => {
    expect(() => textsFor(['de'], new Map())).toThrow('there are no texts in English');
  });
});
