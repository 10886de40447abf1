import { expect, test } from 'vitest';
import { readAggregates } from '../../../../src/core/features/timeline/read.ts';
import { stateAt } from '../../../../src/core/features/timeline/state.ts';
import { timelineOf } from '../../../contract/timelines/stage.ts';
import { rowsOf } from './rows-of.ts';

const timeline = timelineOf(['number']);
const entry = (id: string, atMs: number, arrival: number) => {
  return { id, atMs, arrival, outcome: 'approved' as const, values: [arrival] };
};

test('a timeline as it stood then holds what had arrived, in its own order', () => {
  const entries = [entry('late', 10, 5), entry('a', 20, 1), entry('b', 30, 2), entry('c', 40, 3)];
  const state = { rows: rowsOf(['number'], entries), tiles: null };
  const sum = {
    function: 'Sum',
    column: 0,
    outcomes: null,
    windowMs: 3_600_000,
    isExclusive: true,
    afterMs: null,
  } as const;
  const sumAt = (arrival: number) =>
    readAggregates(timeline, stateAt(timeline, state, arrival), [sum], null, 50)[0]?.value;
  expect([0, 1, 2, 3, 5].map(sumAt)).toEqual([0, 1, 3, 6, 11]);
  expect(stateAt(timeline, state, 9).rows).toBe(state.rows);
});
