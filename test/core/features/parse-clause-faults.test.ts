import { describe, expect, test } from 'vitest';
import { parseScowl } from '../../../src/core/features/parse.ts';
import { printProgram } from '../../../src/core/features/print.ts';
import { faultsOf } from './parsed.ts';

// What each trouble says, whole: clauses and windows.

describe('clauses', () => {
  test.each<[string, string, string]>([
    [
      'in another order',
      'a := Count(where b by ip exclusive last 5 days)',
      `
features:2:20: "by" comes before "where"
  2 | a := Count(where b by ip exclusive last 5 days)
                         ^^
  hint: the order is: value, by, where, after, last, limit, exclusive
features:2:36: "last" comes before "exclusive"
  2 | a := Count(where b by ip exclusive last 5 days)
                                         ^^^^
  hint: the order is: value, by, where, after, last, limit, exclusive
`,
    ],
    [
      'that stand twice',
      'a := Count(by ip where b where c by d last day last hour)',
      `
features:2:26: "where" stands twice
  2 | a := Count(by ip where b where c by d last day last hour)
                               ^^^^^
  hint: join conditions with "and"
features:2:34: "by" stands twice
  2 | a := Count(by ip where b where c by d last day last hour)
                                       ^^
  hint: join keys with a comma
features:2:48: "last" stands twice
  2 | a := Count(by ip where b where c by d last day last hour)
                                                     ^^^^
  hint: leave one of them out
`,
    ],
    [
      'after commas',
      'a := Sum(b, by ip, where c, last 5 days)',
      `
features:2:11: no comma stands before a clause
  2 | a := Sum(b, by ip, where c, last 5 days)
                ^
  hint: leave it out
features:2:18: no comma stands before a clause
  2 | a := Sum(b, by ip, where c, last 5 days)
                       ^
  hint: leave it out
features:2:27: no comma stands before a clause
  2 | a := Sum(b, by ip, where c, last 5 days)
                                ^
  hint: leave it out
`,
    ],
    [
      'of other languages',
      'a := Count(per ip if b within 5 days)',
      `
features:2:12: there is no clause "per"
  2 | a := Count(per ip if b within 5 days)
                 ^^^
  hint: write by; the order is: value, by, where, after, last, limit, exclusive
features:2:19: there is no clause "if"
  2 | a := Count(per ip if b within 5 days)
                        ^^
  hint: write where; the order is: value, by, where, after, last, limit, exclusive
features:2:24: there is no clause "within"
  2 | a := Count(per ip if b within 5 days)
                             ^^^^^^
  hint: write last; the order is: value, by, where, after, last, limit, exclusive
`,
    ],
    [
      'of SQL',
      'a := CountUnique(b group by ip)',
      `
features:2:20: there is no clause "group"
  2 | a := CountUnique(b group by ip)
                         ^^^^^
  hint: write by; the order is: value, by, where, after, last, limit, exclusive
`,
    ],
    [
      'with a slip of the keys',
      'a := CountUnique(user_id bye ip wher ok lst 5 days)',
      `
features:2:26: there is no clause "bye"
  2 | a := CountUnique(user_id bye ip wher ok lst 5 days)
                               ^^^
  hint: write by; the order is: value, by, where, after, last, limit, exclusive
features:2:33: there is no clause "wher"
  2 | a := CountUnique(user_id bye ip wher ok lst 5 days)
                                      ^^^^
  hint: write where; the order is: value, by, where, after, last, limit, exclusive
features:2:41: there is no clause "lst"
  2 | a := CountUnique(user_id bye ip wher ok lst 5 days)
                                              ^^^
  hint: write last; the order is: value, by, where, after, last, limit, exclusive
`,
    ],
    [
      'without keys',
      'a := Count(by)',
      `
features:2:14: nothing stands after "by"
  2 | a := Count(by)
                   ^
  hint: write e.g. by user_id
`,
    ],
    [
      'without anything after them',
      `a := Count(by ip where)
b := Count(by ip after)`,
      `
features:2:23: nothing stands after "where"
  2 | a := Count(by ip where)
                            ^
  hint: write e.g. where amount > 100
features:3:23: nothing stands after "after"
  3 | b := Count(by ip after)
                            ^
  hint: write e.g. after password_changed_at
`,
    ],
    [
      'without keys before another clause',
      'a := Count(by where b)',
      `
features:2:15: a value is missing before "where"
  2 | a := Count(by where b)
                    ^^^^^
  hint: write it; a field called "where" is declared under another name: the_where := $.where as string?
`,
    ],
    [
      'without one of the keys',
      'a := Count(by ip, last 5 days)',
      `
features:2:17: no comma stands before a clause
  2 | a := Count(by ip, last 5 days)
                      ^
  hint: leave it out
`,
    ],
    [
      'without a condition',
      'a := Count(by ip where last 5 days)',
      `
features:2:24: a value is missing before "last"
  2 | a := Count(by ip where last 5 days)
                             ^^^^
  hint: write it; a field called "last" is declared under another name: the_last := $.last as string?
`,
    ],
    [
      'with keys without commas',
      'a := Count(by ip, user agent)',
      `
features:2:24: a comma is missing before agent
  2 | a := Count(by ip, user agent)
                             ^^^^^
  hint: write a comma between two values
`,
    ],
    [
      'without a name after as',
      'a := Count<login>(by email as last 5 days)',
      `
features:2:31: the name of a field is missing after "as"
  2 | a := Count<login>(by email as last 5 days)
                                    ^^^^
  hint: write e.g. by merchant_email as email
`,
    ],
    [
      'with a value after as',
      'a := Count<login>(by email as "e")',
      `
features:2:31: the name of a field is missing after "as"
  2 | a := Count<login>(by email as "e")
                                    ^^^
  hint: write e.g. by merchant_email as email
`,
    ],
    [
      'with a limit that is no number',
      'a := Sequence(b by c limit d)',
      `
features:2:28: "limit" takes a whole number
  2 | a := Sequence(b by c limit d)
                                 ^
  hint: write e.g. limit 10
`,
    ],
    [
      'with a limit that is not whole',
      'a := Sequence(b by c limit 2.5)',
      `
features:2:28: "limit" takes a whole number
  2 | a := Sequence(b by c limit 2.5)
                                 ^^^
  hint: write e.g. limit 10
`,
    ],
    [
      'that are never closed',
      `a := Count(by ip
b := 1`,
      `
features:2:11: this parenthesis is never closed
  2 | a := Count(by ip
                ^
  hint: write ) where it ends
`,
    ],
    [
      'that are never closed before =',
      `a := Count(
  by ip
  last 5 days
to_stripe = {a}`,
      `
features:2:11: this parenthesis is never closed
  2 | a := Count(
                ^
  hint: write ) where it ends
`,
    ],
    [
      'with something after them',
      `a := Count(by ip last 5 days, please) + 1
b := 1`,
      `
features:2:29: "," can't stand here
  2 | a := Count(by ip last 5 days, please) + 1
                                  ^
  hint: write ) before it, or an operator or a comma
`,
    ],
    [
      'without values between commas',
      'a := CountUnique(b,, c by d)',
      `
features:2:20: a value is missing before ","
  2 | a := CountUnique(b,, c by d)
                         ^
  hint: write e.g. amount > 100
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a window', () => {
  test.each<[string, string, string]>([
    [
      'of months',
      'a := Count(by ip last 3 months)',
      `
features:2:25: months and years are not all of one length
  2 | a := Count(by ip last 3 months)
                              ^^^^^^
  hint: write days: 90 days
`,
    ],
    [
      'of a year',
      'a := Count(by ip last year)',
      `
features:2:23: months and years are not all of one length
  2 | a := Count(by ip last year)
                            ^^^^
  hint: write days: 365 days
`,
    ],
    [
      'with ago',
      'a := Count(by ip last 5 day ago)',
      `
features:2:29: a window always reaches back from the event
  2 | a := Count(by ip last 5 day ago)
                                  ^^^
  hint: leave out "ago"
`,
    ],
    [
      'with a short unit',
      `a := Count(by ip last 90m)
b := Count(by ip last 2 hrs exclusive)`,
      `
features:2:25: there is no unit "m"
  2 | a := Count(by ip last 90m)
                              ^
  hint: write 90 minutes
features:3:25: there is no unit "hrs"
  3 | b := Count(by ip last 2 hrs exclusive)
                              ^^^
  hint: write 2 hours
`,
    ],
    [
      'with another unit',
      'a := Count(by ip last 5 fortnights)',
      `
features:2:25: "last" takes a number and a unit
  2 | a := Count(by ip last 5 fortnights)
                              ^^^^^^^^^^
  hint: write e.g. last 5 days
`,
    ],
    [
      'without a unit',
      'a := Count(by ip last 5)',
      `
features:2:24: "last" takes a number and a unit
  2 | a := Count(by ip last 5)
                             ^
  hint: write e.g. last 5 days
`,
    ],
    [
      'without anything',
      'a := Count(by ip last)',
      `
features:2:22: "last" takes a number and a unit
  2 | a := Count(by ip last)
                           ^
  hint: write e.g. last 5 days
`,
    ],
    [
      'without anything before another clause',
      'a := Count(by ip last exclusive)',
      `
features:2:23: "last" takes a number and a unit
  2 | a := Count(by ip last exclusive)
                            ^^^^^^^^^
  hint: write e.g. last 5 days
`,
    ],
    [
      'of no length',
      'a := Count(by ip last 0 days)',
      `
features:2:23: a window is longer than nothing
  2 | a := Count(by ip last 0 days)
                            ^^^^^^
  hint: write e.g. last 5 days
`,
    ],
    [
      'of a negative length',
      'a := Count(by ip last -5 days)',
      `
features:2:23: "last" takes a number and a unit
  2 | a := Count(by ip last -5 days)
                            ^
  hint: write e.g. last 5 days
`,
    ],
    [
      'in words',
      'a := Count(by ip last five days)',
      `
features:2:23: "last" takes a number and a unit
  2 | a := Count(by ip last five days)
                            ^^^^
  hint: write e.g. last 5 days
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a length of time', () => {
  test.each<[string, string, string]>([
    [
      'in months',
      'a := EventTime() - 2 months',
      `
features:2:22: months and years are not all of one length
  2 | a := EventTime() - 2 months
                           ^^^^^^
  hint: write days: 60 days
`,
    ],
    [
      'with a short unit',
      'a := b + 5d',
      `
features:2:11: there is no unit "d"
  2 | a := b + 5d
                ^
  hint: write 5 days
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

test('of a clause that stands twice, the first one counts', () => {
  const text = 'event login\na := Count(by b by c where d where e last day last hour limit 1 limit 2)';
  const { program } = parseScowl({ path: 'features', text });
  expect(printProgram(program)).toBe('event login\na := Count(by b where d last 1 day limit 1)\n');
});
