import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeySpace } from '../../../src/adapters/counters/redis/keys.ts';
import { readLines } from '../../../src/adapters/counters/redis/lines.ts';
import { inOrder } from '../../../src/adapters/counters/redis/order.ts';
import { type Prepared, prepare } from '../../../src/adapters/counters/redis/prepared.ts';
import { emptyReading, type Reading } from '../../../src/adapters/counters/redis/reading.ts';
import { ENTRY_OUTCOMES } from '../../../src/core/features/built-in-event.ts';
import type { JsonValue } from '../../../src/core/features/scowl-value.ts';
import type { ColumnKind } from '../../../src/core/features/timeline/definition.ts';
import { type Layout, layoutOf } from '../../../src/core/features/timeline/layout.ts';
import { decodeLines } from '../../../src/core/features/timeline/line.ts';
import { entryOf, type Hand, handOn, timelineOf } from '../../contract/timelines/stage.ts';
import { testHash } from '../../support/redis.ts';

const KINDS: readonly ColumnKind[] = ['mark', 'number', 'money', 'identity', 'value'];
const space = createKeySpace('cs', testHash, false);

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -1, 2 ** 53, 2 ** 53 - 1, 1e21, -1.5e-7),
);
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '],[', ',\n', 'usd', ''));
const value: fc.Arbitrary<JsonValue> = fc.oneof(text, number, fc.boolean(), fc.jsonValue() as fc.Arbitrary<JsonValue>);
const entry = fc.record({
  id: fc.string(),
  atMs: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeInteger()),
  arrival: fc.oneof(fc.integer({ min: 0, max: 3 }), number),
  outcome: fc.constantFrom(...ENTRY_OUTCOMES),
  isReported: fc.boolean(),
  values: fc.tuple(
    fc.constantFrom(1, null),
    fc.option(number),
    fc.option(fc.tuple(fc.maxSafeInteger(), fc.constantFrom('usd', 'jpy'))),
    fc.option(text),
    fc.option(value),
  ),
});

type EntryOf = typeof entry extends fc.Arbitrary<infer Value> ? Value : never;

function preparedOf(hand: Hand, { id, atMs, values, isReported, ...more }: EntryOf): Prepared {
  return prepare(space, hand.request(entryOf(id, atMs, values, more), { isReported }));
}

function linesOf(all: readonly Prepared[]): string {
  return all.map(({ line }) => line).join('');
}

function readAll(layout: Layout, bytes: Buffer, from = 0): Reading {
  const reading = emptyReading('', from);
  readLines(layout, bytes, 0, reading);
  return reading;
}

/** What whoever was given a reading takes of it. */
function taken(
  { rowNumbers, rowOthers }: Layout,
  { starts, numbers, others, outcomes }: Reading,
  count = starts.length,
) {
  return {
    numbers: numbers.slice(0, count * rowNumbers),
    others: others.slice(0, count * rowOthers),
    outcomes: outcomes.slice(0, count),
  };
}

describe('the lines of a key', () => {
  test('are read as JSON and put in order as core would, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), fc.subarray([...KINDS], { minLength: 0 }), (entries, kinds) => {
        const timeline = timelineOf(kinds);
        const hand = handOn({ apply: async () => [] }, timeline);
        const ofKinds = ({ values, ...more }: EntryOf) =>
          ({ ...more, values: kinds.map((kind) => values[KINDS.indexOf(kind)] ?? null) }) as unknown as EntryOf;
        const lines = linesOf(entries.map((one) => preparedOf(hand, ofKinds(one))));
        const layout = layoutOf(timeline);
        const { numbers, others, outcomes, starts } = readAll(layout, Buffer.from(`#version10000\n${lines}`), 14);
        const rows = inOrder(layout, { count: starts.length, numbers, others, outcomes });
        expect(rows).toEqual(decodeLines(layout, JSON.parse(`[${lines.slice(0, -2)}]`)));
      }),
      { numRuns: 500 },
    );
  });

  // What becomes of a key that was folded: lines are written behind it, and change their outcome, which is noted behind
  // it.
  const change = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('write' as const), entry }) },
    fc.record({ kind: fc.constant('outcome' as const), line: fc.nat(), letter: fc.constantFrom(...'padcsA') }),
  );

  test('are read the same whether they are read on or from the beginning, and what was given out stays as it was', () => {
    const timeline = timelineOf(KINDS);
    const hand = handOn({ apply: async () => [] }, timeline);
    const layout = layoutOf(timeline);
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 12 }), (rounds) => {
        const reading = emptyReading('version10000', 0);
        let text = '';
        const given: { readonly count: number; readonly of: Reading; readonly was: object }[] = [];
        for (const [index, round] of rounds.entries()) {
          for (const one of round) {
            const starts = [...text.matchAll(/^\["/gm)].map(({ index: start }) => start);
            if (one.kind === 'write') {
              const { line } = preparedOf(hand, { ...one.entry, id: `${starts.length}` });
              text += line;
            } else if (starts.length > 0) {
              const start = starts[one.line % starts.length] ?? 0;
              text = `${text.slice(0, start + 11)}${one.letter}${text.slice(start + 12)}`;
              text += `!${text.slice(start + 2, start + 12)}\n`;
            }
          }
          const bytes = Buffer.from(text);
          // Sometimes from further back than where it ended: another answer came first.
          const from = index % 2 === 0 ? reading.length : 0;
          readLines(layout, bytes.subarray(from), from, reading);
          expect(taken(layout, reading)).toEqual(taken(layout, readAll(layout, bytes)));
          const { outcomes, ...same } = reading;
          given.push({ count: reading.starts.length, of: { ...same, outcomes }, was: taken(layout, reading) });
        }
        for (const { count, of, was } of given) expect(taken(layout, of, count)).toEqual(was);
      }),
      { numRuns: 300 },
    );
  });
});
