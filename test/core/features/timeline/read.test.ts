import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missing } from '../../../../src/core/domain/value.ts';
import type { JsonValue } from '../../../../src/core/features/scowl-value.ts';
import type { AggregateRead, ColumnKind } from '../../../../src/core/features/timeline/definition.ts';
import type { Entry } from '../../../../src/core/features/timeline/entry.ts';
import { compileReads, readAggregates } from '../../../../src/core/features/timeline/read.ts';
import {
  aggregatesOf,
  DAY,
  entryOf,
  HOUR,
  MINUTE,
  NOON,
  readOf,
  timelineOf,
} from '../../../contract/timelines/stage.ts';
import { rowsOf } from './rows-of.ts';

function valuesOf(
  kinds: readonly ColumnKind[],
  entries: readonly Entry[],
  own: Entry | null,
  ...reads: readonly AggregateRead[]
) {
  const state = { rows: rowsOf(kinds, entries), tiles: null };
  const atMs = own?.atMs ?? NOON;
  const timeline = timelineOf(
    kinds,
    reads.map(({ windowMs }) => windowMs).toSorted((a, b) => a - b),
  );
  return aggregatesOf(timeline, state, reads, own, atMs).map(({ value }) => value);
}

const numbers = (...values: readonly JsonValue[]) =>
  values.map((value, index) => entryOf(`e${index}`, NOON - values.length + index, [value]));

const TENS = [10, 20, 30, 40, 50].map((minutes) => minutes * MINUTE);

describe('windows', () => {
  const at = (id: string, agoMs: number) => entryOf(id, NOON - agoMs, []);
  const count = (more: Partial<AggregateRead>) => readOf('Count', more);

  test('begin right behind their length, and have no other end', () => {
    const entries = [at('a day', DAY), at('less', DAY - 1), at('an hour', HOUR), at('now', 0), at('later', -HOUR)];
    const reads = [HOUR - 1, HOUR, HOUR + 1, DAY, DAY + 1].map((windowMs) => count({ windowMs }));
    expect(valuesOf([], entries, null, ...reads)).toEqual([2, 2, 3, 4, 5]);
  });

  test('begin behind their `after`, if that is later, in whatever order they are asked for', () => {
    const entries = Array.from({ length: 60 }, (_, index) => at(`e${index}`, (59 - index) * MINUTE));
    const afters = [null, NOON - 10 * MINUTE, NOON - 2 * HOUR, NOON, null];
    const reads = afters.map((afterMs, index) => ({ ...count({ windowMs: TENS[index] ?? 0 }), afterMs }));
    const state = { rows: rowsOf([], entries), tiles: null };
    const results = readAggregates(timelineOf([], TENS), state, reads, null, NOON);
    expect(results.map(({ value }) => value)).toEqual([10, 10, 30, 0, 50]);
  });
});

describe('the event that reads', () => {
  const before = [entryOf('e1', NOON - 2, [5]), entryOf('e2', NOON - 1, [7])];
  const own = entryOf('own', NOON, [1]);
  const reads = [false, true].flatMap((isExclusive) =>
    (['Count', 'Sum', 'Min', 'Average'] as const).map((name) => readOf(name, { isExclusive, column: 0 })),
  );
  const expected = [3, 13, 1, 13 / 3, 2, 12, 5, 6];

  test('counts once, whether it was written or not', () => {
    expect(valuesOf(['number'], before, own, ...reads)).toEqual(expected);
    expect(valuesOf(['number'], [...before, own], own, ...reads)).toEqual(expected);
  });

  test('counts as it is now, not as it was written before', () => {
    const older = entryOf('own', NOON - 3, [1000]);
    expect(valuesOf(['number'], [older, ...before], own, ...reads)).toEqual(expected);
  });

  test('counts among the different ones only if it is one', () => {
    const seen = ['a', 'b'].map((identity, index) => entryOf(identity, NOON - index - 1, [identity]));
    const unique = [readOf('CountUnique'), readOf('CountUnique', { isExclusive: true })];
    const valueFor = (identity: JsonValue) => valuesOf(['identity'], seen, entryOf('own', NOON, [identity]), ...unique);
    expect([valueFor('a'), valueFor('c'), valueFor(null)]).toEqual([
      [2, 2],
      [3, 2],
      [2, 2],
    ]);
  });

  test('is the newest by arrival, and the first only if nothing else is there', () => {
    const entries = [entryOf('e1', NOON, ['a'], { arrival: 5 }), entryOf('e2', NOON, ['b'], { arrival: 7 })];
    const me = entryOf('own', NOON, ['me'], { arrival: 7 });
    const ends = [readOf('First'), readOf('Latest'), readOf('LatestTime')];
    expect(valuesOf(['value'], entries, me, ...ends)).toEqual(['a', 'me', NOON]);
    expect(valuesOf(['value'], [], me, ...ends)).toEqual(['me', 'me', NOON]);
    const exclusive = ends.map((read) => ({ ...read, isExclusive: true }));
    const none = missing('no_event');
    expect(valuesOf(['value'], [me], me, ...exclusive)).toEqual([none, none, none]);
  });

  test('counts by its own outcome', () => {
    const pending = { ...own, outcome: 'pending' } as const;
    const outcomes = [['approved', 'pending'], ['declined'], null] as const;
    const asked = outcomes.map((each) => readOf('Count', { outcomes: each }));
    expect(valuesOf(['number'], [], pending, ...asked)).toEqual([1, 0, 1]);
  });
});

describe('values', () => {
  test('that are null are no values', () => {
    const reads = (['Count', 'Sum', 'Average', 'Min', 'Max'] as const).map((name) => readOf(name, { column: 0 }));
    expect(valuesOf(['number'], numbers(null, 4, null, -2), null, ...reads)).toEqual([2, 2, 1, -2, 4]);
    const none = missing('no_event');
    expect(valuesOf(['number'], numbers(null), null, ...reads)).toEqual([0, 0, none, none, none]);
    expect(valuesOf(['value'], numbers(null, 'a', null), null, readOf('First'), readOf('Latest'))).toEqual(['a', 'a']);
    expect(valuesOf(['identity'], numbers(null, 'a', 'a'), null, readOf('CountUnique'))).toEqual([1]);
    const marked = [readOf('Count', { column: 0 }), readOf('LatestTime', { column: 0 })];
    expect(valuesOf(['mark'], numbers(1, 1, null), null, ...marked)).toEqual([2, NOON - 2]);
  });

  test('that come to no finite number are missing', () => {
    const huge = numbers(Number.MAX_VALUE, Number.MAX_VALUE);
    expect(valuesOf(['number'], huge, null, readOf('Sum'))).toEqual([missing('no_value')]);
  });

  test('of money are added as whole minor units and given in major ones', () => {
    const cents = Array.from({ length: 100 }, (_, index) => entryOf(`e${index}`, NOON, [[10, 'usd']]));
    const reads = (['Sum', 'Average', 'Min', 'Max'] as const).map((name) => readOf(name));
    expect(valuesOf(['money'], cents, null, ...reads)).toEqual([10, 0.1, 0.1, 0.1]);
    expect(valuesOf(['money'], [entryOf('e', NOON, [[500, 'jpy']])], null, ...reads)).toEqual([500, 500, 500, 500]);
  });

  test('of money in two currencies are missing, but can be counted', () => {
    const entries = [entryOf('e1', NOON - HOUR, [[5, 'eur']]), entryOf('e2', NOON, [[10, 'usd']])];
    const mixed = missing('mixed_currency');
    const reads = [readOf('Sum'), readOf('Sum', { windowMs: DAY }), readOf('Count', { column: 0, windowMs: DAY })];
    expect(valuesOf(['money'], entries, null, ...reads)).toEqual([0.1, mixed, 2]);
    const own = entryOf('own', NOON, [[1, 'eur']]);
    const both = [readOf('Sum'), readOf('Sum', { isExclusive: true })];
    expect(valuesOf(['money'], entries, own, ...both)).toEqual([mixed, 0.1]);
  });

  test('first and newest are by arrival, whatever the time', () => {
    const entries = [
      entryOf('late', NOON - 3, ['late'], { arrival: 9 }),
      entryOf('e1', NOON - 2, ['first'], { arrival: 1 }),
      entryOf('e2', NOON - 1, ['then'], { arrival: 2 }),
    ];
    const reads = [readOf('First'), readOf('Latest'), readOf('LatestTime')];
    expect(valuesOf(['value'], entries, null, ...reads)).toEqual(['first', 'late', NOON - 3]);
  });
});

test('what is read together is what is read alone', () => {
  const value = fc.tuple(fc.option(fc.integer({ min: -5, max: 5 })), fc.option(fc.constantFrom('a', 'b', 'c')));
  const read = fc.record({
    function: fc.constantFrom('Count', 'Sum', 'Max', 'CountUnique', 'LatestTime'),
    windowMs: fc.integer({ min: 1, max: 60 }),
    isExclusive: fc.boolean(),
    outcomes: fc.constantFrom(null, ['approved']),
    afterMs: fc.option(fc.integer({ min: -60, max: 0 }).map((ago) => NOON + ago)),
  });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 50 }), fc.array(read, { minLength: 1, maxLength: 12 }), (all, wanted) => {
      const kinds = ['number', 'identity'] as const;
      const entries = all.map((values, index) => {
        const outcome = index % 3 ? 'approved' : 'declined';
        return entryOf(`e${index}`, NOON - all.length + index, values, { outcome });
      });
      const columns = { Count: null, LatestTime: null, CountUnique: 1, Sum: 0, Max: 0 } as const;
      const reads = wanted.map((each) => ({ ...each, column: columns[each.function] }) as never as AggregateRead);
      const aftersMs = wanted.map(({ afterMs }) => afterMs);
      const timeline = timelineOf(
        kinds,
        Array.from({ length: 60 }, (_, index) => index + 1),
      );
      const state = { rows: rowsOf(kinds, entries), tiles: null };
      const together = compileReads(timeline, reads);
      const alone = reads.map(
        (each, at) => compileReads(timeline, [each])(state, null, NOON, [aftersMs[at] ?? null])[0],
      );
      expect(together(state, null, NOON, aftersMs)).toEqual(alone);
      // Nothing is left over from the first time.
      expect(together(state, null, NOON, aftersMs)).toEqual(alone);
    }),
  );
});

test('a read that does not fit its timeline is refused', () => {
  const timeline = timelineOf(['number']);
  expect(() => compileReads(timeline, [readOf('CountUnique')])).toThrow('CountUnique reads a column of identities');
  expect(() => compileReads(timeline, [readOf('Sum', { column: 3 })])).toThrow('a timeline has no column 3');
  expect(() => compileReads(timeline, [readOf('Sum', { column: null })])).toThrow('Sum reads a column');
  expect(() => compileReads(timeline, [readOf('Sum', { windowMs: 7 })])).toThrow('a timeline has no window of 7 ms');
});
