import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: names, and metadata by key.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a misspelt input of the built-in event',
    `
event authorization
x := amout > 5
`,
    `
a.scowl:2:6: authorization has no amout
  2 | x := amout > 5
           ^^^^^
  hint: did you mean amount?
`,
  ],
  [
    'a misspelt feature of the built-in event',
    `
event authorization
spent_before := 5
x := spent_befor
`,
    `
a.scowl:3:6: authorization has no spent_befor
  3 | x := spent_befor
           ^^^^^^^^^^^
  hint: did you mean spent_before?
`,
  ],
  [
    'a name that the built-in event does not have',
    `
event authorization
x := order_id
`,
    `
a.scowl:2:6: authorization has no order_id
  2 | x := order_id
           ^^^^^^^^
  hint: what you add yourself is read as card_metadata["order_id"]
`,
  ],
  [
    'metadata as a whole',
    `
event authorization
x := cardholder_metadata
`,
    `
a.scowl:2:6: cardholder_metadata is a map, which is read by key
  2 | x := cardholder_metadata
           ^^^^^^^^^^^^^^^^^^^
  hint: write cardholder_metadata["user_id"]
`,
  ],
  [
    'metadata as a whole in a function',
    `
event authorization
x := Len(card_metadata)
`,
    `
a.scowl:2:10: card_metadata is a map, which is read by key
  2 | x := Len(card_metadata)
               ^^^^^^^^^^^^^
  hint: write card_metadata["user_id"]
`,
  ],
  [
    'metadata as a struct',
    `
event authorization
x := cardholder_metadata.plan
`,
    `
a.scowl:2:6: cardholder_metadata is a map, which is read by key
  2 | x := cardholder_metadata.plan
           ^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write cardholder_metadata["plan"]
`,
  ],
  [
    'metadata under a computed key',
    `
event authorization
x := cardholder_metadata[card]
`,
    `
a.scowl:2:26: the key of cardholder_metadata is a text that stands here, not one that is computed
  2 | x := cardholder_metadata[card]
                               ^^^^
  hint: write e.g. cardholder_metadata["user_id"]
`,
  ],
  [
    'metadata under a number',
    `
event authorization
x := cardholder_metadata[0]
`,
    `
a.scowl:2:26: the key of cardholder_metadata is a text that stands here, not one that is computed
  2 | x := cardholder_metadata[0]
                               ^
  hint: write e.g. cardholder_metadata["user_id"]
`,
  ],
  [
    'an input that is named almost like a declared one',
    `
event login
successful := $.ok as bool
x := Count(by ip where sucessful last 1 day)
`,
    `
a.scowl:3:24: warning: sucessful is declared nowhere, and so is read from the data of login
  3 | x := Count(by ip where sucessful last 1 day)
                             ^^^^^^^^^
  hint: did you mean successful?
`,
  ],
  [
    'an input that is named almost like a feature',
    `
event login
failed_15m := Count(by ip last 15 minutes)
x := failed_5m > 3
`,
    `
a.scowl:3:6: warning: failed_5m is declared nowhere, and so is read from the data of login
  3 | x := failed_5m > 3
           ^^^^^^^^^
  hint: did you mean failed_15m?
`,
  ],
  [
    'an outcome as an input',
    `
event authorization
x := is_approved
`,
    `
a.scowl:2:6: is_approved says what became of an earlier authorization: it is a condition of an aggregate over them
  2 | x := is_approved
           ^^^^^^^^^^^
  hint: write e.g. Count<authorization>(by … where is_approved last 1 day)
`,
  ],
  [
    'an outcome in a value',
    `
event authorization
x := Sum(If(is_approved, 1, 0) by card last 1 day)
`,
    `
a.scowl:2:13: is_approved says what became of an earlier authorization: it is a condition of an aggregate over them
  2 | x := Sum(If(is_approved, 1, 0) by card last 1 day)
                  ^^^^^^^^^^^
  hint: write it in where, joined to the rest by and: where is_approved and …
`,
  ],
  [
    'an outcome beside something else that may hold instead',
    `
event authorization
x := Count(by card where is_declined or is_card_present last 1 day)
`,
    `
a.scowl:2:26: is_declined says what became of an earlier authorization: it is a condition of an aggregate over them
  2 | x := Count(by card where is_declined or is_card_present last 1 day)
                               ^^^^^^^^^^^
  hint: write it in where, joined to the rest by and: where is_declined and …
`,
  ],
  [
    'an outcome in a function',
    `
event authorization
x := Count(by card where Coalesce(is_declined, false) last 1 day)
`,
    `
a.scowl:2:35: is_declined says what became of an earlier authorization: it is a condition of an aggregate over them
  2 | x := Count(by card where Coalesce(is_declined, false) last 1 day)
                                        ^^^^^^^^^^^
  hint: write it in where, joined to the rest by and: where is_declined and …
`,
  ],
  [
    'outcomes that exclude each other',
    `
event authorization
x := Count(by card where is_approved and is_declined last 1 day)
`,
    `
a.scowl:2:26: one authorization is never all of that: an answer is one of approved, declined and challenged
  2 | x := Count(by card where is_approved and is_declined last 1 day)
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: join what may be either by or
`,
  ],
  [
    "a feature of the reader in the writer's where",
    `
event login
total := 5
event purchase
score := amount * 2
x := Count<login>(by user_id where score > 5 last 1 day)
`,
    `
a.scowl:5:36: warning: score is looked up in login, where it is declared nowhere, not in purchase
  5 | x := Count<login>(by user_id where score > 5 last 1 day)
                                         ^^^^^
  hint: values and where of Count<login>(…) are of login: declare score there
`,
  ],
  [
    'a feature of the reader where the writer is the built-in event',
    `
event purchase
score := price * 2
x := Count<authorization>(by email as cardholder_email where score > 5 last 1 day)
`,
    `
a.scowl:3:62: authorization has no score
  3 | x := Count<authorization>(by email as cardholder_email where score > 5 last 1 day)
                                                                   ^^^^^
  hint: values and where of Count<authorization>(…) are of authorization: declare score there
`,
  ],
  [
    'fields of what nobody declared',
    `
event login
x := device.os.name
`,
    `
a.scowl:2:6: device is not declared, and nothing is known of its fields
  2 | x := device.os.name
           ^^^^^^^^^^^^^^
  hint: declare it: device_os_name := $.device.os.name as string?
`,
  ],
  [
    'a key of what nobody declared',
    `
event login
x := device["os"]
`,
    `
a.scowl:2:6: device is not declared, and nothing is known of its fields
  2 | x := device["os"]
           ^^^^^^^^^^^^
  hint: declare it: device_os := $.device.os as string?
`,
  ],
  [
    'a feature of unknown type on the built-in event',
    `
event authorization
x := Latest<login>(ip by cardholder_email as user_id last 1 day)
event login
`,
    `
a.scowl:2:1: warning: nothing tells what x is, so that rules can't read it
  2 | x := Latest<login>(ip by cardholder_email as user_id last 1 day)
      ^
  hint: declare the input that it comes from: name := $.name as string?
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
