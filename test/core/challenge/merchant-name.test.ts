import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { merchantName } from '../../../src/core/challenge/merchant-name.ts';

const TEXTS = { merchant: 'a shop', yes: ['YES', 'Y'], no: ['NO', 'N'] };

describe('the name of a merchant', () => {
  test.each([
    ['Corner Bakery', 'Corner Bakery'],
    ['CORNER  BAKERY*  #12', 'CORNER BAKERY 12'],
    ["MACY'S", 'MACYS'],
    ['McDonald’s', 'McDonalds'],
    ['H&M', 'H M'],
    ['7-ELEVEN', '7 ELEVEN'],
    ['99', '99'],
    ['The Old and Very Long Name Company', 'The Old and Very Long'],
    ['x'.repeat(80), 'x'.repeat(22)],
    // Letters of the GSM alphabet keep their accents, others lose them, and other scripts stay.
    ['Café Zoë', 'Café Zoe'],
    ['Łódź Œuvre', 'Lodz OEuvre'],
    ['Bäckerei Weiß', 'Bäckerei Weiß'],
    ['株式会社', '株式会社'],
    // Nothing that a phone makes a link of.
    ['AMAZON.COM*2K3 SEATTLE', 'AMAZON 2K3 SEATTLE'],
    ['Booking.com', 'Booking'],
    ['https://www.shop.example.com/pay?x=1', 'example'],
    ['http://bit.ly/abc', 'bit'],
    ['www.evil.co.uk', 'evil'],
    ['secure.bank-login.com', 'bank login'],
    ['evil。com', 'evil'],
    ['e\u200bvil.com', 'evil'],
    ['ＥＶＩＬ．ＣＯＭ', 'EVIL'],
    ['S.OLIVER', 'S OLIVER'],
    ['Yoox.', 'Yoox'],
    // Nor calls.
    ['PAYPAL *SPOTIFY 4029357733', 'PAYPAL SPOTIFY'],
    ['CALL 800 555 1234 NOW', 'CALL NOW'],
    ['STORE 1234', 'STORE 1234'],
    ['TEXT 12345', 'TEXT'],
    ['com', 'com'],
    ['Shop.com/yes.html now', 'Shop now'],
    // Nor an answer, or an order to us.
    ['REPLY YES SHOP', 'SHOP'],
    ['no.com', 'a shop'],
    ['YES', 'a shop'],
    ['ＹＥＳ shop', 'shop'],
    ['Stop & Shop', 'Shop'],
    ['ST\u00adOP SHOP', 'SHOP'],
    ['Cancel this: reply N', 'this'],
    ['All the things off YESTERDAY', 'All the things off'],
    ['y\u0301es', 'a shop'],
    // Nor something to be filled in.
    ['{amount}', 'amount'],
    ['$& $1 {merchant}', '1 merchant'],
    ['YES\nit was you', 'it was you'],
    ['***', 'a shop'],
    ['', 'a shop'],
    [null, 'a shop'],
    ['\u{1f6cd}\ufe0f', 'a shop'],
  ])('%j is shown as %j', (name, shown) => {
    expect(merchantName(name, TEXTS)).toBe(shown);
  });

  test('loses the answers of the language that it is shown in', () => {
    expect(merchantName('OUI SI SHOP', { merchant: 'un commerçant', yes: ['OUI'], no: ['NON'] })).toBe('SI SHOP');
  });

  test('is never long, never a link, and says something', () => {
    const parts = fc.constantFrom(
      'http://',
      'www.',
      '.com',
      'yes',
      'STOP',
      ' ',
      '/',
      'é',
      '5',
      '\u200b',
      '{',
      '’',
      '👍',
      'a',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(parts, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 20 }),
        (name) => {
          const shown = merchantName(name.join(''), TEXTS);
          expect([...shown].length).toBeLessThanOrEqual(22);
          expect(shown).toMatch(/^[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*$/u);
          expect(shown.toLowerCase().split(' ')).not.toContain('yes');
          expect(shown.toLowerCase().split(' ')).not.toContain('stop');
          expect(shown).not.toMatch(/\d{5}/);
        },
      ),
    );
  });
});
