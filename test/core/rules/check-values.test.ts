import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: names and values that there are not.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'an unknown attribute',
    ':fraud_score: > 75',
    `
rule:1:1: there is no attribute :fraud_score:
  1 | :fraud_score: > 75
      ^^^^^^^^^^^^^
  hint: did you mean :fraud_risk_score:?
`,
  ],
  [
    'a slip of the keys',
    ":merchant_contry: = 'US'",
    `
rule:1:1: there is no attribute :merchant_contry:
  1 | :merchant_contry: = 'US'
      ^^^^^^^^^^^^^^^^^
  hint: did you mean :merchant_country:?
`,
  ],
  [
    'an unknown attribute that is like none',
    ":programme: = 'travel'",
    `
rule:1:1: there is no attribute :programme:
  1 | :programme: = 'travel'
      ^^^^^^^^^^^
  hint: if it is metadata, write ::programme:: or ::card:programme::
`,
  ],
  [
    'an unknown attribute on the right',
    ':merchant_country: = :cardholder_contry:',
    `
rule:1:22: there is no attribute :cardholder_contry:
  1 | :merchant_country: = :cardholder_contry:
                           ^^^^^^^^^^^^^^^^^^^
  hint: did you mean :cardholder_country:?
`,
  ],
  [
    'an unknown attribute in is_missing',
    'is_missing(:fraud_riskscore:)',
    `
rule:1:12: there is no attribute :fraud_riskscore:
  1 | is_missing(:fraud_riskscore:)
                 ^^^^^^^^^^^^^^^^^
  hint: did you mean :fraud_risk_score:?
`,
  ],
  [
    'an unknown level',
    ":fraud_risk_level: = 'highst'",
    `
rule:1:22: :fraud_risk_level: is never 'highst'
  1 | :fraud_risk_level: = 'highst'
                           ^^^^^^^^
  hint: did you mean 'highest'? known values: 'low', 'normal', 'elevated', 'highest'
`,
  ],
  [
    'an old level of fraud',
    ":fraud_risk_level: = 'high'",
    `
rule:1:22: :fraud_risk_level: is never 'high'
  1 | :fraud_risk_level: = 'high'
                           ^^^^^^
  hint: did you mean 'highest'? known values: 'low', 'normal', 'elevated', 'highest'
`,
  ],
  [
    'an old level of card testing',
    ":card_testing_risk_level: = 'high'",
    `
rule:1:29: :card_testing_risk_level: is never 'high'
  1 | :card_testing_risk_level: = 'high'
                                  ^^^^^^
  hint: did you mean 'elevated'? known values: 'low', 'normal', 'elevated', 'highest'
`,
  ],
  [
    'not_assessed',
    ":fraud_risk_level: = 'not_assessed'",
    `
rule:1:22: :fraud_risk_level: is never 'not_assessed'
  1 | :fraud_risk_level: = 'not_assessed'
                           ^^^^^^^^^^^^^^
  hint: it is missing then: write is_missing(:fraud_risk_level:)
`,
  ],
  [
    'unknown',
    ":fraud_disputability: in ('unknown', 'neutral')",
    `
rule:1:27: :fraud_disputability: is never 'unknown'
  1 | :fraud_disputability: in ('unknown', 'neutral')
                                ^^^^^^^^^
  hint: it is missing then: write is_missing(:fraud_disputability:)
`,
  ],
  [
    'no wallet',
    ":digital_wallet: = 'none'",
    `
rule:1:20: :digital_wallet: is never 'none'
  1 | :digital_wallet: = 'none'
                         ^^^^^^
  hint: it is missing then: write is_missing(:digital_wallet:)
`,
  ],
  [
    'an unknown day',
    ":day_of_week: = 'sunnday'",
    `
rule:1:17: :day_of_week: is never 'sunnday'
  1 | :day_of_week: = 'sunnday'
                      ^^^^^^^^^
  hint: did you mean 'sunday'? known values: 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'
`,
  ],
  [
    'an unknown category that is near one',
    ":merchant_category: = 'betting_casino_gamblin'",
    `
rule:1:23: warning: 'betting_casino_gamblin' is not a known value of :merchant_category:
  1 | :merchant_category: = 'betting_casino_gamblin'
                            ^^^^^^^^^^^^^^^^^^^^^^^^
  hint: did you mean 'betting_casino_gambling'?
`,
  ],
  [
    'a word of a category',
    ":merchant_category: = 'gambling'",
    `
rule:1:23: warning: 'gambling' is not a known value of :merchant_category:
  1 | :merchant_category: = 'gambling'
                            ^^^^^^^^^^
  hint: did you mean 'betting_casino_gambling'?
`,
  ],
  [
    'a category like none',
    ":merchant_category: = 'xyzzy'",
    `
rule:1:23: warning: 'xyzzy' is not a known value of :merchant_category:
  1 | :merchant_category: = 'xyzzy'
                            ^^^^^^^
  hint: none of the 295 known values is like it
`,
  ],
  [
    'an unknown value of an open enum',
    ":cvc_check: = 'wrong'",
    `
rule:1:15: warning: 'wrong' is not a known value of :cvc_check:
  1 | :cvc_check: = 'wrong'
                    ^^^^^^^
  hint: known values: 'match', 'mismatch', 'not_provided'
`,
  ],
  [
    'a country spelled out',
    ":merchant_country: = 'Canada'",
    `
rule:1:22: :merchant_country: is a code of two letters (ISO 3166-1), not 'Canada'
  1 | :merchant_country: = 'Canada'
                           ^^^^^^^^
  hint: write 'CA'
`,
  ],
  [
    'a country misspelt',
    ":merchant_country: = 'Germny'",
    `
rule:1:22: :merchant_country: is a code of two letters (ISO 3166-1), not 'Germny'
  1 | :merchant_country: = 'Germny'
                           ^^^^^^^^
  hint: write 'DE'
`,
  ],
  [
    'a country by another code',
    ":merchant_country: in ('UK', 'US')",
    `
rule:1:24: there is no country 'UK'
  1 | :merchant_country: in ('UK', 'US')
                             ^^^^
  hint: write 'GB'
`,
  ],
  [
    'an unknown country',
    ":merchant_country: = 'QQ'",
    `
rule:1:22: there is no country 'QQ'
  1 | :merchant_country: = 'QQ'
                           ^^^^
  hint: write e.g. 'US' or 'DE'
`,
  ],
  [
    'a currency by its sign',
    ":currency: = '€'",
    `
rule:1:14: :currency: is a code of three letters (ISO 4217), not '€'
  1 | :currency: = '€'
                   ^^^
  hint: write e.g. 'usd' or 'eur'
`,
  ],
  [
    'an unknown currency',
    ":currency: = 'usx'",
    `
rule:1:14: warning: there is no currency 'usx' that is known here
  1 | :currency: = 'usx'
                   ^^^^^
  hint: write e.g. 'usd' or 'eur'
`,
  ],
  [
    'a check that was not made',
    ":cvc_check: = 'unchecked'",
    `
rule:1:15: :cvc_check: is never 'unchecked'
  1 | :cvc_check: = 'unchecked'
                    ^^^^^^^^^^^
  hint: it is missing then: write is_missing(:cvc_check:)
`,
  ],
  [
    "a category's code for its name",
    ":merchant_category: = '5411'",
    `
rule:1:23: '5411' is a category's code, which :merchant_category: does not hold
  1 | :merchant_category: = '5411'
                            ^^^^^^
  hint: use :merchant_category_code:, e.g. :merchant_category_code: = '5411'
`,
  ],
  [
    "a category's code without quotes, among names",
    ":merchant_category: in ('bakeries', 5411)",
    `
rule:1:37: '5411' is a category's code, which :merchant_category: does not hold
  1 | :merchant_category: in ('bakeries', 5411)
                                          ^^^^
  hint: use :merchant_category_code:, e.g. :merchant_category_code: = '5411'
`,
  ],
  [
    "a category's name for its code",
    ":merchant_category_code: != 'bakeries'",
    `
rule:1:29: 'bakeries' is a category's name, which :merchant_category_code: does not hold
  1 | :merchant_category_code: != 'bakeries'
                                  ^^^^^^^^^^
  hint: use :merchant_category:, e.g. :merchant_category: = 'bakeries'
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text)).toBe(said.trim());
});
