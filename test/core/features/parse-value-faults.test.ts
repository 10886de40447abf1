import { describe, expect, test } from 'vitest';
import { faultsOf } from './parsed.ts';

// What each trouble says, whole: what is no expression.

describe('an operator', () => {
  test.each<[string, string, string]>([
    [
      'without a right side',
      'a := b +',
      `
features:2:9: a value is missing here
  2 | a := b +
              ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'without a left side',
      'a := * b',
      `
features:2:6: a value is missing before "*"
  2 | a := * b
           ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'after another one',
      'a := b + * c and = d',
      `
features:2:10: a value is missing before "*"
  2 | a := b + * c and = d
               ^
  hint: write e.g. amount > 100
features:2:18: a value is missing before "="
  2 | a := b + * c and = d
                       ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'of equality twice',
      'a := b = c = d',
      `
features:2:12: comparisons are not chained
  2 | a := b = c = d
                 ^
  hint: join them with "and", or write parentheses
`,
    ],
    [
      'of order twice',
      'a := 1 < b < 5',
      `
features:2:12: comparisons are not chained
  2 | a := 1 < b < 5
                 ^
  hint: join them with "and", or write parentheses
`,
    ],
    [
      'before not',
      'a := b + not c',
      `
features:2:10: "not" can't stand after this operator
  2 | a := b + not c
               ^^^
  hint: write parentheses: (not x)
`,
    ],
    [
      'that is a plus before a value',
      'a := +5',
      `
features:2:6: no + stands before a value
  2 | a := +5
           ^
  hint: leave it out
`,
    ],
    [
      'is, with a number',
      'a := b is 5',
      `
features:2:11: "is" tests for null, true or false
  2 | a := b is 5
                ^
  hint: for other values write =
`,
    ],
    [
      'is, with nothing',
      'a := b is',
      `
features:2:10: "is" tests for null, true or false
  2 | a := b is
               ^
  hint: for other values write =
`,
    ],
    [
      'is, with another word for null',
      'a := b is not missing',
      `
features:2:15: "is" tests for null, true or false
  2 | a := b is not missing
                    ^^^^^^^
  hint: write is not null
`,
    ],
    [
      'is, with in',
      'a := b is in [1]',
      `
features:2:11: "is" tests for null, true or false
  2 | a := b is in [1]
                ^^
  hint: write in
`,
    ],
    [
      'not, without is',
      'a := b not null',
      `
features:2:8: "not" can't stand here
  2 | a := b not null
             ^^^
  hint: write is not null, not in, or and not
`,
    ],
    [
      'between',
      'a := b between 1 and 5',
      `
features:2:8: "between" can't stand here
  2 | a := b between 1 and 5
             ^^^^^^^
  hint: write x >= 1 and x <= 5
`,
    ],
    [
      'like',
      'a := b like "x"',
      `
features:2:8: "like" can't stand here
  2 | a := b like "x"
             ^^^^
  hint: write Contains(text, "part")
`,
    ],
    [
      'of a choice',
      'a := b ? c : d',
      `
features:2:8: "?" can't stand here
  2 | a := b ? c : d
             ^
  hint: write If(condition, then, otherwise)
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a bracket', () => {
  test.each<[string, string, string]>([
    [
      'that is never closed',
      `a := (b + c
d := 1`,
      `
features:2:6: this parenthesis is never closed
  2 | a := (b + c
           ^
  hint: write ) where it ends
`,
    ],
    [
      'that is never closed before =',
      `a := (b + c
d = 1`,
      `
features:2:6: this parenthesis is never closed
  2 | a := (b + c
           ^
  hint: write ) where it ends
`,
    ],
    [
      'that is never closed before an event',
      `a := F(b
event purchase
c := +`,
      `
features:2:7: this parenthesis is never closed
  2 | a := F(b
            ^
  hint: write ) where it ends
features:4:7: a value is missing here
  4 | c := +
            ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'within another one that is never closed',
      `a := F(G(b)
c := 1`,
      `
features:2:7: this parenthesis is never closed
  2 | a := F(G(b)
            ^
  hint: write ) where it ends
`,
    ],
    [
      'that is closed by another one',
      'a := [1, 2)',
      `
features:2:11: ")" can't close the bracket "["
  2 | a := [1, 2)
                ^
  hint: write ]
`,
    ],
    [
      'that closes nothing',
      'a := b]',
      `
features:2:7: "]" closes nothing
  2 | a := b]
            ^
  hint: leave it out
`,
    ],
    [
      'without anything in it',
      'a := ()',
      `
features:2:7: a value is missing before ")"
  2 | a := ()
            ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'with a word too many',
      'a := (b c) + d',
      `
features:2:9: "c" can't stand here
  2 | a := (b c) + d
              ^
  hint: write ) before it, or an operator or a comma
`,
    ],
    [
      'with values that should be a list',
      'a := b in ("x", "y")',
      `
features:2:11: values of a list stand in square brackets
  2 | a := b in ("x", "y")
                ^
  hint: write e.g. in ["a", "b"]
`,
    ],
    [
      'of an index, empty',
      'a := b[]',
      `
features:2:8: a value is missing before "]"
  2 | a := b[]
             ^
  hint: write e.g. amount > 100
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a list', () => {
  test.each<[string, string, string]>([
    [
      'without a comma',
      'a := [1 2, "x" b]',
      `
features:2:9: a comma is missing before 2
  2 | a := [1 2, "x" b]
              ^
  hint: write a comma between two values
features:2:16: a comma is missing before b
  2 | a := [1 2, "x" b]
                     ^
  hint: write a comma between two values
`,
    ],
    [
      'with two commas',
      'a := F(1,, 2)',
      `
features:2:10: a value is missing before ","
  2 | a := F(1,, 2)
               ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'of fields with =',
      'a := {b = 1, c := 2}',
      `
features:2:9: a colon stands between a name and its value
  2 | a := {b = 1, c := 2}
              ^
  hint: write name: value
features:2:16: a colon stands between a name and its value
  2 | a := {b = 1, c := 2}
                     ^^
  hint: write name: value
`,
    ],
    [
      'of fields in quotes',
      'a := {"b": 1}',
      `
features:2:7: the name of a field stands without quotes
  2 | a := {"b": 1}
            ^^^
  hint: write {name: value}, or map{"key": value}
`,
    ],
    [
      'of fields without a name',
      'a := {1, b: 2}',
      `
features:2:7: the name of a field is missing here
  2 | a := {1, b: 2}
            ^
  hint: write {name: value}, or {name} for the value of that name
`,
    ],
    [
      'of fields without a value',
      'a := {b: }',
      `
features:2:10: a value is missing before "}"
  2 | a := {b: }
               ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'of fields that can not be short',
      'a := {limit}',
      `
features:2:7: "limit" is a word of the language
  2 | a := {limit}
            ^^^^^
  hint: write {limit: value}
`,
    ],
    [
      'of keys without quotes',
      'a := map{b: 1, 2: 3}',
      `
features:2:10: a key of a map is text in quotes
  2 | a := map{b: 1, 2: 3}
               ^
  hint: write "b"
features:2:16: a key of a map is text in quotes
  2 | a := map{b: 1, 2: 3}
                     ^
  hint: write "2"
`,
    ],
    [
      'of keys without values',
      'a := map{"b", "c": }',
      `
features:2:13: the value of this key is missing
  2 | a := map{"b", "c": }
                  ^
  hint: write "b": value
features:2:20: a value is missing before "}"
  2 | a := map{"b", "c": }
                         ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'of keys without keys',
      'a := map{[]: 1}',
      `
features:2:10: a key is missing here
  2 | a := map{[]: 1}
               ^
  hint: write map{"key": value}
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a call', () => {
  test.each<[string, string, string]>([
    [
      'without a function',
      'a := b.()',
      `
features:2:8: the name of a field or a function is missing after the point
  2 | a := b.()
             ^
  hint: write e.g. address.city
`,
    ],
    [
      'with a point at its end',
      'a := b.',
      `
features:2:8: the name of a field or a function is missing after the point
  2 | a := b.
             ^
  hint: write e.g. address.city
`,
    ],
    [
      'with = in it',
      'a := F(b := 1)',
      `
features:2:10: ":=" can't stand here
  2 | a := F(b := 1)
               ^^
  hint: a value is given to a name only where a declaration begins
`,
    ],
    [
      'of an aggregate on a value',
      'a := b.Sum(by c)',
      `
features:2:8: an aggregate is not called on a value
  2 | a := b.Sum(by c)
             ^^^
  hint: write Sum(value by …)
`,
    ],
    [
      'of an aggregate without parentheses',
      'a := Count by ip last 5 days',
      `
features:2:12: "by" can't stand here
  2 | a := Count by ip last 5 days
                 ^^
  hint: clauses stand in the parentheses of an aggregate: Count(by user last 5 days)
`,
    ],
    [
      'of an aggregate without an event',
      'a := Count<>(by b)',
      `
features:2:12: the name of an event stands here, without quotes
  2 | a := Count<>(by b)
                 ^
  hint: write e.g. Count<login>(…)
`,
    ],
    [
      'of an aggregate with an event in quotes',
      'a := Count<"login">(by b)',
      `
features:2:12: the name of an event stands here, without quotes
  2 | a := Count<"login">(by b)
                 ^^^^^^^
  hint: write e.g. Count<login>(…)
`,
    ],
    [
      'of an aggregate with half a bracket',
      'a := Count<login(by b)',
      `
features:2:17: the > after the event is missing
  2 | a := Count<login(by b)
                      ^
  hint: write e.g. Count<login>(…)
`,
    ],
    [
      'of an aggregate with an event and nothing else',
      'a := Count<login> + 1',
      `
features:2:19: the parenthesis after Count is missing
  2 | a := Count<login> + 1
                        ^
  hint: write Count(…)
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('Case', () => {
  test.each<[string, string, string]>([
    [
      'with commas',
      'a := Case(when b then 1, when c then 2, default 3)',
      `
features:2:24: no comma stands within Case
  2 | a := Case(when b then 1, when c then 2, default 3)
                             ^
  hint: leave it out
features:2:39: no comma stands within Case
  2 | a := Case(when b then 1, when c then 2, default 3)
                                            ^
  hint: leave it out
`,
    ],
    [
      'with else',
      'a := Case(when b then 1 else 2)',
      `
features:2:25: what holds otherwise comes after "default"
  2 | a := Case(when b then 1 else 2)
                              ^^^^
  hint: write default
`,
    ],
    [
      'without then',
      'a := Case(when b 1)',
      `
features:2:18: "then" is missing here
  2 | a := Case(when b 1)
                       ^
  hint: write Case(when condition then value default value)
`,
    ],
    [
      'without when',
      'a := Case(b, 1, 2)',
      `
features:2:11: Case begins with "when"
  2 | a := Case(b, 1, 2)
                ^
  hint: write Case(when condition then value default value)
`,
    ],
    [
      'with default first',
      'a := Case(default 1 when b then 2)',
      `
features:2:21: "default" comes last, and once
  2 | a := Case(default 1 when b then 2)
                          ^^^^
  hint: write Case(when condition then value default value)
`,
    ],
    [
      'without values',
      'a := Case(when then default)',
      `
features:2:16: a value is missing before "then"
  2 | a := Case(when then default)
                     ^^^^
  hint: write it; a field called "then" is declared under another name: the_then := $.then as string?
features:2:21: a value is missing before "default"
  2 | a := Case(when then default)
                          ^^^^^^^
  hint: write it; a field called "default" is declared under another name: the_default := $.default as string?
features:2:28: a value is missing before ")"
  2 | a := Case(when then default)
                                 ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'without parentheses',
      'a := Case when b then 1 end',
      `
features:2:11: "when" can't stand here
  2 | a := Case when b then 1 end
                ^^^^
  hint: write Case(when condition then value default value)
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a name', () => {
  test.each<[string, string, string]>([
    [
      'that is a word of the language',
      'a := limit > 5',
      `
features:2:6: a value is missing before "limit"
  2 | a := limit > 5
           ^^^^^
  hint: write it; a field called "limit" is declared under another name: the_limit := $.limit as string?
`,
    ],
    [
      'that is an operator',
      'a := F(and)',
      `
features:2:8: a value is missing before "and"
  2 | a := F(and)
             ^^^
  hint: write e.g. amount > 100
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});
