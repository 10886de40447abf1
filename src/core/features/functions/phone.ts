import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { BOOL, type ScowlType, STRING } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE } from './guards.ts';

// Of the library's three sets of metadata only the largest holds the plans of numbers: by the smallest, 98 of 100
// random numbers of the right length are valid in Brazil, by this one 11. It takes no longer to load.

export const PHONE_FUNCTIONS: readonly FunctionDefinition[] = [
  onPhone({
    name: 'NormalizePhone',
    description: 'the number as E.164 writes it, without its extension; null for what has not the length of a number',
    example: 'NormalizePhone("(212) 555-0123", "US") = "+12125550123"',
    result: STRING,
    keepsPersonal: true,
    give: (phone) => (phone?.isPossible() ? phone.number : NO_VALUE),
  }),
  onPhone({
    name: 'PhoneCountry',
    description: "the country of the number, two letters; null where no country's plan has it",
    example: 'PhoneCountry("+41 44 668 18 00") = "CH"',
    result: STRING,
    give: (phone) => (phone?.isValid() ? (phone.country ?? NO_VALUE) : NO_VALUE),
  }),
  onPhone({
    name: 'IsValidPhone',
    description: "whether it is a number by its country's plan of numbers; whether somebody has it is not known",
    example: 'IsValidPhone("+1 212 555") = false',
    result: BOOL,
    give: (phone) => phone?.isValid() ?? false,
  }),
];

interface PhoneSketch extends Pick<FunctionDefinition, 'name' | 'description' | 'example' | 'keepsPersonal'> {
  readonly result: ScowlType;
  /** Of the number; of undefined where the text is none. */
  readonly give: (phone: PhoneNumber | undefined) => ScowlValue;
}

function onPhone({ give, ...sketch }: PhoneSketch): FunctionDefinition {
  return defineFunction({
    ...sketch,
    parameters: [takes('phone', 'string'), takes('country', 'string')],
    optional: 1,
    description: `${sketch.description}. Without the country (\`"US"\`) only what begins with + is a number`,
    evaluate: ([text, country]) => {
      if (typeof text !== 'string') return NO_VALUE;
      if (country === undefined) return give(parsePhoneNumberFromString(text, { extract: false }));
      const defaultCountry = countryOf(country);
      return defaultCountry ? give(parsePhoneNumberFromString(text, { defaultCountry, extract: false })) : NO_VALUE;
    },
  });
}

function countryOf(value: ScowlValue): CountryCode | null {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return isSupportedCountry(code) ? code : null;
}
