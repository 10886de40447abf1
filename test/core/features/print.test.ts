import { describe, expect, test } from 'vitest';
import { printDuration } from '../../../src/core/features/print/duration.ts';
import { printExpression, printProgram } from '../../../src/core/features/print.ts';
import { expressionOf, parsed } from './parsed.ts';

describe('an expression is printed', () => {
  test.each([
    ['with keywords in lower case', 'A AND NOT b Is Not NULL', 'A and not b is not null'],
    ['with one blank between words', 'a   +\n  b', 'a + b'],
    ['without comments', 'a -- b\n+ c', 'a + c'],
    ['with double quotes', "'a' + 'it\"s'", '"a" + "it\\"s"'],
    ['with what has no sign of its own escaped', '"\\t\\u0007é"', '"\\t\\u0007é"'],
    ['with numbers as short as they can be', '5.00 + 1e3 + 0.10', '5 + 1000 + 0.1'],
    ['with lengths of time in words', '5 day + 1 weeks + 2.50 Hours', '5 days + 1 week + 2.5 hours'],
    ['with functions around their values', 'email.EmailDomain().Lower()', 'Lower(EmailDomain(email))'],
    ['with short fields of structs', '{a: a, b: c}', '{a, b: c}'],
    ['with lists without a last comma', '[a, b,]', '[a, b]'],
    ['with maps', 'map{"a" : 1,}', 'map{"a": 1}'],
    ['with choices', 'case(when a then 1 default 2)', 'Case(when a then 1 default 2)'],
    [
      'with the names of aggregates as documented',
      'countunique(a) + LAST(b) + hyperloglog(c)',
      'CountUnique(a) + Latest(b) + HyperLogLog(c)',
    ],
    ['with the names of other functions as they are', 'emaildomain(a) + Foo<b>(c)', 'emaildomain(a) + Foo<b>(c)'],
    [
      'with all clauses',
      'COUNT<a,b>(c,d by e as f,g where h after i last week limit 3 exclusive)',
      'Count<a, b>(c, d by e as f, g where h after i last 1 week limit 3 exclusive)',
    ],
  ])('%s', (_, text, printed) => {
    expect(printExpression(expressionOf(text))).toBe(printed);
  });
});

describe('parentheses are printed', () => {
  test.each([
    ['only where they change something', '((a) + (b * c)) = (d)', 'a + b * c = d'],
    ['not around a chain from the left', '((a - b) - c) + d', 'a - b - c + d'],
    ['around a chain from the right', 'a - (b - c) and (d and (e and f))', 'a - (b - c) and (d and (e and f))'],
    ['around looser operators', '(a or b) and c * (d + e)', '(a or b) and c * (d + e)'],
    ['around comparisons that are compared', '(a = b) = (c < d)', '(a = b) = (c < d)'],
    ['around comparisons that are tested', '(a = b) is null', '(a = b) is null'],
    ['around what not takes in', 'not (a and b) or (not c) and (not (d))', 'not (a and b) or not c and not d'],
    ['around not within an operator', '(not a) = b', '(not a) = b'],
    ['around a second minus', '-(-a) - (-5) - -b', '-(-a) - -5 - -b'],
    ['around what has fields', '(a + b).c + (-5)[0] + (not d).e', '(a + b).c + (-5)[0] + (not d).e'],
  ])('%s', (_, text, printed) => {
    expect(printExpression(expressionOf(text))).toBe(printed);
  });
});

describe('a program is printed', () => {
  test('as the recipe is written, but for its comments and its =', () => {
    const text = `event login
failed_users_by_ip_15m := CountUnique(
  user_id
  by ip
  where not successful
  last 15 minutes)

event purchase
failed_logins_by_user_5d := Count<login>(
  by user_id
  where not successful
  last 5 days)
to_stripe := {failed_logins_by_user_5d, failed_users_by_login_ip_5d}
`;
    const asWritten = text
      .replace('event purchase', 'event purchase\n-- brute force')
      .replace('to_stripe :=', 'to_stripe =');
    expect(printProgram(parsed(asWritten))).toBe(text);
  });

  test('with what is short on one line', () => {
    const text = 'event login\nper_ip := Count(by ip last 1 hour exclusive)\n';
    expect(printProgram(parsed(text))).toBe(text);
  });

  test('with what is long set in, level by level', () => {
    const text = `event purchase
share := Count<login>(
  by user_id
  where not successful and country in ["one country", "another country"]
  last 5 days)
  / Maximum(Count<login>(by user_id last 5 days), 1)
answer := Case(
  when share > 0.5 and amount > 100 then "many failed logins, and much"
  when share > 0.5 then "many failed logins"
  default map{
    "a long key": "a long value that takes much of the line",
    "another one": "another value that does"
  })
to_stripe := {
  failed_logins_by_user_5d,
  failed_users_by_login_ip_5d,
  inner: [
    failed_logins_by_user_5d + failed_logins_by_user_10d,
    failed_logins_by_user_15d
  ]
}
checked := (first_condition_of_some_length or second_condition_of_some)
  and not (
    third_condition_of_a_very_considerable_length
      or fourth_condition_of_a_very_considerable_length)
  and fifth_condition = 5
`;
    expect(printProgram(parsed(text))).toBe(text);
  });

  test('with inputs', () => {
    const text = `event login
a := $.client.ip as string
b := $["two words"].c["d-e"] as int? -5
c := $ as {a: [string], b: map{string: float}}?
d := $.d as string? "none"
e := $.e as bool? null
`;
    expect(printProgram(parsed(text))).toBe(text);
  });

  test('with nothing in it', () => {
    expect(printProgram({ events: [] })).toBe('');
    expect(printProgram(parsed('event a event b'))).toBe('event a\n\nevent b\n');
  });
});

test('a length of time is printed with its amount', () => {
  expect(printDuration({ amount: 1, unit: 'week' })).toBe('1 week');
  expect(printDuration({ amount: 15, unit: 'minute' })).toBe('15 minutes');
  expect(printDuration({ amount: 0.5, unit: 'day' })).toBe('0.5 days');
});
