import { expect, test } from 'vitest';
import { isConcealed, looksLikeCardNumber, looksPersonal } from '../../../src/core/domain/personal.ts';

test.each([
  'ann@example.com',
  'write to ann@example.com',
  '+49 151 23456789',
  '(555) 123-4567',
  'call 555 123 4567',
  '4242424242424242',
  '4242 4242 4242 4242',
  '4242-4242-4242-4242',
  'card_4242424242424242',
])('%s looks personal', (text) => {
  expect(looksPersonal(text)).toBe(true);
});

test.each([
  '',
  'ann',
  'user_12345678',
  'ic_1NvPrp2eZvKYlo2C0W8EXAMPLE',
  '550e8400-e29b-41d4-a716-446655440000',
  'order-4242424242424241',
  'hmac_12345678',
  '203.0.113.7',
  '192.168.100.200:8080',
  '192.168.100.0/24',
  '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
  '::ffff:192.168.100.200',
  '2026-11-27',
  '2026-11-27T14:39:57.123Z',
  '2026-11-27 14:39',
  '2026-11-27T14:39:57+01:00',
  '12.50',
  '1234567',
])('%s does not', (text) => {
  expect(looksPersonal(text)).toBe(false);
});

test('a number is only personal where it could be that of a card', () => {
  expect(looksLikeCardNumber(4242424242424242)).toBe(true);
  expect(looksLikeCardNumber(4242424242424241)).toBe(false);
  expect(looksLikeCardNumber(1732718397000)).toBe(false);
  expect(looksLikeCardNumber(12345678)).toBe(false);
  expect(looksLikeCardNumber(0.5)).toBe(false);
});

test('what was concealed is known by its beginning', () => {
  expect(isConcealed('hmac_abc')).toBe(true);
  expect(isConcealed('ann')).toBe(false);
});
