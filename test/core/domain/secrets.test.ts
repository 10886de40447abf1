import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { holdsCardNumber, isSecretName } from '../../../src/core/domain/secrets.ts';

/** Digits with a check digit that makes their Luhn sum a multiple of ten. */
function withCheckDigit(digits: string): string {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

describe('a card number', () => {
  test.each([
    ['Visa', '4242424242424242'],
    ['Visa in groups', '4242 4242 4242 4242'],
    ['with hyphens', '4242-4242-4242-4242'],
    ['Visa of 13 digits', '4222222222222'],
    ['Visa of 19 digits', '4000000000000000006'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard of the 2 series', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['American Express in groups', '3782 822463 10005'],
    ['Diners Club', '30569309025904'],
    ['JCB', '3566002020360505'],
    ['UnionPay', '6200000000000005'],
    ['Discover', '6011111111111117'],
    ['an airline', withCheckDigit('12200000000000')],
    ['within a sentence', 'my card is 4242 4242 4242 4242, thanks'],
    ['with its expiry beside it', '4242424242424242 12 30'],
    ['after other digits', '12 4242424242424242'],
    ['with signs around it', 'pan=4242424242424242;'],
  ])('is found: %s', (_name, text) => expect(holdsCardNumber(text)).toBe(true));

  test.each([
    ['a wrong check digit', '4242424242424241'],
    ['twelve digits', withCheckDigit('42424242424')],
    ['twenty digits', withCheckDigit('4242424242424242424')],
    ['a time in milliseconds', withCheckDigit('176300000012')],
    ['an id that begins with a time', withCheckDigit('102938475610293847')],
    ['zeros', '0000000000000000'],
    ['a decimal number', '52.520006599999995'],
    ['a UUID', '42424242-4242-4242-8242-424242424242'],
    ['a phone number', '+491511234567'],
    ['a time', '2026-05-01T12:00:00.000Z'],
    ['an IP address', '203.0.113.195'],
    ['words', 'the quick brown fox'],
    ['nothing', ''],
  ])('is not found in %s', (_name, text) => expect(holdsCardNumber(text)).toBe(false));

  it('is found whatever its digits and groups, and wherever it stands', () => {
    const digit = fc.constantFrom(...'0123456789');
    const body = fc.array(digit, { minLength: 11, maxLength: 17 }).map((digits) => digits.join(''));
    const number = fc.tuple(fc.constantFrom(...'23456789'), body).map(([first, rest]) => withCheckDigit(first + rest));
    const grouped = fc.tuple(number, fc.constantFrom('', ' ', '-'), fc.integer({ min: 2, max: 6 }));
    fc.assert(
      fc.property(grouped, fc.constantFrom('', 'x', 'id: ', '7 '), ([digits, sign, size], before) => {
        const groups = digits.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        expect(holdsCardNumber(`${before}${groups.join(sign)}!`)).toBe(true);
      }),
      { seed: 7 },
    );
  });

  it('is not looked for at length in a text that is all digits and blanks', () => {
    const text = '9 '.repeat(1_000);
    const startMs = performance.now();
    holdsCardNumber(text);
    expect(performance.now() - startMs).toBeLessThan(50);
  });
});

describe('a name', () => {
  test.each(
    (
      'cvc cvv CVV2 card.cvc pin user.pin password userPassword passwd secret client_secret token access_token api_key ' +
      'card_number cardNumber card.number cc_number pan tokens'
    ).split(' '),
  )('%s is one of a secret', (name) => expect(isSecretName(name)).toBe(true));

  test.each(
    'card card_id number order_number cvc_check password_changed_at pin_tries token_type company spin ip user_id'.split(
      ' ',
    ),
  )('%s is none', (name) => expect(isSecretName(name)).toBe(false));
});
