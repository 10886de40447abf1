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
    ':merchant_country: = :ip_country:',
    `
rule:1:22: there is no attribute :ip_country:
  1 | :merchant_country: = :ip_country:
                           ^^^^^^^^^^^^
  hint: if it is metadata, write ::ip_country:: or ::card:ip_country::
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
    ":cvc_check: = 'fail'",
    `
rule:1:15: warning: 'fail' is not a known value of :cvc_check:
  1 | :cvc_check: = 'fail'
                    ^^^^^^
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
    'a list in this version',
    ':merchant: in @risky',
    `
rule:1:15: @risky: this version reads no lists yet
  1 | :merchant: in @risky
                    ^^^^^^
  hint: write the values: :merchant: in ('…', '…')
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text)).toBe(said.trim());
});
