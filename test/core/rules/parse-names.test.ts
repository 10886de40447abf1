import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: names that are not written as names.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'an attribute without its second colon',
    ':is_3d_secure and :amount: > 5',
    `
rule:1:1: the colon after :is_3d_secure is missing
  1 | :is_3d_secure and :amount: > 5
      ^^^^^^^^^^^^^
  hint: write :is_3d_secure:
`,
  ],
  [
    'an attribute without its first colon',
    'amount: > 5',
    `
rule:1:1: the colon before amount: is missing
  1 | amount: > 5
      ^^^^^^^
  hint: write :amount:
`,
  ],
  [
    'an attribute without colons',
    'amount > 5',
    `
rule:1:1: an attribute stands between colons, amount doesn't
  1 | amount > 5
      ^^^^^^
  hint: write :amount:
`,
  ],
  [
    'a name with a blank in it',
    ':hours_since card_was_created: > 5',
    `
rule:1:1: the name of an attribute has no blanks
  1 | :hours_since card_was_created: > 5
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write :hours_since_card_was_created:
`,
  ],
  [
    'a blank before the closing colon',
    ':amount : > 5',
    `
rule:1:1: the name of an attribute has no blanks
  1 | :amount : > 5
      ^^^^^^^^^
  hint: write :amount:
`,
  ],
  [
    'a blank after the opening colon',
    ': amount: > 5',
    `
rule:1:1: the name of an attribute has no blanks
  1 | : amount: > 5
      ^^^^^^^^^
  hint: write :amount:
`,
  ],
  [
    'a colon that belongs to nothing',
    ':amount: > : 5',
    `
rule:1:12: this colon belongs to no attribute
  1 | :amount: > : 5
                 ^
  hint: an attribute is written :amount:
`,
  ],
  [
    'no blank after not',
    'not:is_3d_secure:',
    `
rule:1:1: a blank is missing after "not"
  1 | not:is_3d_secure:
      ^^^
  hint: write not :is_3d_secure:
`,
  ],
  [
    'no blank after and',
    ':livemode: and:is_3d_secure:',
    `
rule:1:12: a blank is missing after "and"
  1 | :livemode: and:is_3d_secure:
                 ^^^
  hint: write and :is_3d_secure:
`,
  ],
  [
    'metadata that ends with one colon',
    "::program: = 'travel'",
    `
rule:1:1: a metadata key ends with two colons
  1 | ::program: = 'travel'
      ^^^^^^^^^^
  hint: write ::program::
`,
  ],
  [
    'metadata that never ends',
    "::program = 'travel' and :livemode:",
    `
rule:1:1: a metadata key ends with two colons
  1 | ::program = 'travel' and :livemode:
      ^^^^^^^^^
  hint: write ::program::
`,
  ],
  [
    'metadata of the card that never ends',
    "::card:program = 'travel'",
    `
rule:1:1: a metadata key ends with two colons
  1 | ::card:program = 'travel'
      ^^^^^^^^^^^^^^
  hint: write ::card:program::
`,
  ],
  [
    'metadata without a key',
    ":::: = 'travel'",
    `
rule:1:1: the key of this metadata is missing
  1 | :::: = 'travel'
      ^^
  hint: write e.g. ::program::
rule:1:3: the key of this metadata is missing
  1 | :::: = 'travel'
        ^^
  hint: write e.g. ::program::
`,
  ],
  [
    "Radar's customer",
    '::customer:Age:: < 30',
    `
rule:1:1: there is no metadata of "customer"
  1 | ::customer:Age:: < 30
      ^^^^^^^^^^^^^^^^
  hint: Issuing has cardholders instead: write ::cardholder:Age::
`,
  ],
  [
    "Radar's destination",
    "::destination:plan:: = 'gold'",
    `
rule:1:1: there is no metadata of "destination"
  1 | ::destination:plan:: = 'gold'
      ^^^^^^^^^^^^^^^^^^^^
  hint: the account is :connected_account:; for metadata write ::card:plan:: or ::cardholder:plan::
`,
  ],
  [
    'metadata of something else',
    "::merchant:plan:: = 'gold'",
    `
rule:1:1: there is no metadata of "merchant"
  1 | ::merchant:plan:: = 'gold'
      ^^^^^^^^^^^^^^^^^
  hint: write ::plan::, ::card:plan:: or ::cardholder:plan::
`,
  ],
  [
    'is_missing without parentheses',
    'is_missing :card:',
    `
rule:1:1: is_missing takes its attribute in parentheses
  1 | is_missing :card:
      ^^^^^^^^^^^^^^^^^
  hint: write is_missing(:card:)
`,
  ],
  [
    'is_missing without colons',
    'is_missing(card)',
    `
rule:1:12: an attribute stands between colons, card doesn't
  1 | is_missing(card)
                 ^^^^
  hint: write :card:
`,
  ],
  [
    'is_missing that is never closed',
    'is_missing(:card: and :livemode:',
    `
rule:1:19: is_missing lacks its closing parenthesis
  1 | is_missing(:card: and :livemode:
                        ^^^
  hint: write is_missing(:card:)
`,
  ],
  [
    'is_missing of a value',
    "is_missing('card')",
    `
rule:1:12: is_missing takes an attribute
  1 | is_missing('card')
                 ^^^^^^
  hint: write e.g. is_missing(:fraud_risk_score:)
`,
  ],
  [
    'an operator of another language',
    ':amount: == 5 and :amount: <> 6 and :amount: => 7',
    `
rule:1:10: there is no operator "=="
  1 | :amount: == 5 and :amount: <> 6 and :amount: => 7
               ^^
  hint: write =
rule:1:28: there is no operator "<>"
  1 | :amount: == 5 and :amount: <> 6 and :amount: => 7
                                 ^^
  hint: write !=
rule:1:46: there is no operator "=>"
  1 | :amount: == 5 and :amount: <> 6 and :amount: => 7
                                                   ^^
  hint: write >=
`,
  ],
  [
    'a typographic operator',
    ':amount: ≥ 5',
    `
rule:1:10: there is no operator "≥"
  1 | :amount: ≥ 5
               ^
  hint: write >=
`,
  ],
  [
    'two operators',
    ':amount: > = 5',
    `
rule:1:10: these are two operators
  1 | :amount: > = 5
               ^^^
  hint: write >=
`,
  ],
  [
    'is',
    ":card_type: is 'virtual'",
    `
rule:1:13: there is no operator "is"
  1 | :card_type: is 'virtual'
                  ^^
  hint: write =
`,
  ],
  [
    'is not',
    ":card_type: is not 'virtual'",
    `
rule:1:13: there is no operator "is not"
  1 | :card_type: is not 'virtual'
                  ^^^^^^
  hint: write !=
`,
  ],
  [
    'is null',
    ':digital_wallet: is null',
    `
rule:1:18: missing values have their own test
  1 | :digital_wallet: is null
                       ^^^^^^^
  hint: write is_missing(:digital_wallet:)
`,
  ],
  [
    'is not missing',
    ':digital_wallet: is not missing',
    `
rule:1:18: missing values have their own test
  1 | :digital_wallet: is not missing
                       ^^^^^^^^^^^^^^
  hint: write not is_missing(:digital_wallet:)
`,
  ],
  [
    'contains',
    ":merchant_name: contains 'shop'",
    `
rule:1:17: there is no operator "contains"
  1 | :merchant_name: contains 'shop'
                      ^^^^^^^^
  hint: write includes
`,
  ],
  [
    'starts_with',
    ":merchant_name: starts_with 'shop%'",
    `
rule:1:17: there is no operator "starts_with"
  1 | :merchant_name: starts_with 'shop%'
                      ^^^^^^^^^^^
  hint: write like, with % for what may be anything, e.g. 'abc%'
`,
  ],
  [
    'a single ampersand',
    ':livemode: & :is_3d_secure:',
    `
rule:1:12: there is no operator "&"
  1 | :livemode: & :is_3d_secure:
                 ^
  hint: write and
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text)).toBe(said.trim());
});
