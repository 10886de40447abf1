import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: values that are not written as values.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a string that never ends',
    ":card_type: = 'virtual and :amount: > 10",
    `
rule:1:15: this string has no closing '
  1 | :card_type: = 'virtual and :amount: > 10
                    ^^^^^^^^
  hint: write 'virtual'
`,
  ],
  [
    'a string that runs into the next one',
    ":card_type: = 'virtual and :card_brand: = 'Visa'",
    `
rule:1:15: this string has no closing '
  1 | :card_type: = 'virtual and :card_brand: = 'Visa'
                    ^^^^^^^^
  hint: write 'virtual'
`,
  ],
  [
    'typographic quotes',
    ':card_type: = ‘virtual’ and :card: = “ic_1”',
    `
rule:1:15: warning: typographic quotes are read as plain ones
  1 | :card_type: = ‘virtual’ and :card: = “ic_1”
                    ^^^^^^^^^
  hint: write 'virtual'
rule:1:38: warning: typographic quotes are read as plain ones
  1 | :card_type: = ‘virtual’ and :card: = “ic_1”
                                           ^^^^^^
  hint: write 'ic_1'
`,
  ],
  [
    'a plain quote that a typographic one closes',
    ":card_type: = 'virtual’ and :livemode:",
    `
rule:1:15: warning: typographic quotes are read as plain ones
  1 | :card_type: = 'virtual’ and :livemode:
                    ^^^^^^^^^
  hint: write 'virtual'
`,
  ],
  [
    'a doubled quote',
    ":merchant_name: = 'Joe''s'",
    `
rule:1:19: this string ends at the quote inside it
  1 | :merchant_name: = 'Joe''s'
                        ^^^^^^^^
  hint: write "Joe's"
`,
  ],
  [
    'a quote in a string',
    ":merchant_name: = 'Joe's bar",
    `
rule:1:19: this string ends at the quote inside it
  1 | :merchant_name: = 'Joe's bar
                        ^^^^^^
  hint: write "Joe's"
rule:1:26: "bar" can't stand here
  1 | :merchant_name: = 'Joe's bar
                               ^^^
  hint: join comparisons with "and" or "or"
`,
  ],
  [
    'a word without quotes',
    ':card_type: = virtual',
    `
rule:1:15: text stands in quotes, virtual doesn't
  1 | :card_type: = virtual
                    ^^^^^^^
  hint: write 'virtual'
`,
  ],
  [
    'words without quotes',
    ':merchant_city: = New York and :livemode:',
    `
rule:1:19: text stands in quotes, New York doesn't
  1 | :merchant_city: = New York and :livemode:
                        ^^^^^^^^
  hint: write 'New York'
`,
  ],
  [
    'a thousands sign',
    ':amount: > 1,000,000.50',
    `
rule:1:12: a number has no thousands signs
  1 | :amount: > 1,000,000.50
                 ^^^^^^^^^^^^
  hint: write 1000000.50
`,
  ],
  [
    'a blank as thousands sign',
    ':amount: > 10 000',
    `
rule:1:12: a number has no thousands signs
  1 | :amount: > 10 000
                 ^^^^^^
  hint: write 10000
`,
  ],
  [
    'points as thousands signs',
    ':amount: > 1.000.000',
    `
rule:1:12: "1.000.000" is not a plain number
  1 | :amount: > 1.000.000
                 ^^^^^^^^^
  hint: write 1000000
`,
  ],
  [
    'a currency sign before',
    ':amount: > $10',
    `
rule:1:12: a number has no currency sign
  1 | :amount: > $10
                 ^^^
  hint: write 10
`,
  ],
  [
    'a currency sign after',
    ':amount: > 10 €',
    `
rule:1:12: a number has no currency sign
  1 | :amount: > 10 €
                 ^^^^
  hint: write 10
`,
  ],
  [
    'a currency',
    ':amount: > 10 USD',
    `
rule:1:12: a number has no currency
  1 | :amount: > 10 USD
                 ^^^^^^
  hint: write 10, and :currency: = 'usd' beside it
`,
  ],
  [
    'a percent sign',
    ':merchant_dispute_rate: > 5%',
    `
rule:1:27: "5%" is not a plain number
  1 | :merchant_dispute_rate: > 5%
                                ^^
  hint: write 5
`,
  ],
  [
    'an exponent',
    ':amount: > 1e3',
    `
rule:1:12: "1e3" is not a plain number
  1 | :amount: > 1e3
                 ^^^
  hint: write 1000
`,
  ],
  [
    'a decimal without its zero',
    ':amount: > .5',
    `
rule:1:12: ".5" is not a plain number
  1 | :amount: > .5
                 ^^
  hint: write 0.5
`,
  ],
  [
    'a number beyond all amounts',
    ':amount: > 99999999999999999999',
    `
rule:1:12: this number is too big
  1 | :amount: > 99999999999999999999
                 ^^^^^^^^^^^^^^^^^^^^
  hint: write a number up to 1000000000000000
`,
  ],
  [
    'null',
    ':digital_wallet: = null',
    `
rule:1:20: nothing is equal to a missing value
  1 | :digital_wallet: = null
                         ^^^^
  hint: write is_missing(:digital_wallet:) or not is_missing(:digital_wallet:)
`,
  ],
  [
    'a value that is missing',
    ':amount: > and :livemode:',
    `
rule:1:12: a value is missing after ">"
  1 | :amount: > and :livemode:
                 ^^^
  hint: write a number, a string like 'online' or an attribute
`,
  ],
  [
    'the value first',
    '100 < :amount:',
    `
rule:1:1: a comparison begins with its attribute
  1 | 100 < :amount:
      ^^^^^^^^^^^^^^
  hint: write :amount: > 100
`,
  ],
  [
    'a value alone',
    "'virtual' and :livemode:",
    `
rule:1:1: a comparison begins with an attribute
  1 | 'virtual' and :livemode:
      ^^^^^^^^^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'no operator',
    ":card_type: 'virtual'",
    `
rule:1:13: an operator is missing here
  1 | :card_type: 'virtual'
                  ^^^^^^^^^
  hint: write = 'virtual'
`,
  ],
  [
    'several values after =',
    ":card: = ('ic_1', 'ic_2')",
    `
rule:1:10: several values are compared with "in", not with "="
  1 | :card: = ('ic_1', 'ic_2')
               ^
  hint: write in (…)
`,
  ],
  [
    'a list after =',
    ':card: != @risky',
    `
rule:1:11: several values are compared with "in", not with "!="
  1 | :card: != @risky
                ^^^^^^
  hint: write not in @risky
rule:1:11: there is no list @risky
  1 | :card: != @risky
                ^^^^^^
  hint: none is declared: write the values, :card: in ('…', '…')
`,
  ],
  [
    'in without parentheses',
    ":card: in 'ic_1'",
    `
rule:1:11: the values after "in" stand in parentheses
  1 | :card: in 'ic_1'
                ^^^^^^
  hint: write ('ic_1')
`,
  ],
  [
    'in square brackets',
    ":card: in ['ic_1', 'ic_2']",
    `
rule:1:11: values stand in round brackets
  1 | :card: in ['ic_1', 'ic_2']
                ^
  hint: write in ('a', 'b')
`,
  ],
  [
    'in nothing',
    ':card: in ()',
    `
rule:1:12: a value is missing here
  1 | :card: in ()
                 ^
  hint: write e.g. in ('a', 'b')
`,
  ],
  [
    'in without values',
    ':card: in and :livemode:',
    `
rule:1:11: the values are missing after "in"
  1 | :card: in and :livemode:
                ^^^
  hint: write in ('a', 'b') or in @list
`,
  ],
  [
    'no comma',
    ":card: in ('ic_1' 'ic_2')",
    `
rule:1:19: a comma is missing between these values
  1 | :card: in ('ic_1' 'ic_2')
                        ^^^^^^
  hint: write , 'ic_2'
`,
  ],
  [
    'values that are never closed',
    ":card: in ('ic_1', 'ic_2' and :livemode:",
    `
rule:1:11: this parenthesis is never closed
  1 | :card: in ('ic_1', 'ic_2' and :livemode:
                ^
  hint: write ) after the last value
`,
  ],
  [
    'a list among values',
    ":card: in ('ic_1', @risky)",
    `
rule:1:20: only strings and numbers stand in a list of values
  1 | :card: in ('ic_1', @risky)
                         ^^^^^^
  hint: write in @risky
`,
  ],
  [
    'like a number',
    ':merchant_name: like 5',
    `
rule:1:22: "like" takes a string
  1 | :merchant_name: like 5
                           ^
  hint: write e.g. like 'abc%'
`,
  ],
  [
    'calculation',
    ':amount: * 2 > 100',
    `
rule:1:10: "*" means nothing here
  1 | :amount: * 2 > 100
               ^
  hint: a condition compares values; it does not calculate
rule:1:14: ">" can't stand here
  1 | :amount: * 2 > 100
                   ^
  hint: join comparisons with "and" or "or"
`,
  ],
  [
    'between',
    ':amount: between 1 and 5',
    `
rule:1:10: there is no operator "between"
  1 | :amount: between 1 and 5
               ^^^^^^^^^^^^^^^
  hint: write :amount: >= 1 and :amount: <= 5
`,
  ],
  [
    'between with a comma in parentheses, in a longer condition',
    ':livemode: and :amount: BETWEEN (1, 5) and :fraud_score: > 5',
    `
rule:1:25: there is no operator "between"
  1 | :livemode: and :amount: BETWEEN (1, 5) and :fraud_score: > 5
                              ^^^^^^^^^^^^^^
  hint: write :amount: >= 1 and :amount: <= 5
rule:1:44: there is no attribute :fraud_score:
  1 | :livemode: and :amount: BETWEEN (1, 5) and :fraud_score: > 5
                                                 ^^^^^^^^^^^^^
  hint: did you mean :fraud_risk_score:?
`,
  ],
  [
    'between with one value',
    ':amount: between 1',
    `
rule:1:10: there is no operator "between"
  1 | :amount: between 1
               ^^^^^^^
  hint: write :amount: >= … and :amount: <= …
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text)).toBe(said.trim());
});
