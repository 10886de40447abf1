import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: lists, maps, structs, and what is in them.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a list of several types',
    `
event login
x := ["a", 1]
`,
    `
a.scowl:2:12: a list holds values of one type: this is an int, what stands before a string
  2 | x := ["a", 1]
                 ^
  hint: write String(…) or Float(…) of it
`,
  ],
  [
    'a map of several types',
    `
event login
x := map{"a": 1, "b": true}
`,
    `
a.scowl:2:23: a map holds values of one type: this is a bool, what stands before an int
  2 | x := map{"a": 1, "b": true}
                            ^^^^
  hint: write String(…) or Float(…) of it
`,
  ],
  [
    'a struct with a field twice',
    `
event login
x := {a: 1, a: 2}
`,
    `
a.scowl:2:13: the struct has two fields a
  2 | x := {a: 1, a: 2}
                  ^
  hint: leave one of them out
`,
  ],
  [
    'Case with several types',
    `
event login
x := Case(when ok then 1 default "none")
`,
    `
a.scowl:2:34: Case gives values of one type: this is a string, what stands before an int
  2 | x := Case(when ok then 1 default "none")
                                       ^^^^^^
  hint: write String(…) or Float(…) of it
`,
  ],
  [
    'Case on a number',
    `
event login
x := Case(when 5 then 1)
`,
    `
a.scowl:2:16: 5 is an int, not a bool
  2 | x := Case(when 5 then 1)
                     ^
  hint: compare it, e.g. 5 > 0
`,
  ],
  [
    'a field that a struct does not have',
    `
event login
d := $.d as {city: string}
x := d.ctiy
`,
    `
a.scowl:3:6: d has no field ctiy
  3 | x := d.ctiy
           ^^^^^^
  hint: did you mean city?
`,
  ],
  [
    'a field of a map',
    `
event login
m := $.m as map{string: int}
x := m.a
`,
    `
a.scowl:3:6: m is a map, which is read by key
  3 | x := m.a
           ^^^
  hint: write m["a"]
`,
  ],
  [
    'a field of a text',
    `
event login
plan := $.plan as string
x := plan.Len
`,
    `
a.scowl:3:6: plan is a string, which has no fields
  3 | x := plan.Len
           ^^^^^^^^
  hint: write Len(plan)
`,
  ],
  [
    'a field of an input of the built-in event',
    `
event authorization
x := card.country
`,
    `
a.scowl:2:6: card is a string, which has no fields
  2 | x := card.country
           ^^^^^^^^^^^^
`,
  ],
  [
    'a field of a feature that is no struct',
    `
event login
d := 5
x := d.city
`,
    `
a.scowl:3:6: d is an int, which has no fields
  3 | x := d.city
           ^^^^^^
`,
  ],
  [
    'an index of a struct',
    `
event login
d := $.d as {city: string}
x := d["city"]
`,
    `
a.scowl:3:6: d is a struct, which is not read by index
  3 | x := d["city"]
           ^^^^^^^^^
  hint: write d.city
`,
  ],
  [
    'a text as an index of a list',
    `
event login
l := $.l as [int]
x := l["a"]
`,
    `
a.scowl:3:8: "a" is a string, not an int
  3 | x := l["a"]
             ^^^
  hint: items are counted from 0
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
