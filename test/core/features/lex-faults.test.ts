import { describe, expect, test } from 'vitest';
import { faultsOf } from './parsed.ts';

// What each trouble says, whole: what is no part of the language.

describe('what others write', () => {
  test.each<[string, string, string]>([
    [
      'for equality',
      'a := b == c or d === e',
      `
features:2:8: there is no operator "=="
  2 | a := b == c or d === e
             ^^
  hint: write = to compare, := to give a name to a value
features:2:18: there is no operator "==="
  2 | a := b == c or d === e
                       ^^^
  hint: write = to compare, := to give a name to a value
`,
    ],
    [
      'for inequality',
      'a := b <> c or d !== e or f ≠ g',
      `
features:2:8: there is no operator "<>"
  2 | a := b <> c or d !== e or f ≠ g
             ^^
  hint: write !=
features:2:18: there is no operator "!=="
  2 | a := b <> c or d !== e or f ≠ g
                       ^^^
  hint: write !=
features:2:29: there is no operator "≠"
  2 | a := b <> c or d !== e or f ≠ g
                                  ^
  hint: write !=
`,
    ],
    [
      'for order',
      'a := b =< c or d => e or f ≤ g or h ≥ i',
      `
features:2:8: there is no operator "=<"
  2 | a := b =< c or d => e or f ≤ g or h ≥ i
             ^^
  hint: write <=
features:2:18: there is no operator "=>"
  2 | a := b =< c or d => e or f ≤ g or h ≥ i
                       ^^
  hint: write >=
features:2:28: there is no operator "≤"
  2 | a := b =< c or d => e or f ≤ g or h ≥ i
                                 ^
  hint: write <=
features:2:37: there is no operator "≥"
  2 | a := b =< c or d => e or f ≤ g or h ≥ i
                                          ^
  hint: write >=
`,
    ],
    [
      'for logic',
      'a := b && c || !d',
      `
features:2:8: there is no operator "&&"
  2 | a := b && c || !d
             ^^
  hint: write and
features:2:13: there is no operator "||"
  2 | a := b && c || !d
                  ^^
  hint: write or
features:2:16: there is no operator "!"
  2 | a := b && c || !d
                     ^
  hint: write not
`,
    ],
    [
      'for logic, in single signs',
      'a := b & c | d',
      `
features:2:8: there is no operator "&"
  2 | a := b & c | d
             ^
  hint: write and
features:2:12: there is no operator "|"
  2 | a := b & c | d
                 ^
  hint: write or
`,
    ],
    [
      'for reckoning',
      'a := b % 2 + c ** 2 + d ^ 2',
      `
features:2:8: there is no operator "%"
  2 | a := b % 2 + c ** 2 + d ^ 2
             ^
  hint: there are =, !=, <, <=, >, >=, +, -, * and /
features:2:16: there is no operator "**"
  2 | a := b % 2 + c ** 2 + d ^ 2
                     ^^
  hint: there are =, !=, <, <=, >, >=, +, -, * and /
features:2:25: there is no operator "^"
  2 | a := b % 2 + c ** 2 + d ^ 2
                              ^
  hint: there are =, !=, <, <=, >, >=, +, -, * and /
`,
    ],
    [
      'with four signs',
      'a := b <=>= c',
      `
features:2:8: there is no operator "<=>="
  2 | a := b <=>= c
             ^^^^
  hint: there are =, !=, <, <=, >, >=, +, -, * and /
`,
    ],
    [
      'to read an attribute',
      'a := :amount: > 5',
      `
features:2:6: :amount: is how a rule reads an attribute
  2 | a := :amount: > 5
           ^^^^^^^^
  hint: write amount
`,
    ],
    [
      'to read metadata',
      `a := ::card:Customer Age:: > 5 or ::order:: = 'x'`,
      `
features:2:6: ::card:Customer Age:: is how a rule reads metadata
  2 | a := ::card:Customer Age:: > 5 or ::order:: = 'x'
           ^^^^^^^^^^^^^^^^^^^^^
  hint: write card_metadata["Customer Age"]
features:2:35: ::order:: is how a rule reads metadata
  2 | a := ::card:Customer Age:: > 5 or ::order:: = 'x'
                                        ^^^^^^^^^
  hint: write metadata["order"]
`,
    ],
    [
      'to read a list',
      'a := country in @risky-countries',
      `
features:2:17: only a rule reads a list such as @risky-countries
  2 | a := country in @risky-countries
                      ^^^^^^^^^^^^^^^^
  hint: write the values: in ["a", "b"]
`,
    ],
    [
      'for comments',
      `a := b # x := (
c := d // y
e := /* z
 := */ f
g := h /* never closed`,
      `
features:2:8: "#" begins no comment
  2 | a := b # x := (
             ^
  hint: write -- before a comment
features:3:8: "//" begins no comment
  3 | c := d // y
             ^^
  hint: write -- before a comment
features:4:6: "/*" begins no comment
  4 | e := /* z
           ^^
  hint: write -- before a comment
features:6:8: "/*" begins no comment
  6 | g := h /* never closed
             ^^
  hint: write -- before a comment
`,
    ],
    [
      'to end a declaration',
      'a := b;',
      `
features:2:7: ";" means nothing here
  2 | a := b;
            ^
  hint: declarations need no sign between them: leave it out
`,
    ],
    [
      'in no language',
      'a := b § ~ ` \\ c',
      `
features:2:8: "§" means nothing here
  2 | a := b § ~ \` \\ c
             ^
  hint: leave it out
features:2:10: there is no operator "~"
  2 | a := b § ~ \` \\ c
               ^
  hint: there are =, !=, <, <=, >, >=, +, -, * and /
features:2:12: "\`" means nothing here
  2 | a := b § ~ \` \\ c
                 ^
  hint: leave it out
features:2:14: "\\" means nothing here
  2 | a := b § ~ \` \\ c
                   ^
  hint: leave it out
`,
    ],
    [
      'in no language, in place of a value',
      `a := § + b
b := a * §
c := [§]`,
      `
features:2:6: "§" means nothing here
  2 | a := § + b
           ^
  hint: leave it out
features:2:8: no + stands before a value
  2 | a := § + b
             ^
  hint: leave it out
features:3:10: "§" means nothing here
  3 | b := a * §
               ^
  hint: leave it out
features:4:7: "§" means nothing here
  4 | c := [§]
            ^
  hint: leave it out
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('what word processors make', () => {
  test.each<[string, string, string]>([
    [
      'of quotes',
      `a := “b” + ‘c’ + "d” + 'e’`,
      `
features:2:6: warning: typographic quotes are read as plain ones
  2 | a := “b” + ‘c’ + "d” + 'e’
           ^^^
  hint: write "b"
features:2:12: warning: typographic quotes are read as plain ones
  2 | a := “b” + ‘c’ + "d” + 'e’
                 ^^^
  hint: write "c"
features:2:18: warning: typographic quotes are read as plain ones
  2 | a := “b” + ‘c’ + "d” + 'e’
                       ^^^
  hint: write "d"
features:2:24: warning: typographic quotes are read as plain ones
  2 | a := “b” + ‘c’ + "d” + 'e’
                             ^^^
  hint: write "e"
`,
    ],
    [
      'of two hyphens',
      'a := b — a comment',
      `
features:2:8: warning: this dash is read as two hyphens
  2 | a := b — a comment
             ^
  hint: write --
`,
    ],
    [
      'of a minus',
      'a := b – c − d',
      `
features:2:8: the dash "–" is no minus
  2 | a := b – c − d
             ^
  hint: write - to subtract, or -- before a comment
features:2:12: the dash "−" is no minus
  2 | a := b – c − d
                 ^
  hint: write - to subtract, or -- before a comment
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a string', () => {
  test.each<[string, string, string]>([
    [
      'that never ends',
      `a := "b
c := "d`,
      `
features:2:6: this string has no closing "
  2 | a := "b
           ^^
  hint: write "b"
features:3:6: this string has no closing "
  3 | c := "d
           ^^
  hint: write "d"
`,
    ],
    [
      'that never ends in parentheses',
      `a := Count(by ip where country = "us last 5 days)
b := F("x, y)`,
      `
features:2:34: this string has no closing "
  2 | a := Count(by ip where country = "us last 5 days)
                                       ^^^
  hint: write "us"
features:3:8: this string has no closing "
  3 | b := F("x, y)
             ^^
  hint: write "x"
`,
    ],
    [
      'with its own quote in it',
      `a := 'it's' + "say "yes""`,
      `
features:2:6: this string ends at the quote inside it
  2 | a := 'it's' + "say "yes""
           ^^^^^^
  hint: write "it's"
features:2:15: this string ends at the quote inside it
  2 | a := 'it's' + "say "yes""
                    ^^^^^^^^^^
  hint: write "say \\"yes"
features:2:25: this string has no closing "
  2 | a := 'it's' + "say "yes""
                              ^
  hint: write ""
`,
    ],
    [
      'with an escape that is none',
      'a := "C:\\d" + "\\u12"',
      `
features:2:9: \\d stands for nothing
  2 | a := "C:\\d" + "\\u12"
              ^^
  hint: a backslash itself is written \\\\
features:2:16: \\u stands for nothing
  2 | a := "C:\\d" + "\\u12"
                     ^^
  hint: a backslash itself is written \\\\
`,
    ],
    [
      'that ends in a backslash',
      'a := "b\\',
      `
features:2:6: this string has no closing "
  2 | a := "b\\
           ^^^
  hint: write "b\\\\"
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});

describe('a number', () => {
  test.each<[string, string, string]>([
    [
      'with thousands signs',
      'a := 1_000 + 1.000.000',
      `
features:2:6: "1_000" is not a plain number
  2 | a := 1_000 + 1.000.000
           ^^^^^
  hint: write 1000
features:2:14: "1.000.000" is not a plain number
  2 | a := 1_000 + 1.000.000
                   ^^^^^^^^^
  hint: write 1000000
`,
    ],
    [
      'without its first digit',
      'a := .5',
      `
features:2:6: ".5" is not a plain number
  2 | a := .5
           ^^
  hint: write 0.5
`,
    ],
    [
      'that is too big',
      'a := 99999999999999999999 + 1e999',
      `
features:2:6: this number is too big
  2 | a := 99999999999999999999 + 1e999
           ^^^^^^^^^^^^^^^^^^^^
  hint: write a number up to 1000000000000000
features:2:29: this number is too big
  2 | a := 99999999999999999999 + 1e999
                                  ^^^^^
  hint: write a number up to 1000000000000000
`,
    ],
    [
      'with a currency',
      'a := $5 + b',
      `
features:2:6: a number has no currency sign
  2 | a := $5 + b
           ^
  hint: leave it out
`,
    ],
    [
      'in percent',
      'a := 2.5% + b + c % 5 + 7%d',
      `
features:2:6: "2.5%" is not a plain number
  2 | a := 2.5% + b + c % 5 + 7%d
           ^^^^
  hint: write 0.025
features:2:19: there is no operator "%"
  2 | a := 2.5% + b + c % 5 + 7%d
                        ^
  hint: there are =, !=, <, <=, >, >=, +, -, * and /
features:2:26: there is no operator "%"
  2 | a := 2.5% + b + c % 5 + 7%d
                               ^
  hint: there are =, !=, <, <=, >, >=, +, -, * and /
`,
    ],
    [
      'in another base',
      'a := 0x1F',
      `
features:2:7: "x1F" can't stand here
  2 | a := 0x1F
            ^^^
  hint: put an operator before it, or begin a line with name := value
`,
    ],
  ])('%s', (_, declarations, said) => {
    expect(`\n${faultsOf(declarations)}\n`).toBe(said);
  });
});
