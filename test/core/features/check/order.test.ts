import { expect, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import { checked, eventOf, faultsOf } from './sample.ts';

function orderOf(text: string, event: string): string[] {
  return eventOf(text, event).features.map(({ name }) => name);
}

test('features stand as they were written, each after those of its event that it reads', () => {
  const text = `event login
d := b + c
a := 1
c := a + b
b := a`;
  expect(orderOf(text, 'login')).toEqual(['a', 'b', 'c', 'd']);
  expect(orderOf('event login\nz := 1\ny := 2\nx := 3', 'login')).toEqual(['z', 'y', 'x']);
});

test('an aggregate stands after what it takes together, and after its keys and its after', () => {
  const text = `event login
x := Max(value by key where kept after since last 1 day)
value := 1
key := Lower(ip)
kept := true
since := EventTime()`;
  expect(orderOf(text, 'login').at(-1)).toBe('x');
});

test('a feature of another event that is counted may be declared further down', () => {
  const text = `event purchase
x := Max<login>(failed by user_id last 5 days)
event login
failed := Count(by ip where not ok last 1 hour)`;
  expect(faultsOf(text)).toBe('');
  expect(checked(text).program?.events.get('purchase')?.features[0]?.term.type.kind).toBe('int');
});

test('chains of aggregates over several events are no circle', () => {
  const text = `event login
failed := Count(by ip where not ok last 1 hour)
event payout
worst := Max<login>(failed by user_id last 5 days)
event payment
risk := Max<payout>(worst by user_id last 5 days) + Count<login>(by user_id last 1 day)`;
  expect(faultsOf(text)).toBe('');
});

const CIRCLES: readonly (readonly [string, string, string])[] = [
  [
    'itself',
    'event login\nuser_id := Lower(user_id)',
    `
a.scowl:2:18: user_id is computed from itself
  2 | user_id := Lower(user_id)
                       ^^^^^^^
  hint: if the input user_id is meant, give one of them another name, e.g. raw_user_id := $.user_id as string?`,
  ],
  [
    'another that reads it',
    'event login\na := b\nb := c + 1\nc := If(ok, a, 1)',
    `
a.scowl:4:13: a is computed from itself: a → b → c → a
  4 | c := If(ok, a, 1)
                  ^
  hint: one of them must do without the other`,
  ],
  [
    'its own past',
    'event login\nx := Count(by ip where x < 5 last 1 day)',
    `
a.scowl:2:24: x is computed from itself
  2 | x := Count(by ip where x < 5 last 1 day)
                             ^
  hint: if the input x is meant, give one of them another name, e.g. raw_x := $.x as string?`,
  ],
  [
    'its past in another event',
    `event login
risk := Max<purchase>(spent by user_id last 1 day)
event purchase
spent := Count(by user_id where risky last 1 day)
risky := Latest<login>(risk by user_id last 1 day) > 5`,
    `
a.scowl:5:24: login.risk is computed from itself: login.risk → purchase.spent → purchase.risky → login.risk
  5 | risky := Latest<login>(risk by user_id last 1 day) > 5
                             ^^^^
  hint: one of them must do without the other`,
  ],
  [
    'itself, on the built-in event',
    'event authorization\nx := x + 1',
    `
a.scowl:2:6: x is computed from itself
  2 | x := x + 1
           ^
  hint: one of them must do without the other`,
  ],
];

test.each(CIRCLES)('a feature is not computed from %s', (_, text, expected) => {
  expect(faultsOf(text)).toBe(expected.trim());
  expect(checked(text).program).toBeNull();
});

test('a long circle is named by its beginning and end', () => {
  const names = Array.from({ length: 30 }, (_, index) => `f${index}`);
  const text = `event login\n${names.map((name, index) => `${name} := f${(index + 1) % 30}`).join('\n')}`;
  expect(faultsOf(text)).toContain('f0 is computed from itself: f0 → f1 → f2 → f3 → f4 → f5 → f6 → … → f0\n');
});

test('what reads a circle has no fault of its own', () => {
  expect(checked('event login\na := b\nb := a\nx := Lower(a)\ny := a + 1').diagnostics).toHaveLength(1);
});

test('a name is one feature over all blocks of its event, in whatever file', () => {
  const texts = { 'a.scowl': 'event login\nx := y', 'b.scowl': 'event login\ny := 1\n\nevent purchase\nx := 2' };
  expect(faultsOf(texts)).toBe('');
  expect(eventOf(texts, 'login').features.map(({ name, path }) => [name, path])).toEqual([
    ['y', 'b.scowl'],
    ['x', 'a.scowl'],
  ]);
  expect(faultsOf({ ...texts, 'c.scowl': 'event login\ny := 3' })).toBe(
    `
c.scowl:2:1: login has y already, at b.scowl:2:1
  2 | y := 3
      ^
  hint: give one of them another name`.trim(),
  );
});

test('of two uses that do not go together in two files, both places are named', () => {
  const texts = { 'a.scowl': 'event login\nx := not ok', 'b.scowl': 'event login\ny := ok * 2' };
  expect(faultsOf(texts)).toBe(
    `
b.scowl:2:6: ok is a bool at a.scowl:2:10, and a number here
  2 | y := ok * 2
           ^^
  hint: declare which it is, e.g. ok := $.ok as float?`.trim(),
  );
});

test('a chain of features has an end', () => {
  const chain = (length: number) =>
    `event login\n${Array.from({ length }, (_, index) => `f${index} := ${index === 0 ? 'a' : `f${index - 1} + 1`}`).join('\n')}`;
  expect(faultsOf(chain(limits.maxFeatureChain))).toBe('');
  const tooLong = checked(chain(limits.maxFeatureChain + 1));
  expect(tooLong.diagnostics.map(({ message }) => message)).toEqual([
    `more than ${limits.maxFeatureChain} features are computed one from another, up to f${limits.maxFeatureChain}`,
  ]);
  expect(checked(chain(10_000)).diagnostics).toHaveLength(1);
});

test('features that double a value do not grow beyond all bounds', () => {
  const literals = {
    struct: (name: string) => `{a: ${name}, b: ${name}}`,
    list: (name: string) => `[${name}, ${name}]`,
    map: (name: string) => `map{"a": ${name}, "b": ${name}}`,
    latest: (name: string) => `[Latest(${name} by "all" last 1 day), ${name}]`,
  };
  for (const literal of Object.values(literals)) {
    const doubled = Array.from({ length: 60 }, (_, index) => `f${index + 1} := ${literal(`f${index}`)}`);
    const { diagnostics } = checked(`event login\nf0 := [ip]\n${doubled.join('\n')}\nx := f60.a`);
    expect(diagnostics.map(({ message }) => message).slice(0, 1)).toEqual([
      `f9 has 1535 values in it, ${limits.maxValueParts} is the most`,
    ]);
  }
});

test('so many faults are told of a text, and there is no program', () => {
  const faulty = Array.from({ length: 200 }, (_, index) => `f${index} := Frob(${index})`).join('\n');
  const texts = { 'a.scowl': `event login\n${faulty}`, 'b.scowl': 'event login\ng := Frob(1)' };
  const { program, diagnostics } = checked(texts);
  expect(program).toBeNull();
  expect(diagnostics).toHaveLength(limits.maxScowlFaults + 1);
});

test('what is declared of Stripe metadata has so many fields', () => {
  const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}: 1`).join(', ');
  const text = (count: number) => `event authorization\nto_stripe := {${fields(count)}}`;
  expect(faultsOf(text(limits.maxToStripeFields))).toBe('');
  expect(faultsOf(text(limits.maxToStripeFields + 1))).toContain(
    'a.scowl:2:1: to_stripe has 41 fields, Stripe takes 40 beside ours\n',
  );
});
