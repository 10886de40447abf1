import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: what goes into the metadata of a reply to Stripe.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'something personal',
    `
event authorization
to_stripe := {cardholder_email}
`,
    `
a.scowl:2:15: cardholder_email tells something of a person, and goes to Stripe's metadata in the clear
  2 | to_stripe := {cardholder_email}
                    ^^^^^^^^^^^^^^^^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
`,
  ],
  [
    'something personal under another name',
    `
event authorization
mail := NormalizeEmail(cardholder_email)
to_stripe := {who: mail}
`,
    `
a.scowl:3:15: who tells something of a person, and goes to Stripe's metadata in the clear
  3 | to_stripe := {who: mail}
                    ^^^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
`,
  ],
  [
    'something personal in a part',
    `
event authorization
to_stripe := {who: {cardholder_email}}
`,
    `
a.scowl:2:15: who tells something of a person, and goes to Stripe's metadata in the clear
  2 | to_stripe := {who: {cardholder_email}}
                    ^^^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
`,
  ],
  [
    'something personal through another struct',
    `
event authorization
all := {cardholder_email, card}
to_stripe := all
`,
    `
a.scowl:3:14: cardholder_email tells something of a person, and goes to Stripe's metadata in the clear
  3 | to_stripe := all
                   ^^^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
`,
  ],
  [
    'metadata that is personal by its key',
    `
event authorization
to_stripe := {x: card_metadata["phone"]}
`,
    `
a.scowl:2:15: x tells something of a person, and goes to Stripe's metadata in the clear
  2 | to_stripe := {x: card_metadata["phone"]}
                    ^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
`,
  ],
  [
    'an item of a list of something personal',
    `
event authorization
all := [cardholder_email]
to_stripe := {x: all[0], y: ArrayIndex(all, 0)}
`,
    `
a.scowl:3:15: x tells something of a person, and goes to Stripe's metadata in the clear
  3 | to_stripe := {x: all[0], y: ArrayIndex(all, 0)}
                    ^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
a.scowl:3:26: y tells something of a person, and goes to Stripe's metadata in the clear
  3 | to_stripe := {x: all[0], y: ArrayIndex(all, 0)}
                               ^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
`,
  ],
  [
    'a struct in it',
    `
event authorization
to_stripe := {a: {b: 1}}
`,
    `
a.scowl:2:15: a is a struct, Stripe's metadata has single values
  2 | to_stripe := {a: {b: 1}}
                    ^
  hint: write each of them as a field
`,
  ],
  [
    'a list in it',
    `
event authorization
to_stripe := {a: [1]}
`,
    `
a.scowl:2:15: a is an array, Stripe's metadata has single values
  2 | to_stripe := {a: [1]}
                    ^
  hint: write each of them as a field
`,
  ],
  [
    'no struct',
    `
event authorization
to_stripe := 5
`,
    `
a.scowl:2:14: to_stripe is a struct, this is an int
  2 | to_stripe := 5
                   ^
  hint: write to_stripe := {name}, with the features that go to Stripe
`,
  ],
  [
    'what nothing is known of',
    `
event authorization
to_stripe := Latest<login>(all by card as card last 1 day)
event login
`,
    `
a.scowl:2:1: nothing tells what to_stripe is, it is a struct
  2 | to_stripe := Latest<login>(all by card as card last 1 day)
      ^^^^^^^^^
  hint: declare the input that it comes from: name := $.name as string?
`,
  ],
  [
    'a fault beside another one',
    `
event authorization
x := Frob()
to_stripe := {x, cardholder_email}
`,
    `
a.scowl:2:6: there is no function Frob
  2 | x := Frob()
           ^^^^
a.scowl:3:18: cardholder_email tells something of a person, and goes to Stripe's metadata in the clear
  3 | to_stripe := {x, cardholder_email}
                       ^^^^^^^^^^^^^^^^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
`,
  ],
  [
    'what is computed from a fault',
    `
event authorization
x := Frob()
to_stripe := x
`,
    `
a.scowl:2:6: there is no function Frob
  2 | x := Frob()
           ^^^^
`,
  ],
  [
    'too long a name',
    `
event authorization
to_stripe := {a_name_of_forty_one_letters_is_too_long_a: 1}
`,
    `
a.scowl:2:15: a_name_of_forty_one_letters_is_too_long_a has 41 letters, Stripe takes 40 at most
  2 | to_stripe := {a_name_of_forty_one_letters_is_too_long_a: 1}
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: give it a short name: {short_name: a_name_of_forty_one_letters_is_too_long_a}
`,
  ],
  [
    'something personal of an event whose back end passes it on',
    `
event purchase
to_stripe := {email, a: [1]}
`,
    `
a.scowl:2:15: email tells something of a person, and goes to Stripe's metadata in the clear
  2 | to_stripe := {email, a: [1]}
                    ^^^^^
  hint: send what is counted of it, or EmailDomain(…), or leave it out
a.scowl:2:22: a is an array, Stripe's metadata has single values
  2 | to_stripe := {email, a: [1]}
                           ^
  hint: write each of them as a field
`,
  ],
  [
    'what is counted of persons is not personal',
    `
event authorization
people := CountUnique(cardholder_email by merchant last 1 day)
to_stripe := {people, domain: EmailDomain(cardholder_email)}
`,
    `

`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
