import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { parseScowl } from '../../../src/core/features/parse.ts';
import { printExpression } from '../../../src/core/features/print.ts';
import type { Aggregate, Expression } from '../../../src/core/features/syntax.ts';
import { RECIPE } from '../../support/recipe.ts';
import { withoutSpans } from './generated-program.ts';
import { declarationsOf, expressionOf, faultsOfText, parsed } from './parsed.ts';

const name = (written: string) => ({ kind: 'name', name: written });
const number = (value: number) => ({ kind: 'literal', value });

const aggregate = (parts: Partial<Record<keyof Aggregate, unknown>>) => ({
  kind: 'aggregate',
  events: [],
  values: [],
  keys: [],
  where: null,
  after: null,
  last: null,
  limit: null,
  isExclusive: false,
  ...parts,
});

const key = (reader: string, writer: string | null = null) => ({
  reader: name(reader),
  writer: writer === null ? null : name(writer),
});

const lasts = (amount: number, unit: string) => ({ kind: 'duration', amount, unit });

test('the recipe is read as it stands', () => {
  expect(withoutSpans(parsed(RECIPE))).toEqual({
    events: [
      {
        name: 'login',
        declarations: [
          {
            kind: 'feature',
            name: 'failed_users_by_ip_15m',
            isEquals: false,
            expression: aggregate({
              name: 'CountUnique',
              values: [name('user_id')],
              keys: [key('ip')],
              where: { kind: 'not', operand: name('successful') },
              last: lasts(15, 'minute'),
            }),
          },
        ],
      },
      {
        name: 'purchase',
        declarations: [
          {
            kind: 'feature',
            name: 'failed_logins_by_user_5d',
            isEquals: false,
            expression: aggregate({
              name: 'Count',
              events: [name('login')],
              keys: [key('user_id')],
              where: { kind: 'not', operand: name('successful') },
              last: lasts(5, 'day'),
            }),
          },
          {
            kind: 'feature',
            name: 'failed_users_by_login_ip_5d',
            isEquals: false,
            expression: aggregate({
              name: 'Max',
              events: [name('login')],
              values: [name('failed_users_by_ip_15m')],
              keys: [key('user_id')],
              where: name('successful'),
              last: lasts(5, 'day'),
            }),
          },
          {
            kind: 'feature',
            name: 'to_stripe',
            isEquals: true,
            expression: {
              kind: 'struct',
              fields: ['failed_logins_by_user_5d', 'failed_users_by_login_ip_5d'].map((field) => ({
                name: field,
                value: name(field),
              })),
            },
          },
        ],
      },
    ],
  });
});

test('spans are the pieces that they stand for', () => {
  const [, purchase] = parsed(RECIPE).events;
  const max = purchase?.declarations[1];
  if (max?.kind !== 'feature' || max.expression.kind !== 'aggregate') throw new Error('no aggregate');
  const textOf = ({ start, end }: { start: number; end: number }) => RECIPE.slice(start, end);
  expect(textOf(max.nameSpan)).toBe('failed_users_by_login_ip_5d');
  expect(textOf(max.span)).toMatch(/^failed_users_by_login_ip_5d := Max<login>\([^)]*last 5 days\)$/);
  expect(textOf(max.expression.nameSpan)).toBe('Max');
  expect(max.expression.events.map(({ span }) => textOf(span))).toEqual(['login']);
  expect(max.expression.last && textOf(max.expression.last.span)).toBe('5 days');
  expect(max.expression.where && textOf(max.expression.where.span)).toBe('successful');
});

describe('operators', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a or b and not c = d + e * -f.g', 'a or (b and (not (c = (d + (e * (-(f.g)))))))'],
    ['a - b - c', '(a - b) - c'],
    ['a / b * c', '(a / b) * c'],
    ['a and b and c', '(a and b) and c'],
    ['not a and b', '(not a) and b'],
    ['not a = b', 'not (a = b)'],
    ['not not a', 'not (not a)'],
    ['a and not b or c', '(a and (not b)) or c'],
    ['-a * b', '(-a) * b'],
    ['a + b in c', '(a + b) in c'],
    ['a not in b and c', '(a not in b) and c'],
    ['a + b is null', '(a + b) is null'],
    ['a is not true or b', '(a is not true) or b'],
    ['A AND B Or NOT C Is Null', '(A and B) or (not (C is null))'],
  ];

  test.each(cases)('%s is %s', (text, grouped) => {
    expect(withoutSpans(expressionOf(text))).toEqual(withoutSpans(expressionOf(grouped)));
  });

  test('a minus before a number belongs to it', () => {
    expect(withoutSpans(expressionOf('-5'))).toEqual(number(-5));
    expect(withoutSpans(expressionOf('-(-5)'))).toEqual(number(5));
    expect(expressionOf('-0')).toHaveProperty('value', 0);
    expect(expressionOf('-x')).toHaveProperty('kind', 'negation');
  });
});

describe('values', () => {
  test.each<[string, unknown]>([
    ['5', number(5)],
    ['2.50', number(2.5)],
    ['1e3', number(1000)],
    ['1.5E-7', number(1.5e-7)],
    ['"a"', { kind: 'literal', value: 'a' }],
    [`'it"s'`, { kind: 'literal', value: 'it"s' }],
    ['TRUE', { kind: 'literal', value: true }],
    ['Null', { kind: 'literal', value: null }],
    ['5 days', lasts(5, 'day')],
    ['1 Week', lasts(1, 'week')],
    ['2.5 hours', lasts(2.5, 'hour')],
    ['5minutes', lasts(5, 'minute')],
    ['day', name('day')],
    ['größe', name('größe')],
    ['a.limit', { kind: 'field', target: name('a'), name: 'limit' }],
    ['a[0]', { kind: 'index', target: name('a'), index: number(0) }],
    ['[a, 1,]', { kind: 'array', items: [name('a'), number(1)] }],
    ['{}', { kind: 'struct', fields: [] }],
    [
      '{a, last: 1,}',
      {
        kind: 'struct',
        fields: [
          { name: 'a', value: name('a') },
          { name: 'last', value: number(1) },
        ],
      },
    ],
    ['map{"a b": 1}', { kind: 'map', entries: [{ key: 'a b', value: number(1) }] }],
    ['map', name('map')],
    ['Lookup<geo>(lat, lng by zip)', { kind: 'lookup', table: name('geo') }],
  ])('%s', (text, expected) => {
    expect(withoutSpans(expressionOf(text))).toEqual(expected);
  });
});

describe('calls', () => {
  const branch = (when: unknown, then: unknown) => ({ when, then });
  const call = (called: string, ...args: unknown[]) => ({ kind: 'call', name: called, args });

  test.each<[string, unknown]>([
    ['EventTime()', call('EventTime')],
    ['Coalesce(a, 1)', call('Coalesce', name('a'), number(1))],
    ['email.EmailDomain()', call('EmailDomain', name('email'))],
    ['a.F(b).G()', call('G', call('F', name('a'), name('b')))],
    ['If(a, b, c)', call('If', name('a'), name('b'), name('c'))],
    ['And(a, b)', call('And', name('a'), name('b'))],
    ['Or()', call('Or')],
    ['Not(a)', { kind: 'not', operand: name('a') }],
    ['Days(1 week)', call('Days', lasts(1, 'week'))],
    ['Case(when a then 1)', { kind: 'case', whens: [branch(name('a'), number(1))], otherwise: null }],
    [
      'case(when a then 1 WHEN b then 2 default 3)',
      {
        kind: 'case',
        whens: [branch(name('a'), number(1)), branch(name('b'), number(2))],
        otherwise: number(3),
      },
    ],
  ])('%s', (text, expected) => {
    expect(withoutSpans(expressionOf(text))).toEqual(expected);
  });

  test('a comparison with parentheses is no list of events', () => {
    const { args } = expressionOf('Foo(a < b, c > (d = e))') as Expression & { kind: 'call' };
    expect(args.map(({ kind }) => kind)).toEqual(['compare', 'compare']);
  });

  test('a feature may be called like an aggregate', () => {
    expect(expressionOf('count < max_count and first > 5').kind).toBe('and');
    expect(expressionOf('count<max_count').kind).toBe('compare');
  });
});

describe('aggregates', () => {
  test.each<[string, unknown]>([
    ['Count()', aggregate({ name: 'Count' })],
    ['count(by ip)', aggregate({ name: 'count', keys: [key('ip')] })],
    ['Last(x by y)', aggregate({ name: 'Last', values: [name('x')], keys: [key('y')] })],
    ['HyperLogLog(x)', aggregate({ name: 'HyperLogLog', values: [name('x')] })],
    ['Foo(by x)', aggregate({ name: 'Foo', keys: [key('x')] })],
    ['Model<a>(x)', aggregate({ name: 'Model', events: [name('a')], values: [name('x')] })],
    ['Count <login>(by x)', aggregate({ name: 'Count', events: [name('login')], keys: [key('x')] })],
    ['Count(last day)', aggregate({ name: 'Count', last: lasts(1, 'day') })],
    ['Count(last 2.5 HOURS)', aggregate({ name: 'Count', last: lasts(2.5, 'hour') })],
    [
      'CountUnique<login, signup>(a, b by c as d, e where f or g after h last 3 weeks limit 7 exclusive)',
      aggregate({
        name: 'CountUnique',
        events: [name('login'), name('signup')],
        values: [name('a'), name('b')],
        keys: [key('c', 'd'), key('e')],
        where: { kind: 'or', left: name('f'), right: name('g') },
        after: name('h'),
        last: lasts(3, 'week'),
        limit: number(7),
        isExclusive: true,
      }),
    ],
    [
      'Count(BY ip WHERE ok Last 5 days Exclusive)',
      aggregate({ name: 'Count', keys: [key('ip')], where: name('ok'), last: lasts(5, 'day'), isExclusive: true }),
    ],
  ])('%s', (text, expected) => {
    expect(withoutSpans(expressionOf(text))).toEqual(expected);
  });

  test('a key may be any expression', () => {
    expect(printExpression(expressionOf('Count(by email.EmailDomain() as domain, card_metadata["key"])'))).toBe(
      'Count(by EmailDomain(email) as domain, card_metadata["key"])',
    );
  });
});

describe('inputs', () => {
  const named = (written: string) => ({ kind: 'name', name: written });
  const input = (path: readonly string[], type: unknown, isOptional = false, fallback: unknown = null) => ({
    kind: 'input',
    name: 'x',
    path,
    type,
    isOptional,
    fallback,
  });

  test.each<[string, unknown]>([
    ['$.a as string', input(['a'], named('string'))],
    ['$.a.b as int?', input(['a', 'b'], named('int'), true)],
    ['$.a as int? 5', input(['a'], named('int'), true, number(5))],
    ['$.a as int ? -5', input(['a'], named('int'), true, number(-5))],
    ['$.a as string? "none"', input(['a'], named('string'), true, { kind: 'literal', value: 'none' })],
    ['$.a as bool? false', input(['a'], named('bool'), true, { kind: 'literal', value: false })],
    ['$.a as bool? null', input(['a'], named('bool'), true, { kind: 'literal', value: null })],
    ['$.last.as["b c"].by as email', input(['last', 'as', 'b c', 'by'], named('email'))],
    ['$["a"] as time', input(['a'], named('time'))],
    ['$.a as [string?]', input(['a'], { kind: 'array', item: named('string') })],
    ['$.a as map{string:[int]}', input(['a'], { kind: 'map', value: { kind: 'array', item: named('int') } })],
    [
      '$ as {a: int, b: {c: float?,},}?',
      input(
        [],
        {
          kind: 'struct',
          fields: [
            { name: 'a', type: named('int') },
            { name: 'b', type: { kind: 'struct', fields: [{ name: 'c', type: named('float') }] } },
          ],
        },
        true,
      ),
    ],
  ])('x := %s', (text, expected) => {
    expect(withoutSpans(declarationsOf(`x := ${text}`))).toEqual([expected]);
  });
});

describe('bounds', () => {
  test('a text that is too long is not read', () => {
    const text = `event login${' '.repeat(limits.maxScowlLength)}`;
    expect(parseScowl({ path: 'features', text }).program.events).toEqual([]);
    expect(faultsOfText(text)).toContain(
      'features:1:1: a file of features has at most 200000 characters, this one 200011',
    );
  });

  test('what is nested too deeply is one fault of its declaration', () => {
    const deep = `${'('.repeat(limits.maxScowlDepth + 1)}1${')'.repeat(limits.maxScowlDepth + 1)}`;
    const faults = faultsOfText(`event login\na := ${deep}\nb := ${deep}\nc := 1 +\n`);
    expect(faults.match(/^features.*$/gm)).toEqual([
      'features:2:106: this is nested more than 100 deep',
      'features:3:106: this is nested more than 100 deep',
      'features:4:9: a value is missing here',
    ]);
  });

  test('a chain of operators is no deeper than anything else', () => {
    const chain = (length: number) => Array.from({ length }, (_, index) => `a${index}`).join(' or ');
    expect(expressionOf(chain(limits.maxScowlDepth)).kind).toBe('or');
    expect(faultsOfText(`event login\na := ${chain(limits.maxScowlDepth + 1)}`)).toContain(
      'features:2:6: this is nested more than 100 deep',
    );
  });

  test('faults are told up to a number', () => {
    const text = `event login\n${'a := +\n'.repeat(limits.maxScowlFaults + 10)}`;
    expect(parseScowl({ path: 'features', text }).diagnostics).toHaveLength(limits.maxScowlFaults);
  });
});
