import { describe, expect, test } from 'vitest';
import { faultsOf, faultsOfText } from './parsed.ts';

// What each trouble says, whole: what is no declaration, no event or no input.

describe('an event', () => {
  test.each<[string, string, string]>([
    [
      'without a name',
      `event
a := 1`,
      `
features:1:1: the name of this event is missing
  1 | event
      ^^^^^
  hint: write e.g. event login
`,
    ],
    [
      'without a name at the end',
      'event',
      `
features:1:1: the name of this event is missing
  1 | event
      ^^^^^
  hint: write e.g. event login
`,
    ],
    [
      'with its name in quotes',
      `event "login"
a := 1`,
      `
features:1:7: the name of an event stands without quotes
  1 | event "login"
            ^^^^^^^
  hint: write event login
`,
    ],
    [
      'with a hyphen in its name',
      `event account-update
a := 1`,
      `
features:1:7: a name is made of the letters a to z, digits and _
  1 | event account-update
            ^^^^^^^^^^^^^^
  hint: write event account_update
`,
    ],
    [
      'with letters that are not plain',
      'event größe',
      `
features:1:7: a name is made of the letters a to z, digits and _
  1 | event größe
            ^^^^^
  hint: take another name
`,
    ],
    [
      'named like a word of the language',
      'event where',
      `
features:1:7: "where" is a word of the language
  1 | event where
            ^^^^^
  hint: take another name, e.g. the_where
`,
    ],
    [
      'with a colon',
      `event login:
a := 1`,
      `
features:1:12: after the name of an event comes no sign
  1 | event login:
                 ^
  hint: leave : out: declarations follow the name of their event
`,
    ],
    [
      'with braces',
      `event login {
  a := 1
}`,
      `
features:1:13: after the name of an event comes no sign
  1 | event login {
                  ^
  hint: leave { out: declarations follow the name of their event
features:3:1: "}" closes nothing
  3 | }
      ^
  hint: leave it out
`,
    ],
    [
      'after the first declaration',
      `a := Count(by ip)
b := 2
event login
c := +
`,
      `
features:1:1: "a" stands before any event
  1 | a := Count(by ip)
      ^
  hint: write the event first, e.g. event login
features:4:7: a value is missing here
  4 | c := +
            ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'after a table',
      `require table zips v3
require table (
  zips v3
  bins v1
)
event login
a := +`,
      `
features:1:1: tables are not built
  1 | require table zips v3
      ^^^^^^^^^^^^^
  hint: keep such values in a list that a rule reads, or write them out: map{"key": value}
features:7:7: a value is missing here
  7 | a := +
            ^
  hint: write e.g. amount > 100
`,
    ],
  ])('%s', (_, text, said) => {
    expect(`\n${faultsOfText(text)}\n`).toBe(said);
  });
});

describe('a declaration', () => {
  test.each<[string, string, string]>([
    [
      'without a sign',
      'failed_logins Count(by ip)',
      `
features:2:1: ":=" is missing after failed_logins
  2 | failed_logins Count(by ip)
      ^^^^^^^^^^^^^
  hint: write failed_logins := value
`,
    ],
    [
      'with a colon',
      'failed_logins: Count(by ip)',
      `
features:2:1: ":=" is missing after failed_logins
  2 | failed_logins: Count(by ip)
      ^^^^^^^^^^^^^
  hint: write failed_logins := value
`,
    ],
    [
      'with two signs of equality',
      'failed_logins == 5',
      `
features:2:15: there is no operator "=="
  2 | failed_logins == 5
                    ^^
  hint: write = to compare, := to give a name to a value
`,
    ],
    [
      'without a value',
      `failed_logins :=
b := 1`,
      `
features:2:17: a value is missing here
  2 | failed_logins :=
                      ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'without sign and value',
      `failed_logins
b := 1`,
      `
features:2:1: ":=" is missing after failed_logins
  2 | failed_logins
      ^^^^^^^^^^^^^
  hint: write failed_logins := value
`,
    ],
    [
      'without a name',
      `Count(by ip last 5 days)
b := 1`,
      `
features:2:1: this value has no name
  2 | Count(by ip last 5 days)
      ^^^^^
  hint: write name := Count…
`,
    ],
    [
      'with a hyphen in its name',
      'failed-logins := 1',
      `
features:2:1: a name is made of the letters a to z, digits and _
  2 | failed-logins := 1
      ^^^^^^^^^^^^^
  hint: write failed_logins := value
`,
    ],
    [
      'with a hyphen in its name and =',
      'failed-logins = Count(by ip where)',
      `
features:2:1: a name is made of the letters a to z, digits and _
  2 | failed-logins = Count(by ip where)
      ^^^^^^^^^^^^^
  hint: write failed_logins := value
features:2:34: nothing stands after "where"
  2 | failed-logins = Count(by ip where)
                                       ^
  hint: write e.g. where amount > 100
`,
    ],
    [
      'with a blank in its name',
      'failed logins := 1',
      `
features:2:1: a name is made of the letters a to z, digits and _
  2 | failed logins := 1
      ^^^^^^^^^^^^^
  hint: write failed_logins := value
`,
    ],
    [
      'with let before its name',
      'let failed_logins = 1',
      `
features:2:1: no "let" stands before a name
  2 | let failed_logins = 1
      ^^^^^^^^^^^^^^^^^
  hint: write failed_logins := value
`,
    ],
    [
      'with const before its name',
      'const failed_logins := 1',
      `
features:2:1: no "const" stands before a name
  2 | const failed_logins := 1
      ^^^^^^^^^^^^^^^^^^^
  hint: write failed_logins := value
`,
    ],
    [
      'named like a word of the language',
      `limit := 1
event := 2`,
      `
features:2:1: "limit" is a word of the language
  2 | limit := 1
      ^^^^^
  hint: take another name, e.g. the_limit
features:3:1: "event" is a word of the language
  3 | event := 2
      ^^^^^
  hint: take another name, e.g. the_event
`,
    ],
    [
      'with a name that is too long',
      'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa := 1',
      `
features:2:1: a name has at most 100 characters
  2 | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa := 1
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: take a shorter one
`,
    ],
    [
      'that begins with a number',
      '3d_secure := 1',
      `
features:2:1: a name begins with a letter
  2 | 3d_secure := 1
      ^
  hint: take another name
`,
    ],
    [
      'with more than one value',
      'a := 1 2 3',
      `
features:2:8: "2" can't stand here
  2 | a := 1 2 3
             ^
  hint: put an operator before it, or begin a line with name := value
`,
    ],
    [
      'with = on the same line',
      'a := b c = d',
      `
features:2:8: "c" can't stand here
  2 | a := b c = d
             ^
  hint: put an operator before it, or begin a line with name := value
`,
    ],
    [
      'with a semicolon',
      `a := 1;
b := 2;`,
      `
features:2:7: ";" means nothing here
  2 | a := 1;
            ^
  hint: declarations need no sign between them: leave it out
features:3:7: ";" means nothing here
  3 | b := 2;
            ^
  hint: declarations need no sign between them: leave it out
`,
    ],
    [
      'with a parenthesis too many',
      `a := (b))
c := 1`,
      `
features:2:9: ")" closes nothing
  2 | a := (b))
              ^
  hint: leave it out
`,
    ],
    [
      'with a type',
      'a := b as int',
      `
features:2:8: "as" can't stand here
  2 | a := b as int
             ^^
  hint: only an input has a type, name := $.field as int?; other values are converted with Int, Float or String
`,
    ],
    [
      'with a word that means something elsewhere',
      'a := b constructor',
      `
features:2:8: "constructor" can't stand here
  2 | a := b constructor
             ^^^^^^^^^^^
  hint: put an operator before it, or begin a line with name := value
`,
    ],
    [
      'with several faults',
      `a := ) ) § b c
b := +`,
      `
features:2:6: a value is missing before ")"
  2 | a := ) ) § b c
           ^
  hint: write e.g. amount > 100
features:2:10: "§" means nothing here
  2 | a := ) ) § b c
               ^
  hint: leave it out
features:3:7: a value is missing here
  3 | b := +
            ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'with a fault, and more lines',
      `a := b c (
  d = e)
f = 1 +`,
      `
features:2:8: "c" can't stand here
  2 | a := b c (
             ^
  hint: put an operator before it, or begin a line with name := value
features:4:8: a value is missing here
  4 | f = 1 +
             ^
  hint: write e.g. amount > 100
`,
    ],
    [
      'before an event without a name',
      `a := (b
event
c := 1`,
      `
features:2:6: this parenthesis is never closed
  2 | a := (b
           ^
  hint: write ) where it ends
features:3:1: the name of this event is missing
  3 | event
      ^^^^^
  hint: write e.g. event login
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('an input', () => {
  test.each<[string, string, string]>([
    [
      'without a type',
      'a := $.client.ip',
      `
features:2:17: the type of this input is missing
  2 | a := $.client.ip
                      ^
  hint: write e.g. $.client.ip as string?
`,
    ],
    [
      'without a type before the next one',
      `a := $.client.ip
b = 1`,
      `
features:2:17: the type of this input is missing
  2 | a := $.client.ip
                      ^
  hint: write e.g. $.client.ip as string?
`,
    ],
    [
      'without a type after as',
      `a := $.client.ip as
b := $.b as int`,
      `
features:2:20: the type is missing here
  2 | a := $.client.ip as
                         ^
  hint: write e.g. string, int, float, bool, time, [string], {city: string} or map{string: float}
`,
    ],
    [
      'without a point',
      'a := $client.ip as string',
      `
features:2:7: a point is missing after $
  2 | a := $client.ip as string
            ^^^^^^
  hint: write $.client
`,
    ],
    [
      'without a field',
      'a := $. as string',
      `
features:2:9: the name of a field is missing after the point
  2 | a := $. as string
              ^^
  hint: write e.g. $.client.ip as string?
`,
    ],
    [
      'with a hyphen in its field',
      'a := $.user-agent as string',
      `
features:2:12: a field whose name has other signs stands in quotes
  2 | a := $.user-agent as string
                 ^
  hint: write e.g. $["user-agent"] as string?
`,
    ],
    [
      'with a number in brackets',
      'a := $.items[0] as string',
      `
features:2:14: the name of a field stands here in quotes
  2 | a := $.items[0] as string
                   ^
  hint: declare the list, and read name[0] of it
`,
    ],
    [
      'with a word in brackets',
      'a := $.items[first] as string',
      `
features:2:14: the name of a field stands here in quotes
  2 | a := $.items[first] as string
                   ^^^^^
  hint: write e.g. $["two words"]
`,
    ],
    [
      'with brackets that are not closed',
      'a := $.items["x" as string',
      `
features:2:18: the ] after the name of the field is missing
  2 | a := $.items["x" as string
                       ^^
  hint: write e.g. $["two words"]
`,
    ],
    [
      'with =',
      'a = $.a as string',
      `
features:2:1: warning: a is declared with =, which compares
  2 | a = $.a as string
      ^
  hint: write a := …
`,
    ],
    [
      'that computes',
      'a := $.amount / 100 as float',
      `
features:2:15: the type of this input is missing
  2 | a := $.amount / 100 as float
                    ^
  hint: write e.g. $.client.ip as string?
`,
    ],
    [
      'with a fallback that is no literal',
      'a := $.a as int? b',
      `
features:2:18: what stands for a missing input is a literal, b is none
  2 | a := $.a as int? b
                       ^
  hint: write e.g. as int? 5
`,
    ],
    [
      'with a fallback that is a list',
      'a := $.a as [int]? [1]',
      `
features:2:20: what stands for a missing input is a literal, [ is none
  2 | a := $.a as [int]? [1]
                         ^
  hint: write e.g. as int? 5
`,
    ],
    [
      'with a minus before text',
      'a := $.a as string? -"x"',
      `
features:2:22: what stands for a missing input is a literal, "x" is none
  2 | a := $.a as string? -"x"
                           ^^^
  hint: write e.g. as int? 5
`,
    ],
    [
      'with = before its fallback',
      'a := $.a as int = 5',
      `
features:2:17: what stands for a missing input comes after a question mark
  2 | a := $.a as int = 5
                      ^
  hint: write e.g. as int? 5
`,
    ],
    [
      'with default before its fallback',
      'a := $.a as int default 5',
      `
features:2:17: what stands for a missing input comes after a question mark
  2 | a := $.a as int default 5
                      ^^^^^^^
  hint: write e.g. as int? 5
`,
    ],
    [
      'within an expression',
      'a := Lower($.client.email)',
      `
features:2:12: $.client.email can't stand within an expression
  2 | a := Lower($.client.email)
                 ^^^^^^^^^^^^^^
  hint: declare it, email := $.client.email as string?, and read email here
`,
    ],
    [
      'within an expression, whole',
      'a := F($)',
      `
features:2:8: $ can't stand within an expression
  2 | a := F($)
             ^
  hint: declare it, data := $.field as string?, and read data here
`,
    ],
    [
      'within an expression, with a sign before it',
      'a := -$.amount',
      `
features:2:7: $.amount can't stand within an expression
  2 | a := -$.amount
            ^^^^^^^^
  hint: declare it, amount := $.amount as string?, and read amount here
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a type', () => {
  test.each<[string, string, string]>([
    [
      'of another kind',
      'a := $.a as 5',
      `
features:2:13: the type is missing here
  2 | a := $.a as 5
                  ^
  hint: write e.g. string, int, float, bool, time, [string], {city: string} or map{string: float}
`,
    ],
    [
      'with brackets behind it',
      'a := $.a as string[]',
      `
features:2:13: the type of a list stands in square brackets
  2 | a := $.a as string[]
                  ^^^^^^^^
  hint: write [string]
`,
    ],
    [
      'of a list without its items',
      'a := $.a as []',
      `
features:2:14: the type is missing here
  2 | a := $.a as []
                   ^
  hint: write e.g. string, int, float, bool, time, [string], {city: string} or map{string: float}
`,
    ],
    [
      'of a list that is not closed',
      `a := $.a as [int
b := 1`,
      `
features:2:13: this bracket is never closed
  2 | a := $.a as [int
                  ^
  hint: write ] where it ends
`,
    ],
    [
      'of a struct without colons',
      'a := $.a as {b int}',
      `
features:2:16: the colon before the type is missing
  2 | a := $.a as {b int}
                     ^^^
  hint: write b: string
`,
    ],
    [
      'of a struct without names',
      'a := $.a as {"b": int}',
      `
features:2:14: the name of a field is missing here
  2 | a := $.a as {"b": int}
                   ^^^
  hint: write {name: type}
`,
    ],
    [
      'of a struct without commas',
      'a := $.a as {b: int c: int}',
      `
features:2:21: a comma is missing before c
  2 | a := $.a as {b: int c: int}
                          ^
  hint: write a comma between two values
`,
    ],
    [
      'of a map without keys',
      'a := $.a as map{float}',
      `
features:2:17: the keys of a map are strings
  2 | a := $.a as map{float}
                      ^^^^^
  hint: write map{string: float}
`,
    ],
    [
      'of a map with other keys',
      'a := $.a as map{int: float}',
      `
features:2:17: the keys of a map are strings
  2 | a := $.a as map{int: float}
                      ^^^
  hint: write map{string: float}
`,
    ],
    [
      'with a fallback inside',
      'a := $.a as {b: int? 5, c: int?}',
      `
features:2:22: only a whole input has something that stands for a missing one
  2 | a := $.a as {b: int? 5, c: int?}
                           ^
  hint: leave it out
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});
