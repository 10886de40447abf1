import { expect, test } from 'vitest';
import type { AggregateTerm, Term } from '../../../../src/core/features/term.ts';
import { faultsOf, termOf } from './sample.ts';

function aggregateOf(text: string, event = 'login'): AggregateTerm & { type: Term['type'] } {
  const term = termOf(text, event, 'x');
  if (term.kind !== 'aggregate') throw new Error(`x is ${term.kind}`);
  return { ...term.aggregate, type: term.type };
}

/** The shape of a term in short: `(input ip)`. */
function short(term: Term): string {
  return term.kind === 'input' || term.kind === 'feature' ? `${term.kind} ${term.name}` : term.kind;
}

const TYPES: readonly (readonly [string, string])[] = [
  ['Count()', 'int'],
  ['Count(ip)', 'int'],
  ['CountUnique(ip, n)', 'int'],
  ['Sum(n)', 'int'],
  ['Sum(f)', 'float'],
  ['Sum(d)', 'duration'],
  ['Average(n)', 'float'],
  ['Average(f)', 'float'],
  ['Average(d)', 'duration'],
  ['Min(n)', 'int'],
  ['Max(t)', 'time'],
  ['First(ip)', 'string'],
  ['Latest({ip, n})', 'struct'],
  ['last(t)', 'time'],
  ['LatestTime()', 'time'],
  ['LatestTime(ip)', 'time'],
];

test.each(TYPES)('%s is of type %s', (call, kind) => {
  const text = `event login
ip := $.ip as string
n := $.n as int
f := $.f as float
t := $.t as time
d := EventTime() - t
x := ${call.replace(')', ' by ip last 1 day)')}`;
  expect(faultsOf(text)).toBe('');
  expect(termOf(text, 'login', 'x').type.kind).toBe(kind);
});

test('an amount stays an amount of its currency through features and aggregates', () => {
  const text = 'event authorization\nspent := amount\nx := Sum(spent by card last 1 day)';
  expect(aggregateOf(text, 'authorization').type).toEqual({ kind: 'float', money: { currencyInput: 'currency' } });
});

test('an aggregate of its own event', () => {
  const x = aggregateOf('event login\nx := CountUnique(user_id by ip where not ok after t last 2.5 hours exclusive)');
  expect(x).toMatchObject({ function: 'CountUnique', writer: 'login', isCrossEvent: false, outcomes: null });
  expect(x).toMatchObject({ windowMs: 9_000_000, isExclusive: true });
  expect(x.values.map(short)).toEqual(['input user_id']);
  expect(x.keys.map(({ reader, writer }) => [short(reader), short(writer)])).toEqual([['input ip', 'input ip']]);
  expect([x.where, x.after].map((term) => term && short(term))).toEqual(['not', 'input t']);
});

test('values and where are of the event that is counted, after of the one that counts, keys of both', () => {
  const text = `event login
value := 1
kept := true
id := Lower(user)
event purchase
since := EventTime()
me := Lower(email)
x := Sum<login>(value by me as id, country where kept after since last 1 day)`;
  const x = aggregateOf(text, 'purchase');
  expect(x).toMatchObject({ writer: 'login', isCrossEvent: true });
  expect(x.values.map(short)).toEqual(['feature value']);
  expect([x.where, x.after].map((term) => term && short(term))).toEqual(['feature kept', 'feature since']);
  expect(x.keys.map(({ reader, writer }) => [short(reader), short(writer)])).toEqual([
    ['feature me', 'feature id'],
    ['input country', 'input country'],
  ]);
});

test('a key may be a feature, of the built-in event, too', () => {
  const text = 'event authorization\nkey := Lower(card)\nx := Count(by key last 1 day)';
  expect(faultsOf(text)).toBe('');
  expect(aggregateOf(text, 'authorization').keys.map(({ reader }) => short(reader))).toEqual(['feature key']);
});

test('a key may be found by another of the same event', () => {
  const { keys, isCrossEvent } = aggregateOf('event login\nx := Count(by sender as recipient last 1 day)');
  expect(isCrossEvent).toBe(false);
  expect(keys.map(({ reader, writer }) => [short(reader), short(writer)])).toEqual([
    ['input sender', 'input recipient'],
  ]);
});

test('a key that is an expression is looked up in both events', () => {
  const text =
    'event login\nemail := $.mail as email\nevent purchase\nx := Count<login>(by EmailDomain(email) last 1 day)';
  expect(faultsOf(text)).toBe('');
  expect(aggregateOf(text, 'purchase').keys.map(({ reader, writer }) => [short(reader), short(writer)])).toEqual([
    ['call', 'call'],
  ]);
});

test('aggregates may stand within arithmetic, structs and functions', () => {
  const text = `event login
share := Count(by ip where ok last 1 day) / Maximum(Count(by ip last 1 day), 1)
all := {n: Count(by ip last 1 day)}
often := If(Count(by ip last 1 day) > 3, "yes", "no")`;
  expect(faultsOf(text)).toBe('');
  expect(['share', 'all', 'often'].map((name) => termOf(text, 'login', name).type.kind)).toEqual([
    'float',
    'struct',
    'string',
  ]);
});

// What `where` says of what became of an authorization, and what is left of it.
const OUTCOMES: readonly (readonly [string, readonly string[] | null, string | null])[] = [
  ['is_approved', ['approved', 'pending'], null],
  ['is_declined', ['declined'], null],
  ['not is_approved', ['declined', 'challenged', 'declined_by_stripe'], null],
  ['not is_declined', ['pending', 'approved', 'challenged', 'declined_by_stripe'], null],
  ['is_declined is true', ['declined'], null],
  ['is_declined is not true', ['pending', 'approved', 'challenged', 'declined_by_stripe'], null],
  ['is_declined is false', ['pending', 'approved', 'challenged', 'declined_by_stripe'], null],
  ['is_declined or is_challenged', ['declined', 'challenged'], null],
  ['not (is_declined or is_approved)', ['challenged', 'declined_by_stripe'], null],
  ['not is_declined and not is_challenged', ['pending', 'approved', 'declined_by_stripe'], null],
  ['is_approved and is_card_present', ['approved', 'pending'], 'input is_card_present'],
  ['amount > 5 and (is_card_present and is_declined)', ['declined'], 'and'],
  ['is_card_present or amount > 5', null, 'or'],
];

test.each(OUTCOMES)('where %s', (where, outcomes, rest) => {
  const text = `event authorization\nx := Count(by card where ${where} last 1 day)`;
  expect(faultsOf(text)).toBe('');
  const x = aggregateOf(text, 'authorization');
  expect(x.outcomes).toEqual(outcomes);
  expect(x.where && short(x.where)).toBe(rest);
});

test('what became of authorizations can be asked from another event', () => {
  const text = 'event purchase\nx := Count<authorization>(by email as cardholder_email where is_declined last 1 day)';
  expect(faultsOf(text)).toBe('');
  expect(aggregateOf(text, 'purchase').outcomes).toEqual(['declined']);
});

test('elsewhere such a name is an input like any other', () => {
  expect(aggregateOf('event login\nx := Count(by ip where is_approved last 1 day)')).toMatchObject({
    outcomes: null,
    where: { kind: 'input', name: 'is_approved', type: { kind: 'bool' } },
  });
});
