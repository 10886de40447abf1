import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: arithmetic on what is no number.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    '+ of texts',
    `
event login
x := "a" + "b"
`,
    `
a.scowl:2:6: "a" is a string, not a number
  2 | x := "a" + "b"
           ^^^
  hint: texts are joined by Concat(…, …)
`,
  ],
  [
    '+ of an undeclared input and a text',
    `
event login
x := a + "b"
`,
    `
a.scowl:2:10: "b" is a string, not a number
  2 | x := a + "b"
               ^^^
  hint: texts are joined by Concat(…, …)
`,
  ],
  [
    '+ of a long text',
    `
event login
x := 1 + Concat("a text that is too long", " to be said again")
`,
    `
a.scowl:2:10: this is a string, not a number
  2 | x := 1 + Concat("a text that is too long", " to be said again")
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: texts are joined by Concat(…, …)
`,
  ],
  [
    'not of what stands on two lines',
    `
event login
x := not Concat(
  "a")
`,
    `
a.scowl:2:10: this is a string, not a bool
  2 | x := not Concat(
               ^^^^^^^
  hint: compare it, e.g. … = "…"
`,
  ],
  [
    'a value that is missing, said once',
    `
event login
x := ip =
y := 1
`,
    `
a.scowl:2:10: a value is missing here
  2 | x := ip =
               ^
  hint: write e.g. amount > 100
`,
  ],
  [
    '+ of a bool',
    `
event login
ok := $.ok as bool
x := 1 + ok
`,
    `
a.scowl:3:10: ok is a bool, not a number
  3 | x := 1 + ok
               ^^
  hint: write If(ok, 1, 0)
`,
  ],
  [
    'arithmetic with null',
    `
event login
x := 1 + null
`,
    `
a.scowl:2:6: + with null is null
  2 | x := 1 + null
           ^^^^^^^^
  hint: write what is meant where there is no value
`,
  ],
  [
    'a time and a number',
    `
event login
x := EventTime() - 5
`,
    `
a.scowl:2:6: EventTime() is a time, 5 an int: they can't be subtracted
  2 | x := EventTime() - 5
           ^^^^^^^^^^^^^^^
  hint: write a duration with its unit, e.g. 5 minutes
`,
  ],
  [
    'two times added',
    `
event login
t := $.t as time
x := EventTime() + t
`,
    `
a.scowl:3:6: EventTime() is a time, t a time: they can't be added
  3 | x := EventTime() + t
           ^^^^^^^^^^^^^^^
  hint: a time less a time is a duration; a time and a duration are a time
`,
  ],
  [
    'a duration times a duration',
    `
event login
x := 1 day * 2 days
`,
    `
a.scowl:2:6: 1 day is a duration, 2 days a duration: they can't be multiplied
  2 | x := 1 day * 2 days
           ^^^^^^^^^^^^^^
  hint: a time less a time is a duration; a time and a duration are a time
`,
  ],
  [
    '- of a text',
    `
event login
plan := $.plan as string
x := -plan
`,
    `
a.scowl:3:7: plan is a string, not a number or a duration
  3 | x := -plan
            ^^^^
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
