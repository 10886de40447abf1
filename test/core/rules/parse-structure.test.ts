import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: conditions that are not put together.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'an empty condition',
    '',
    `
rule:1:1: the condition is empty
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'only a comment',
    '# later',
    `
rule:1:8: the condition is empty
  1 | # later
             ^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'no connective',
    ':amount: > 5 :livemode:',
    `
rule:1:14: "and" or "or" is missing before :livemode:
  1 | :amount: > 5 :livemode:
                   ^^^^^^^^^^
  hint: join comparisons with "and" or "or"
`,
  ],
  [
    'a parenthesis that closes nothing',
    ':amount: > 5) and :livemode:',
    `
rule:1:13: this parenthesis closes nothing
  1 | :amount: > 5) and :livemode:
                  ^
  hint: leave it out
`,
  ],
  [
    'a parenthesis that is never closed',
    '(:amount: > 5 and :livemode:',
    `
rule:1:1: this parenthesis is never closed
  1 | (:amount: > 5 and :livemode:
      ^
  hint: write ) where it ends
`,
  ],
  [
    'empty parentheses',
    '() and :livemode:',
    `
rule:1:2: a comparison is missing before this parenthesis
  1 | () and :livemode:
       ^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'and at the beginning',
    'and :livemode:',
    `
rule:1:1: a comparison is missing before "and"
  1 | and :livemode:
      ^^^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'and at the end',
    ':livemode: and',
    `
rule:1:15: the condition breaks off here
  1 | :livemode: and
                    ^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'and twice',
    ':livemode: and and :is_3d_secure:',
    `
rule:1:16: a comparison is missing before "and"
  1 | :livemode: and and :is_3d_secure:
                     ^^^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'not alone',
    'not',
    `
rule:1:4: the condition breaks off here
  1 | not
         ^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'an operator at the beginning',
    '> 5 and :livemode:',
    `
rule:1:1: a comparison begins with an attribute, not with >
  1 | > 5 and :livemode:
      ^
  hint: write e.g. :amount: > 100
`,
  ],
  [
    'trailing text',
    ':livemode: then decline',
    `
rule:1:12: "then" can't stand here
  1 | :livemode: then decline
                 ^^^^
  hint: join comparisons with "and" or "or"
`,
  ],
  [
    'trailing text in parentheses',
    '(:livemode: then decline) and :is_3d_secure:',
    `
rule:1:13: "then" can't stand here
  1 | (:livemode: then decline) and :is_3d_secure:
                  ^^^^
  hint: join comparisons with "and" or "or"
`,
  ],
  [
    'a second rule',
    ":card_type: = 'virtual' Block if :livemode:",
    `
rule:1:25: "Block" can't stand here
  1 | :card_type: = 'virtual' Block if :livemode:
                              ^^^^^
  hint: one rule ends here: write the next one apart
`,
  ],
  [
    'a rule instead of its condition',
    'Block if :livemode:',
    `
rule:1:1: only the condition is wanted here
  1 | Block if :livemode:
      ^^^^^^^^
  hint: leave out "Block if"
`,
  ],
  [
    'a semicolon',
    ':livemode: ;',
    `
rule:1:12: ";" means nothing here
  1 | :livemode: ;
                 ^
  hint: leave it out
`,
  ],
  [
    'several faults at once',
    ":fraud_score > 75 and :card_type: == 'virtual' or :amount: > $1 and (:livemode:",
    `
rule:1:1: the colon after :fraud_score is missing
  1 | :fraud_score > 75 and :card_type: == 'virtual' or :amount: > $1 and (:livemode:
      ^^^^^^^^^^^^
  hint: write :fraud_score:
rule:1:35: there is no operator "=="
  1 | :fraud_score > 75 and :card_type: == 'virtual' or :amount: > $1 and (:livemode:
                                        ^^
  hint: write =
rule:1:62: a number has no currency sign
  1 | :fraud_score > 75 and :card_type: == 'virtual' or :amount: > $1 and (:livemode:
                                                                   ^^
  hint: write 1
rule:1:69: this parenthesis is never closed
  1 | :fraud_score > 75 and :card_type: == 'virtual' or :amount: > $1 and (:livemode:
                                                                          ^
  hint: write ) where it ends
rule:1:1: there is no attribute :fraud_score:
  1 | :fraud_score > 75 and :card_type: == 'virtual' or :amount: > $1 and (:livemode:
      ^^^^^^^^^^^^
  hint: did you mean :fraud_risk_score:?
`,
  ],
];

test.each(TROUBLES)('%s is named, located and mended', (_trouble, text, said) => {
  expect(faultsOf(text)).toBe(said.trim());
});
