import { describe, expect, test } from 'vitest';
import { sayTime } from '../../../src/apps/console/parts/say-time.ts';
import { sayMoney } from '../../../src/core/domain/figures.ts';

describe('amounts', () => {
  test.each([
    [125_000, 'usd', '1,250.00 USD'],
    [1250, 'jpy', '1,250 JPY'],
    [1250, 'kwd', '1.250 KWD'],
    [-5, 'eur', '-0.05 EUR'],
  ])('%i of %s are %s', (amountMinor, currency, said) => {
    expect(sayMoney(amountMinor, currency)).toBe(said);
  });
});

describe('times', () => {
  const now = new Date(2026, 4, 3, 12, 0, 0);

  test('of today are without the day', () => {
    expect(sayTime(new Date(2026, 4, 3, 9, 5, 7), { isPrecise: true }, now)).toBe('09:05:07');
    expect(sayTime(new Date(2026, 4, 3, 9, 5, 7), {}, now)).toBe('09:05');
  });

  test('of today name it beside another day', () => {
    expect(sayTime(new Date(2026, 4, 3, 9, 5, 7), { hasDay: true }, now)).toMatch(/3.*, 09:05$/);
  });

  test('of another day name it, and the year where it is another one', () => {
    expect(sayTime(new Date(2026, 4, 2, 9, 5), {}, now)).toMatch(/2.*09:05$/);
    expect(sayTime(new Date(2026, 4, 2, 9, 5), {}, now)).not.toContain('2026');
    expect(sayTime(new Date(2025, 4, 2, 9, 5), {}, now)).toContain('2025');
  });
});
