import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: declarations of events, inputs and features.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a feature declared twice',
    `
event login
x := 1
event login
x := 2
`,
    `
a.scowl:4:1: login has x already, at a.scowl:2:1
  4 | x := 2
      ^
  hint: give one of them another name
`,
  ],
  [
    'an input named like a feature',
    `
event login
x := $.x as int
x := 2
`,
    `
a.scowl:3:1: login has x already, at a.scowl:2:1
  3 | x := 2
      ^
  hint: give one of them another name
`,
  ],
  [
    'a feature named like an input of the built-in event',
    `
event authorization
amount := 5
`,
    `
a.scowl:2:1: authorization has an input amount
  2 | amount := 5
      ^^^^^^
  hint: give the feature another name
`,
  ],
  [
    'a feature named like an outcome',
    `
event authorization
is_approved := true
`,
    `
a.scowl:2:1: is_approved says what became of an earlier authorization
  2 | is_approved := true
      ^^^^^^^^^^^
  hint: give the feature another name
`,
  ],
  [
    'an input of the built-in event, declared',
    `
event authorization
amount := $.amount as float
`,
    `
a.scowl:2:1: authorization has an input amount
  2 | amount := $.amount as float
      ^^^^^^
  hint: leave the declaration out: it can be read as it is
`,
  ],
  [
    'an input that the built-in event has under another name',
    `
event authorization
merchant_contry := $.merchant_country as string
`,
    `
a.scowl:2:1: the inputs of authorization are known, merchant_contry is none of them
  2 | merchant_contry := $.merchant_country as string
      ^^^^^^^^^^^^^^^
  hint: did you mean merchant_country?
`,
  ],
  [
    'an input that the built-in event has not',
    `
event authorization
order_id := $.order_id as string
`,
    `
a.scowl:2:1: the inputs of authorization are known, order_id is none of them
  2 | order_id := $.order_id as string
      ^^^^^^^^
  hint: what you add yourself is read as card_metadata["order_id"]
`,
  ],
  [
    'an input that the built-in event has not, and that is read',
    `
event authorization
order_id := $.order_id as string
x := Len(order_id)
`,
    `
a.scowl:2:1: the inputs of authorization are known, order_id is none of them
  2 | order_id := $.order_id as string
      ^^^^^^^^
  hint: what you add yourself is read as card_metadata["order_id"]
`,
  ],
  [
    '= for :=',
    `
event login
x = 1
`,
    `
a.scowl:2:1: warning: x is declared with =, which compares
  2 | x = 1
      ^
  hint: write x := …
`,
  ],
  [
    'an event named almost like the built-in one',
    `
event authorisation
x := 1
`,
    `
a.scowl:1:7: warning: authorisation is an event of your own, not authorization
  1 | event authorisation
            ^^^^^^^^^^^^^
  hint: did you mean authorization?
`,
  ],
  [
    'a type from another language',
    `
event login
x := $.x as integer
`,
    `
a.scowl:2:13: there is no type integer
  2 | x := $.x as integer
                  ^^^^^^^
  hint: write int
`,
  ],
  [
    'a misspelt type',
    `
event login
x := $.x as flaot?
`,
    `
a.scowl:2:13: there is no type flaot
  2 | x := $.x as flaot?
                  ^^^^^
  hint: write float
`,
  ],
  [
    'an unknown type',
    `
event login
x := $.x as uuid
`,
    `
a.scowl:2:13: there is no type uuid
  2 | x := $.x as uuid
                  ^^^^
  hint: there are bool, int, float, string, time, email, phone, personal
`,
  ],
  [
    'an unknown type in a list',
    `
event login
x := $.x as [strng]
`,
    `
a.scowl:2:14: there is no type strng
  2 | x := $.x as [strng]
                   ^^^^^
  hint: write string
`,
  ],
  [
    'a struct type with a field twice',
    `
event login
x := $.x as {a: int, a: int}
`,
    `
a.scowl:2:25: the struct has two fields a
  2 | x := $.x as {a: int, a: int}
                              ^^^
  hint: leave one of them out
`,
  ],
  [
    'a fallback of another type',
    `
event login
x := $.x as int ? "none"
`,
    `
a.scowl:2:19: x is declared as an int, and this is a string
  2 | x := $.x as int ? "none"
                        ^^^^^^
  hint: write x := … as int?, which is null where it is not there
`,
  ],
  [
    'a whole number as the fallback of a text',
    `
event login
x := $.x as string ? 5
`,
    `
a.scowl:2:22: x is declared as a string, and this is an int
  2 | x := $.x as string ? 5
                           ^
  hint: write x := … as string?, which is null where it is not there
`,
  ],
  [
    'a whole number as the fallback of a number is none',
    `
event login
x := $.x as float ? 5
`,
    `

`,
  ],
  [
    'a fraction as the fallback of a whole number',
    `
event login
x := $.x as int ? 0.5
`,
    `
a.scowl:2:19: x is declared as an int, and this is a float
  2 | x := $.x as int ? 0.5
                        ^^^
  hint: write x := … as int?, which is null where it is not there
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
