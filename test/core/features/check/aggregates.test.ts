import { expect, test } from 'vitest';
import { faultsOf } from './sample.ts';

// What each trouble says, whole: aggregates.
const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'no window',
    `
event login
x := Count(by ip)
`,
    `
a.scowl:2:6: warning: Count has no window: the last 90 days are counted
  2 | x := Count(by ip)
           ^^^^^
  hint: write last 90 days, or less
`,
  ],
  [
    'no key',
    `
event login
x := Count(last 1 day)
`,
    `
a.scowl:2:6: warning: Count has no key: every login counts together
  2 | x := Count(last 1 day)
           ^^^^^
  hint: write by and what it is counted by, e.g. by ip
`,
  ],
  [
    'no key over another event',
    `
event login
event purchase
x := Count<login>(last 1 day)
`,
    `
a.scowl:3:6: warning: Count has no key: every login counts together
  3 | x := Count<login>(last 1 day)
           ^^^^^
  hint: write by and what it is counted by, e.g. by ip
`,
  ],
  [
    'too long a window',
    `
event login
x := Count(by ip last 401 days)
`,
    `
a.scowl:2:23: a window of 401 days is too long
  2 | x := Count(by ip last 401 days)
                            ^^^^^^^^
  hint: write last 400 days at most
`,
  ],
  [
    'too short a window',
    `
event login
x := Count(by ip last 0.0001 seconds)
`,
    `
a.scowl:2:23: a window has at least a millisecond
  2 | x := Count(by ip last 0.0001 seconds)
                            ^^^^^^^^^^^^^^
  hint: write e.g. last 5 minutes
`,
  ],
  [
    'limit',
    `
event login
x := Count(by ip last 1 day limit 3)
`,
    `
a.scowl:2:35: Scowl has limit, Countersign does not, yet
  2 | x := Count(by ip last 1 day limit 3)
                                        ^
  hint: leave it out: a window bounds what is counted
`,
  ],
  [
    'several events',
    `
event login
event purchase
x := Count<login, purchase>(by ip last 1 day)
`,
    `
a.scowl:3:19: Scowl has aggregates over several events, Countersign does not, yet
  3 | x := Count<login, purchase>(by ip last 1 day)
                        ^^^^^^^^
  hint: write Count<login>(…) + Count<purchase>(…)
`,
  ],
  [
    'a misspelt event',
    `
event login
event purchase
x := Count<logn>(by ip last 1 day)
`,
    `
a.scowl:3:12: there is no event logn
  3 | x := Count<logn>(by ip last 1 day)
                 ^^^^
  hint: did you mean login?
`,
  ],
  [
    'an unknown event',
    `
event login
x := Count<refund>(by ip last 1 day)
`,
    `
a.scowl:2:12: there is no event refund
  2 | x := Count<refund>(by ip last 1 day)
                 ^^^^^^
  hint: declare it, with or without features: event refund
`,
  ],
  [
    'an aggregate within the value of another',
    `
event login
x := Max(Count(by ip last 1 day) by user_id last 5 days)
`,
    `
a.scowl:2:10: Count can't stand inside of Max: give it a name first
  2 | x := Max(Count(by ip last 1 day) by user_id last 5 days)
               ^^^^^
  hint: declare it as a feature, e.g. counted := Count(…), and write counted here
`,
  ],
  [
    'an aggregate within the where of another',
    `
event login
x := Count(by user_id where Count(by ip last 1 day) > 3 last 5 days)
`,
    `
a.scowl:2:29: Count can't stand inside of Count: give it a name first
  2 | x := Count(by user_id where Count(by ip last 1 day) > 3 last 5 days)
                                  ^^^^^
  hint: declare it as a feature, e.g. counted := Count(…), and write counted here
`,
  ],
  [
    'an aggregate within the key of another',
    `
event login
x := Count(by Count(by ip last 1 day) last 5 days)
`,
    `
a.scowl:2:15: Count can't stand inside of Count: give it a name first
  2 | x := Count(by Count(by ip last 1 day) last 5 days)
                    ^^^^^
  hint: declare it as a feature, e.g. counted := Count(…), and write counted here
`,
  ],
  [
    'an aggregate within after',
    `
event login
x := Count(by ip after LatestTime(by ip last 1 day) last 5 days)
`,
    `
a.scowl:2:24: LatestTime can't stand inside of Count: give it a name first
  2 | x := Count(by ip after LatestTime(by ip last 1 day) last 5 days)
                             ^^^^^^^^^^
  hint: declare it as a feature, e.g. counted := LatestTime(…), and write counted here
`,
  ],
  [
    'Sum of nothing',
    `
event login
x := Sum(by ip last 1 day)
`,
    `
a.scowl:2:6: Sum of what? A value is missing
  2 | x := Sum(by ip last 1 day)
           ^^^
  hint: write e.g. Sum(amount by … last 1 day)
`,
  ],
  [
    'Sum of two',
    `
event login
x := Sum(a, b by ip last 1 day)
`,
    `
a.scowl:2:13: Sum takes one value
  2 | x := Sum(a, b by ip last 1 day)
                  ^
  hint: write one Sum for each
`,
  ],
  [
    'Count of two',
    `
event login
x := Count(a, b by ip last 1 day)
`,
    `
a.scowl:2:15: Count takes one value
  2 | x := Count(a, b by ip last 1 day)
                    ^
  hint: for different pairs write CountUnique(a, b)
`,
  ],
  [
    'CountUnique of nothing',
    `
event login
x := CountUnique(by ip last 1 day)
`,
    `
a.scowl:2:6: CountUnique of what? A value is missing
  2 | x := CountUnique(by ip last 1 day)
           ^^^^^^^^^^^
  hint: write e.g. CountUnique(amount by … last 1 day)
`,
  ],
  [
    'Sum of true or false',
    `
event login
ok := $.ok as bool
x := Sum(ok by ip last 1 day)
`,
    `
a.scowl:3:10: ok is a bool, not a number or a duration
  3 | x := Sum(ok by ip last 1 day)
               ^^
  hint: write Count(… where ok)
`,
  ],
  [
    'Average of true or false',
    `
event login
ok := $.ok as bool
x := Average(ok by ip last 1 day)
`,
    `
a.scowl:3:14: ok is a bool, not a number or a duration
  3 | x := Average(ok by ip last 1 day)
                   ^^
  hint: write Average(If(ok, 1, 0) …)
`,
  ],
  [
    'Sum of text',
    `
event login
plan := $.plan as string
x := Sum(plan by ip last 1 day)
`,
    `
a.scowl:3:10: plan is a string, not a number or a duration
  3 | x := Sum(plan by ip last 1 day)
               ^^^^
  hint: write CountUnique(plan …) for how many different ones, or Sum(Float(plan) …)
`,
  ],
  [
    'Max of text',
    `
event login
plan := $.plan as string
x := Max(plan by ip last 1 day)
`,
    `
a.scowl:3:10: plan is a string, not a number, a duration or a time
  3 | x := Max(plan by ip last 1 day)
               ^^^^
  hint: write CountUnique(plan …) for how many different ones, or Max(Float(plan) …)
`,
  ],
  [
    'Sum of a time',
    `
event login
x := Sum(EventTime() by ip last 1 day)
`,
    `
a.scowl:2:10: EventTime() is a time, not a number or a duration
  2 | x := Sum(EventTime() by ip last 1 day)
               ^^^^^^^^^^^
`,
  ],
  [
    'Count of true or false',
    `
event login
ok := $.ok as bool
x := Count(ok by ip last 1 day)
`,
    `
a.scowl:3:12: warning: Count(ok) counts where ok is known, true or false
  3 | x := Count(ok by ip last 1 day)
                 ^^
  hint: write Count(… where ok) to count where it is true
`,
  ],
  [
    'First of what is personal',
    `
event login
x := First(email by ip last 1 day)
`,
    `
a.scowl:2:12: First would keep email, which tells something of a person, in the counters
  2 | x := First(email by ip last 1 day)
                 ^^^^^
  hint: write CountUnique(email …), or First(EmailDomain(…) …)
`,
  ],
  [
    'Latest of a struct with something personal',
    `
event login
x := Latest({ip, email} by user_id last 1 day)
`,
    `
a.scowl:2:13: Latest would keep {ip, email}, which tells something of a person, in the counters
  2 | x := Latest({ip, email} by user_id last 1 day)
                  ^^^^^^^^^^^
  hint: write CountUnique({ip, email} …), or Latest(EmailDomain(…) …)
`,
  ],
  [
    'Sum of an amount in its own currency',
    `
event authorization
x := Sum(amount by card last 1 day)
`,
    `
a.scowl:2:10: warning: Sum(amount) mixes currencies: a second one in the window makes it missing
  2 | x := Sum(amount by card last 1 day)
               ^^^^^^
  hint: amount_in_usd mixes freely
`,
  ],
  [
    'Average of a feature that is an amount',
    `
event authorization
spent := amount
x := Average(spent by card last 1 day)
`,
    `
a.scowl:3:14: warning: Average(spent) mixes currencies: a second one in the window makes it missing
  3 | x := Average(spent by card last 1 day)
                   ^^^^^
  hint: amount_in_usd mixes freely
`,
  ],
  [
    'Max of what is computed from an amount',
    `
event authorization
twice := amount * 2
x := Max(Coalesce(twice, 0) by card last 1 day)
`,
    `
a.scowl:3:10: warning: Max(Coalesce(twice, 0)) mixes currencies: a computed amount has none, and yen are taken for dollars
  3 | x := Max(Coalesce(twice, 0) by card last 1 day)
               ^^^^^^^^^^^^^^^^^^
  hint: amount_in_usd mixes freely
`,
  ],
];

test.each(TROUBLES)('%s', (_, text, expected) => {
  expect(faultsOf(text.trim())).toBe(expected.trim());
});
