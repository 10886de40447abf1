import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: comparisons of what is never equal.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a text beside a number',
    `
event login
plan := $.plan as string
x := plan = 5
`,
    `
a.scowl:3:6: plan is a string, 5 is an int: they can't be compared
  3 | x := plan = 5
           ^^^^^^^^
  hint: write "5"
`,
  ],
  [
    'a number beside a text of digits',
    `
event login
n := $.n as int
x := n > "5"
`,
    `
a.scowl:3:6: n is an int, "5" is a string: they can't be compared
  3 | x := n > "5"
           ^^^^^^^
  hint: write 5, without quotes
`,
  ],
  [
    'true or false beside a text',
    `
event login
ok := $.ok as bool
x := ok = "true"
`,
    `
a.scowl:3:6: ok is a bool, "true" is a string: they can't be compared
  3 | x := ok = "true"
           ^^^^^^^^^^^
  hint: write true, without quotes
`,
  ],
  [
    'true or false beside another text',
    `
event login
ok := $.ok as bool
x := ok = "yes"
`,
    `
a.scowl:3:6: ok is a bool, "yes" is a string: they can't be compared
  3 | x := ok = "yes"
           ^^^^^^^^^^
  hint: write true or false
`,
  ],
  [
    'a time beside a text',
    `
event login
x := EventTime() > "2026-01-01"
`,
    `
a.scowl:2:6: EventTime() is a time, "2026-01-01" is a string: they can't be compared
  2 | x := EventTime() > "2026-01-01"
           ^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: a text is made a time by ParseTime(…)
`,
  ],
  [
    'a duration beside a number',
    `
event login
t := $.t as time
x := EventTime() - t > 5
`,
    `
a.scowl:3:6: EventTime() - t is a duration, 5 is an int: they can't be compared
  3 | x := EventTime() - t > 5
           ^^^^^^^^^^^^^^^^^^^
  hint: write it with its unit, e.g. 5 minutes
`,
  ],
  [
    'a text beside a number that is no literal',
    `
event login
plan := $.plan as string
n := $.n as int
x := plan = n
`,
    `
a.scowl:4:6: plan is a string, n is an int: they can't be compared
  4 | x := plan = n
           ^^^^^^^^
  hint: compare String(…) with text, or Float(…) with a number
`,
  ],
  [
    'true or false beside a number',
    `
event login
ok := $.ok as bool
x := ok = 1
`,
    `
a.scowl:3:6: ok is a bool, 1 is an int: they can't be compared
  3 | x := ok = 1
           ^^^^^^
  hint: write true or false
`,
  ],
  [
    'true or false in order',
    `
event login
ok := $.ok as bool
x := ok > false
`,
    `
a.scowl:3:6: ok is a bool, which has no ">"
  3 | x := ok > false
           ^^^^^^^^^^
  hint: write ok, or not ok
`,
  ],
  [
    'lists in order',
    `
event login
x := [1] < [2]
`,
    `
a.scowl:2:6: [1] is an array, which has no "<"
  2 | x := [1] < [2]
           ^^^^^^^^^
  hint: write = or !=
`,
  ],
  [
    'in a text',
    `
event login
plan := $.plan as string
x := "pro" in plan
`,
    `
a.scowl:3:15: plan is a string, not an array or a map
  3 | x := "pro" in plan
                    ^^^^
  hint: for a piece of text write Contains(plan, "pro")
`,
  ],
  [
    'a number in a text',
    `
event login
n := $.n as int
plan := $.plan as string
x := n in plan
`,
    `
a.scowl:4:11: plan is a string, not an array or a map
  4 | x := n in plan
                ^^^^
  hint: write n in [plan]
`,
  ],
  [
    'in a number',
    `
event login
x := ip in 5
`,
    `
a.scowl:2:12: 5 is an int, not an array or a map
  2 | x := ip in 5
                 ^
  hint: write ip in [5]
`,
  ],
  [
    'a number in a list of texts',
    `
event login
n := $.n as int
x := n in ["a", "b"]
`,
    `
a.scowl:3:6: n is an int, and the list is of another type: it is never in it
  3 | x := n in ["a", "b"]
           ^^^^^^^^^^^^^^^
  hint: each of its items is a string
`,
  ],
  [
    'a number in a map',
    `
event login
m := $.m as map{string: int}
x := 5 in m
`,
    `
a.scowl:3:6: 5 is an int, and the list is of another type: it is never in it
  3 | x := 5 in m
           ^^^^^^
  hint: the keys of a map are strings
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
