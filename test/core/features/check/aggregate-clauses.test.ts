import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: clauses of aggregates, and keys.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'where that is no condition',
    `
event login
n := $.n as int
x := Count(by ip where n last 1 day)
`,
    `
a.scowl:3:24: n is an int, not a bool
  3 | x := Count(by ip where n last 1 day)
                             ^
  hint: compare it, e.g. n > 0
`,
  ],
  [
    'after what is no time',
    `
event login
n := $.n as int
x := Count(by ip after n last 1 day)
`,
    `
a.scowl:3:24: n is an int, not a time
  3 | x := Count(by ip after n last 1 day)
                             ^
  hint: write a time, e.g. after changed_at, declared as changed_at := $.changed_at as time?
`,
  ],
  [
    'a key that is a map',
    `
event login
m := $.m as map{string: int}
x := Count(by m last 1 day)
`,
    `
a.scowl:3:15: m is a map, which is no key
  3 | x := Count(by m last 1 day)
                    ^
  hint: write its parts, e.g. by a.x, a.y
`,
  ],
  [
    'an outcome as a key',
    `
event authorization
x := Count(by is_approved last 1 day)
`,
    `
a.scowl:2:15: is_approved says what became of an earlier authorization: it is a condition of an aggregate over them
  2 | x := Count(by is_approved last 1 day)
                    ^^^^^^^^^^^
  hint: write it in where, joined to the rest by and: where is_approved and …
`,
  ],
  [
    'Sum of a long text',
    `
event login
x := Sum(Concat("a text that is too long", " to be said again") by ip last 1 day)
`,
    `
a.scowl:2:10: this is a string, not a number or a duration
  2 | x := Sum(Concat("a text that is too long", " to be said again") by ip last 1 day)
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write CountUnique(… …) for how many different ones, or Sum(Float(…) …)
`,
  ],
  [
    'a key that is personal in one event and a plain input in the built-in one',
    `
event login
event authorization
x := Count<login>(by card as full_name last 1 day)
`,
    `
a.scowl:3:22: warning: this key is personal in login and not in authorization: only what looks personal is found
  3 | x := Count<login>(by card as full_name last 1 day)
                           ^^^^
`,
  ],
  [
    'keys of two types',
    `
event login
id := $.id as int
event purchase
id := $.id as string
x := Count<login>(by id last 1 day)
`,
    `
a.scowl:5:22: id of purchase is a string, id of login an int: they are never equal
  5 | x := Count<login>(by id last 1 day)
                           ^^
  hint: write String(…) of the one that is no string
`,
  ],
  [
    'a key that the built-in event does not have',
    `
event authorization
x := Count<login>(by user_id last 1 day)
event login
`,
    `
a.scowl:2:22: authorization has no user_id
  2 | x := Count<login>(by user_id last 1 day)
                           ^^^^^^^
  hint: write by cardholder_email as user_id, or by cardholder_metadata["user_id"] as user_id
`,
  ],
  [
    'a misspelt key of the built-in event',
    `
event authorization
x := Count<login>(by crad last 1 day)
event login
`,
    `
a.scowl:2:22: authorization has no crad
  2 | x := Count<login>(by crad last 1 day)
                           ^^^^
  hint: did you mean card?
`,
  ],
  [
    'a key of its own that the built-in event does not have',
    `
event authorization
x := Count(by user_id last 1 day)
`,
    `
a.scowl:2:15: authorization has no user_id
  2 | x := Count(by user_id last 1 day)
                    ^^^^^^^
  hint: write by cardholder_email, or by cardholder_metadata["user_id"]
`,
  ],
  [
    'a key that the built-in event that is counted does not have',
    `
event purchase
x := Count<authorization>(by user_id last 1 day)
`,
    `
a.scowl:2:30: authorization has no user_id
  2 | x := Count<authorization>(by user_id last 1 day)
                                   ^^^^^^^
  hint: write by user_id as cardholder_email
`,
  ],
  [
    'a misspelt key of the built-in event that is counted',
    `
event purchase
x := Count<authorization>(by user_id as cardholder_emial last 1 day)
`,
    `
a.scowl:2:41: authorization has no cardholder_emial
  2 | x := Count<authorization>(by user_id as cardholder_emial last 1 day)
                                              ^^^^^^^^^^^^^^^^
  hint: did you mean cardholder_email?
`,
  ],
  [
    'a key that is personal in one event and declared plain in the other',
    `
event login
customer := $.customer as string
event purchase
x := Count<login>(by full_name as customer last 1 day)
`,
    `
a.scowl:4:22: warning: this key is personal in purchase and not in login: only what looks personal is found
  4 | x := Count<login>(by full_name as customer last 1 day)
                           ^^^^^^^^^
  hint: declare customer of login as personal
`,
  ],
  [
    'a key expression that is wrong in both events, said once',
    `
event login
event purchase
x := Count<login>(by Lowr(email) last 1 day)
`,
    `
a.scowl:3:22: there is no function Lowr
  3 | x := Count<login>(by Lowr(email) last 1 day)
                           ^^^^
  hint: did you mean Lower?
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
