import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: operators on what they are not for.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a number where true or false is wanted',
    `
event login
x := 5 and ok
`,
    `
a.scowl:2:6: 5 is an int, not a bool
  2 | x := 5 and ok
           ^
  hint: compare it, e.g. 5 > 0
`,
  ],
  [
    'a text where true or false is wanted',
    `
event login
plan := $.plan as string
x := not plan
`,
    `
a.scowl:3:10: plan is a string, not a bool
  3 | x := not plan
               ^^^^
  hint: compare it, e.g. plan = "…"
`,
  ],
  [
    'a time where true or false is wanted',
    `
event login
x := EventTime() or ok
`,
    `
a.scowl:2:6: EventTime() is a time, not a bool
  2 | x := EventTime() or ok
           ^^^^^^^^^^^
  hint: compare it, or write EventTime() is not null
`,
  ],
  [
    'is true of a number',
    `
event login
n := $.n as int
x := n is true
`,
    `
a.scowl:3:6: n is an int, not a bool
  3 | x := n is true
           ^
  hint: compare it, e.g. n > 0
`,
  ],
  [
    '= null',
    `
event login
x := ip = null
`,
    `
a.scowl:2:6: = with null is null, never true
  2 | x := ip = null
           ^^^^^^^^^
  hint: write ip is null
`,
  ],
  [
    '!= null, on the left',
    `
event login
x := null != ip
`,
    `
a.scowl:2:6: != with null is null, never true
  2 | x := null != ip
           ^^^^^^^^^^
  hint: write ip is not null
`,
  ],
  [
    'null in a list',
    `
event login
x := null in ["a"]
`,
    `
a.scowl:2:6: null is in nothing: this is null, never true
  2 | x := null in ["a"]
           ^^^^^^^^^^^^^
  hint: write … is null, of what may be null
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
