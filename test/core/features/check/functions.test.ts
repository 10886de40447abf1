import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: functions, and what is known of the language and not built.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'a misspelt function',
    `
event login
x := EmailDomian(email)
`,
    `
a.scowl:2:6: there is no function EmailDomian
  2 | x := EmailDomian(email)
           ^^^^^^^^^^^
  hint: did you mean EmailDomain?
`,
  ],
  [
    'an unknown function',
    `
event login
x := Frobnicate(email)
`,
    `
a.scowl:2:6: there is no function Frobnicate
  2 | x := Frobnicate(email)
           ^^^^^^^^^^
`,
  ],
  [
    'a function without its argument',
    `
event login
x := EmailDomain()
`,
    `
a.scowl:2:6: EmailDomain takes email: nothing is given
  2 | x := EmailDomain()
           ^^^^^^^^^^^^^
  hint: e.g. EmailDomain("jane@B.co") = "b.co"
`,
  ],
  [
    'a function that takes nothing',
    `
event login
x := EventTime(1)
`,
    `
a.scowl:2:16: EventTime takes nothing: one is given
  2 | x := EventTime(1)
                     ^
  hint: e.g. EventTime() > Time("2020-01-01")
`,
  ],
  [
    'a function with too many arguments',
    `
event login
x := EmailDomain(email, 1)
`,
    `
a.scowl:2:25: EmailDomain takes email: 2 are given
  2 | x := EmailDomain(email, 1)
                              ^
  hint: e.g. EmailDomain("jane@B.co") = "b.co"
`,
  ],
  [
    'a function of another type',
    `
event login
x := EmailDomain(5)
`,
    `
a.scowl:2:18: EmailDomain takes a string as email; this is an int
  2 | x := EmailDomain(5)
                       ^
  hint: e.g. EmailDomain("jane@B.co") = "b.co"
`,
  ],
  [
    'If with two types',
    `
event login
x := If(ok, 1, "a")
`,
    `
a.scowl:2:16: If gives one type: an int before, and this is a string
  2 | x := If(ok, 1, "a")
                     ^^^
  hint: e.g. If(2 > 1, "more", "less") = "more"
`,
  ],
  [
    'an input that is used as two types',
    `
event login
x := EmailDomain(contact)
y := contact + 1
`,
    `
a.scowl:3:6: contact is a string at a.scowl:2:18, and a number here
  3 | y := contact + 1
           ^^^^^^^
  hint: declare which it is, e.g. contact := $.contact as float?
`,
  ],
  [
    'an input that is used as two types by functions',
    `
event login
x := Lower(contact)
y := Hour(contact)
`,
    `
a.scowl:3:11: contact is a string at a.scowl:2:12, and a time here
  3 | y := Hour(contact)
                ^^^^^^^
  hint: declare which it is, e.g. contact := $.contact as time?
`,
  ],
  [
    'an input that is compared with two types',
    `
event login
x := plan = "pro"
y := plan = 5
`,
    `
a.scowl:3:6: plan is a string at a.scowl:2:6, 5 is an int: they can't be compared
  3 | y := plan = 5
           ^^^^^^^^
  hint: write "5"
`,
  ],
  [
    'an input that is personal by its name and used as a number',
    `
event login
x := email * 2
`,
    `
a.scowl:2:6: email is a string by its name, and a number here
  2 | x := email * 2
           ^^^^^
  hint: declare which it is, e.g. email := $.email as float?
`,
  ],
  [
    'a function with clauses',
    `
event login
x := Len(ip by user_id last 1 day)
`,
    `
a.scowl:2:6: Len is a function of one event, which takes no clauses
  2 | x := Len(ip by user_id last 1 day)
           ^^^
  hint: write e.g. Count(Len(…) by … last 1 day)
`,
  ],
  [
    'DecayedCount is not built',
    `
event login
x := DecayedCount(by ip last 1 day)
`,
    `
a.scowl:2:6: Scowl has DecayedCount, Countersign does not, yet
  2 | x := DecayedCount(by ip last 1 day)
           ^^^^^^^^^^^^
  hint: write Count(…) over a window
`,
  ],
  [
    'DecayedSum is not built',
    `
event login
x := DecayedSum(amount by ip last 1 day)
`,
    `
a.scowl:2:6: Scowl has DecayedSum, Countersign does not, yet
  2 | x := DecayedSum(amount by ip last 1 day)
           ^^^^^^^^^^
  hint: write Sum(…) over a window
`,
  ],
  [
    'DecayedAverage is not built',
    `
event login
x := DecayedAverage(amount by ip last 1 day)
`,
    `
a.scowl:2:6: Scowl has DecayedAverage, Countersign does not, yet
  2 | x := DecayedAverage(amount by ip last 1 day)
           ^^^^^^^^^^^^^^
  hint: write Average(…) over a window
`,
  ],
  [
    'HyperLogLog is not built',
    `
event login
x := HyperLogLog(ip by user_id last 1 day)
`,
    `
a.scowl:2:6: Scowl has HyperLogLog, Countersign does not, yet
  2 | x := HyperLogLog(ip by user_id last 1 day)
           ^^^^^^^^^^^
  hint: write CountUnique(…): it is exact for as long as a key has few events, and a sketch beyond
`,
  ],
  [
    'Sequence is not built',
    `
event login
x := Sequence(ip by user_id last 1 day)
`,
    `
a.scowl:2:6: Scowl has Sequence, Countersign does not, yet
  2 | x := Sequence(ip by user_id last 1 day)
           ^^^^^^^^
  hint: write First(…), Latest(…) or CountUnique(…)
`,
  ],
  [
    'Set is not built',
    `
event login
x := Set(ip by user_id last 1 day)
`,
    `
a.scowl:2:6: Scowl has Set, Countersign does not, yet
  2 | x := Set(ip by user_id last 1 day)
           ^^^
  hint: write CountUnique(…) for how many there are
`,
  ],
  [
    'VectorAverage is not built',
    `
event login
x := VectorAverage(v by user_id last 1 day)
`,
    `
a.scowl:2:6: Scowl has VectorAverage, Countersign does not, yet
  2 | x := VectorAverage(v by user_id last 1 day)
           ^^^^^^^^^^^^^
  hint: write Average(…) of each number
`,
  ],
  [
    'Lookup is not built',
    `
event login
x := Lookup<geoip>(lat, lng by zip)
`,
    `
a.scowl:2:6: Scowl has Lookup, Countersign does not, yet
  2 | x := Lookup<geoip>(lat, lng by zip)
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: send the value with the event and declare it as an input, or read a list in a rule: … in @list
`,
  ],
  [
    'ModelPredict is not built',
    `
event login
x := ModelPredict<risk>({a: 1})
`,
    `
a.scowl:2:6: Scowl has ModelPredict, Countersign does not, yet
  2 | x := ModelPredict<risk>({a: 1})
           ^^^^^^^^^^^^
  hint: send the score with the event and declare it as an input
`,
  ],
  [
    'ParseUrl is not built',
    `
event login
x := ParseUrl(url)
`,
    `
a.scowl:2:6: Scowl has ParseUrl, Countersign does not, yet
  2 | x := ParseUrl(url)
           ^^^^^^^^
  hint: write RegistrableDomain(…), or send the part of the address with the event
`,
  ],
  [
    'FormatTime is not built',
    `
event login
x := FormatTime(EventTime(), "2006")
`,
    `
a.scowl:2:6: Scowl has FormatTime, Countersign does not, yet
  2 | x := FormatTime(EventTime(), "2006")
           ^^^^^^^^^^
  hint: write Hour(…), Day(…) or DayOfWeek(…)
`,
  ],
  [
    'AsTimezone is not built',
    `
event login
x := AsTimezone(EventTime(), "UTC")
`,
    `
a.scowl:2:6: Scowl has AsTimezone, Countersign does not, yet
  2 | x := AsTimezone(EventTime(), "UTC")
           ^^^^^^^^^^
  hint: write the zone where it matters, e.g. Hour(EventTime(), "Europe/Paris")
`,
  ],
  [
    'GibberishNameScore is not built',
    `
event login
x := GibberishNameScore(name)
`,
    `
a.scowl:2:6: Scowl has GibberishNameScore, Countersign does not, yet
  2 | x := GibberishNameScore(name)
           ^^^^^^^^^^^^^^^^^^
`,
  ],
  [
    'Assert is not built',
    `
event login
x := Assert(ok)
`,
    `
a.scowl:2:6: Scowl has Assert, Countersign does not, yet
  2 | x := Assert(ok)
           ^^^^^^
  hint: write Case(when … then …)
`,
  ],
  [
    'IfError is not built',
    `
event login
x := IfError(ok, false)
`,
    `
a.scowl:2:6: Scowl has IfError, Countersign does not, yet
  2 | x := IfError(ok, false)
           ^^^^^^^
  hint: bad input gives null here: write Coalesce(…, …)
`,
  ],
  [
    'Ratio is not built',
    `
event login
x := Ratio(ok by ip last 1 day)
`,
    `
a.scowl:2:6: Scowl has Ratio, Countersign does not, yet
  2 | x := Ratio(ok by ip last 1 day)
           ^^^^^
  hint: write Count(… where …) / Count(…)
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
