import { describe, expect, test } from 'vitest';
import { BOOL, INT, STRING } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, functionNamed, NO_VALUE, typeOf } from './call.ts';

describe('a phone number', () => {
  test.each<[readonly string[], string, string]>([
    [['+1 (212) 555-0123'], '+12125550123', 'US'],
    [['(212) 555-0123', 'US'], '+12125550123', 'US'],
    [['(212) 555-0123', 'us'], '+12125550123', 'US'],
    [['06 12 34 56 78', 'FR'], '+33612345678', 'FR'],
    [['+33 6 12 34 56 78', 'US'], '+33612345678', 'FR'],
    [['0012125550123', 'DE'], '+12125550123', 'US'],
    [['+1 212 555 0123 ext. 5'], '+12125550123', 'US'],
    [['+44 7400 123456'], '+447400123456', 'GB'],
    // Countries that share a code with another one.
    [['+1 416 555 0123'], '+14165550123', 'CA'],
    [['+44 1534 712345'], '+441534712345', 'JE'],
    [['+7 701 234 5678'], '+77012345678', 'KZ'],
    [['+39 06 1234 5678'], '+390612345678', 'IT'],
  ])('%j is %s in %s', (args, number, country) => {
    expect(call('NormalizePhone', ...args)).toBe(number);
    expect(call('PhoneCountry', ...args)).toBe(country);
    expect(call('IsValidPhone', ...args)).toBe(true);
  });

  test.each<[readonly string[]]>([
    [['']],
    [['Jane']],
    [['2125550123']],
    [['+1 212']],
    [['911', 'US']],
    [['call +12125550123 now']],
    [['+999 123 456 789']],
    [[`+1${'2'.repeat(500)}`]],
  ])('is not %j', (args) => {
    expect(call('NormalizePhone', ...args)).toBe(NO_VALUE);
    expect(call('PhoneCountry', ...args)).toBe(NO_VALUE);
    expect(call('IsValidPhone', ...args)).toBe(false);
  });

  test('that no plan has is written like others, so that it can be counted, but is of no country', () => {
    expect(call('NormalizePhone', '+1 000-000-0000')).toBe('+10000000000');
    expect(call('PhoneCountry', '+1 000-000-0000')).toBe(NO_VALUE);
    expect(call('IsValidPhone', '+1 000-000-0000')).toBe(false);
  });

  test('is judged by the plan of its country, not by its length alone', () => {
    // In Brazil mobile numbers begin with 9 after an area code, and there is no area code 20.
    expect(call('IsValidPhone', '+55 11 91234 5678')).toBe(true);
    expect(call('IsValidPhone', '+55 20 91234 5678')).toBe(false);
    expect(call('IsValidPhone', '+55 11 01234 5678')).toBe(false);
  });

  test('of no one country is valid', () => {
    expect(call('IsValidPhone', '+800 1234 5678')).toBe(true);
    expect(call('PhoneCountry', '+800 1234 5678')).toBe(NO_VALUE);
  });

  test.each<[ScowlValue, ScowlValue]>([
    ['2125550123', 'XX'],
    ['2125550123', 'USA'],
    ['2125550123', ''],
    ['2125550123', 1],
    [2_125_550_123, 'US'],
  ])('%j of country %j is bad input', (text, country) => {
    for (const name of ['NormalizePhone', 'PhoneCountry', 'IsValidPhone'])
      expect(call(name, text, country)).toBe(NO_VALUE);
  });
});

test('a number tells of a person, its country does not', () => {
  expect(functionNamed('NormalizePhone').keepsPersonal).toBe(true);
  expect(functionNamed('PhoneCountry').keepsPersonal).toBeUndefined();
  expect(typeOf('NormalizePhone', STRING, STRING)).toEqual(STRING);
  expect(typeOf('IsValidPhone', STRING)).toEqual(BOOL);
  expect(typeOf('PhoneCountry', INT)).toMatchObject({ argument: 0 });
});
