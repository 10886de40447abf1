import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: operators that do not go with a type.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    '= true on a boolean',
    ':livemode: = true',
    `
rule:1:1: warning: :livemode: is true or false by itself
  1 | :livemode: = true
      ^^^^^^^^^^^^^^^^^
  hint: write :livemode:
`,
  ],
  [
    "= 'true' on a boolean",
    ":livemode: = 'true'",
    `
rule:1:1: warning: :livemode: is true or false by itself
  1 | :livemode: = 'true'
      ^^^^^^^^^^^^^^^^^^^
  hint: write :livemode:
`,
  ],
  [
    "!= 'true' on a boolean",
    ":livemode: != 'True'",
    `
rule:1:1: warning: :livemode: is true or false by itself
  1 | :livemode: != 'True'
      ^^^^^^^^^^^^^^^^^^^^
  hint: write not :livemode:
`,
  ],
  [
    "= 'false' on a boolean",
    ":livemode: = 'false'",
    `
rule:1:1: warning: :livemode: is true or false by itself
  1 | :livemode: = 'false'
      ^^^^^^^^^^^^^^^^^^^^
  hint: write not :livemode:
`,
  ],
  [
    'another operator on a boolean',
    ':livemode: > 5',
    `
rule:1:1: :livemode: is true or false, and stands alone
  1 | :livemode: > 5
      ^^^^^^^^^^^^^^
  hint: write :livemode: or not :livemode:
`,
  ],
  [
    'a boolean in a list',
    ":livemode: in ('true')",
    `
rule:1:1: :livemode: is true or false
  1 | :livemode: in ('true')
      ^^^^^^^^^^^^^^^^^^^^^^
  hint: write :livemode: or not :livemode:
`,
  ],
  [
    'like on a boolean',
    ":livemode: like 'true%'",
    `
rule:1:1: :livemode: is true or false; "like" is for text
  1 | :livemode: like 'true%'
      ^^^^^^^^^^^^^^^^^^^^^^^
  hint: write :livemode: or not :livemode:
`,
  ],
  [
    'a number alone',
    ':amount: and :livemode:',
    `
rule:1:1: :amount: is not true or false by itself
  1 | :amount: and :livemode:
      ^^^^^^^^
  hint: compare it, e.g. :amount: > 0
`,
  ],
  [
    'an enum alone',
    ':card_type:',
    `
rule:1:1: :card_type: is not true or false by itself
  1 | :card_type:
      ^^^^^^^^^^^
  hint: compare it, e.g. :card_type: = 'physical'
`,
  ],
  [
    'metadata alone',
    '::vip::',
    `
rule:1:1: ::vip:: is not true or false by itself
  1 | ::vip::
      ^^^^^^^
  hint: compare it, e.g. ::vip:: = 'true'
`,
  ],
  [
    'order on text',
    ":merchant_name: > 'M'",
    `
rule:1:1: :merchant_name: is text, which has no ">"
  1 | :merchant_name: > 'M'
      ^^^^^^^^^^^^^^^^^^^^^
  hint: write :merchant_name: = …, or :merchant_name: in (…)
`,
  ],
  [
    'order on a level',
    ":fraud_risk_level: >= 'elevated'",
    `
rule:1:1: :fraud_risk_level: is text, which has no ">="
  1 | :fraud_risk_level: >= 'elevated'
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write :fraud_risk_level: in ('elevated', 'highest')
`,
  ],
  [
    'order below a level',
    ":fraud_risk_level: < 'elevated'",
    `
rule:1:1: :fraud_risk_level: is text, which has no "<"
  1 | :fraud_risk_level: < 'elevated'
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write :fraud_risk_level: in ('low', 'normal')
`,
  ],
  [
    'order above the highest level',
    ":fraud_risk_level: > 'highest'",
    `
rule:1:1: :fraud_risk_level: is text, which has no ">"
  1 | :fraud_risk_level: > 'highest'
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: no value is > 'highest'
`,
  ],
  [
    'a number in quotes',
    ":fraud_risk_score: > '75'",
    `
rule:1:22: :fraud_risk_score: is a number, not text
  1 | :fraud_risk_score: > '75'
                           ^^^^
  hint: write 75, without quotes
`,
  ],
  [
    'text against a number',
    ":fraud_risk_score: = 'elevated'",
    `
rule:1:22: :fraud_risk_score: is a number, not text
  1 | :fraud_risk_score: = 'elevated'
                           ^^^^^^^^^^
  hint: write digits, e.g. 75 or 12.50
`,
  ],
  [
    'true against a number',
    ':amount: = true',
    `
rule:1:12: :amount: is a number, not true or false
  1 | :amount: = true
                 ^^^^
  hint: write digits, e.g. 75 or 12.50
`,
  ],
  [
    'numbers in quotes in a list',
    ":hour_of_day: in (1, '2')",
    `
rule:1:22: :hour_of_day: is a number, not text
  1 | :hour_of_day: in (1, '2')
                           ^^^
  hint: write 2, without quotes
`,
  ],
  [
    'like on a number',
    ":amount: like '5%'",
    `
rule:1:1: :amount: is a number; "like" is for text
  1 | :amount: like '5%'
      ^^^^^^^^^^^^^^^^^^
  hint: write e.g. :amount: > 10
`,
  ],
  [
    'includes on a number',
    ":amount: includes '5'",
    `
rule:1:1: :amount: is a number; "includes" is for text
  1 | :amount: includes '5'
      ^^^^^^^^^^^^^^^^^^^^^
  hint: write e.g. :amount: > 10
`,
  ],
  [
    'a number against text',
    ':merchant_category_code: = 5411',
    `
rule:1:28: :merchant_category_code: is text, not a number
  1 | :merchant_category_code: = 5411
                                 ^^^^
  hint: write '5411'
`,
  ],
  [
    'true against text',
    ':merchant_name: = true',
    `
rule:1:19: :merchant_name: is text, not true or false
  1 | :merchant_name: = true
                        ^^^^
  hint: write 'true'
`,
  ],
  [
    'true against metadata',
    '::vip:: = true',
    `
rule:1:11: ::vip:: is metadata, which is text
  1 | ::vip:: = true
                ^^^^
  hint: write 'true'
`,
  ],
  [
    'text against metadata as a number',
    "::age:: > '30'",
    `
rule:1:11: < and > compare numbers, not text
  1 | ::age:: > '30'
                ^^^^
  hint: write 30, without quotes
`,
  ],
  [
    'a number and text',
    ':amount: = :merchant_name:',
    `
rule:1:1: :amount: is a number, :merchant_name: is text: they can't be compared
  1 | :amount: = :merchant_name:
      ^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: compare numbers with numbers and text with text
`,
  ],
  [
    'text and a boolean',
    ':merchant_name: = :livemode:',
    `
rule:1:1: :merchant_name: is text, :livemode: is true or false: they can't be compared
  1 | :merchant_name: = :livemode:
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: compare numbers with numbers and text with text
`,
  ],
  [
    'metadata as a number and text',
    '::age:: > :merchant_name:',
    `
rule:1:1: ::age:: is metadata, :merchant_name: is text: they can't be compared
  1 | ::age:: > :merchant_name:
      ^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: compare numbers with numbers and text with text
`,
  ],
  [
    'like without %',
    ":merchant_name: like 'amazon'",
    `
rule:1:22: warning: without a % this matches the whole text only
  1 | :merchant_name: like 'amazon'
                           ^^^^^^^^
  hint: write '%amazon%', or = 'amazon' if all of it is meant
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text)).toBe(said.trim());
});
